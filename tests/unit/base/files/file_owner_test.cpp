// SPDX-License-Identifier: Apache-2.0
// What a run by the system's administrator leaves to the user in whose folder it worked.
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

// Nobody has these numbers.
constexpr unsigned k_user = 54321;
constexpr unsigned k_third = 54322;

unsigned owner_of(const fs::path& path) {
    struct stat status {};

    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_uid;
}

class FilesOfRoot : public testing::Test {
protected:
    void SetUp() override {
        if (::geteuid() != 0) {
            GTEST_SKIP() << "only root can give files away";
        }
        if (::chown(m_folder.path().c_str(), k_user, k_user) != 0) {
            GTEST_SKIP() << "there is no other user here";
        }
    }

    static void give(const fs::path& path, unsigned user) {
        ASSERT_EQ(::chown(path.c_str(), user, user), 0);
    }

    void write(const fs::path& path, bool owner_only) {
        base::write_file_atomically(path, "{}", {.owner_only = owner_only});
    }

    test::TemporaryFolder m_folder;
    fs::path m_file = m_folder / "Settings.json";
};

TEST_F(FilesOfRoot, private_files_and_folders_are_left_to_the_owner_of_the_folder) {
    write(m_file, true);
    EXPECT_EQ(owner_of(m_file), k_user);
    base::make_folders(m_folder / "a" / "b", true);
    EXPECT_EQ(owner_of(m_folder / "a"), k_user);
    EXPECT_EQ(owner_of(m_folder / "a" / "b"), k_user);
    base::SystemClock clock;
    const base::FileLock lock(m_folder / "lock", clock, {});
    EXPECT_EQ(owner_of(m_folder / "lock"), k_user);
}

TEST_F(FilesOfRoot, replacing_a_file_leaves_its_owner) {
    std::ofstream(m_file) << "old";
    give(m_file, k_user);
    write(m_file, false);
    EXPECT_EQ(owner_of(m_file), k_user);
}

TEST_F(FilesOfRoot, other_new_files_are_ones_own) {
    write(m_folder / "picture.jpg", false);
    EXPECT_EQ(owner_of(m_folder / "picture.jpg"), 0U);
}

TEST_F(FilesOfRoot, nothing_is_given_to_a_third_user_or_away_from_ones_own_folder) {
    std::ofstream(m_file) << "old";
    give(m_file, k_third);
    write(m_file, true);
    EXPECT_EQ(owner_of(m_file), 0U);
    give(m_folder.path(), 0);
    give(m_file, k_user);
    write(m_file, true);
    EXPECT_EQ(owner_of(m_file), 0U);
}

TEST_F(FilesOfRoot, what_is_roots_stays_roots) {
    std::ofstream(m_file) << "old";
    write(m_file, true);
    EXPECT_EQ(owner_of(m_file), 0U);
}

TEST_F(FilesOfRoot, a_link_in_the_place_of_a_lock_gives_nothing_away) {
    const test::TemporaryFolder elsewhere;
    std::ofstream(elsewhere / "precious") << "x";
    fs::create_symlink(elsewhere / "precious", m_folder / "lock");
    base::SystemClock clock;
    const base::FileLock lock(m_folder / "lock", clock, {});
    EXPECT_EQ(owner_of(elsewhere / "precious"), 0U);
}

TEST_F(FilesOfRoot, a_lock_that_is_there_keeps_its_owner) {
    std::ofstream(m_folder / "lock") << "";
    base::SystemClock clock;
    const base::FileLock lock(m_folder / "lock", clock, {});
    EXPECT_EQ(owner_of(m_folder / "lock"), 0U);
}

TEST_F(FilesOfRoot, leftovers_of_a_run_of_root_are_removed_by_the_next_one) {
    // No process has such a number.
    const fs::path leftover = m_folder / ".Settings.json.999999999-0123456789ab.tmp";
    std::ofstream(leftover) << "{}";
    give(leftover, k_user);
    base::remove_stale_temporaries(m_file);
    EXPECT_FALSE(fs::exists(leftover));
}

} // namespace
