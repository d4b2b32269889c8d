// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "base/files/trust.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

// Nobody has these numbers.
constexpr unsigned k_stranger = 54321;

class FileTrust : public testing::Test {
protected:
    FileTrust() {
        std::ofstream(m_file) << "{}";
        set_mode(m_folder.path(), 0755);
        set_mode(m_file, 0644);
    }

    static void set_mode(const fs::path& path, mode_t mode) {
        ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    }

    test::TemporaryFolder m_folder;
    fs::path m_file = m_folder / "Settings.json";
};

TEST_F(FileTrust, IsOpenToOthersWithAnyRightOfThem) {
    for (const mode_t mode : {0640U, 0604U, 0620U, 0601U, 0777U}) {
        set_mode(m_file, mode);
        EXPECT_TRUE(base::is_open_to_others(m_file));
    }
    for (const mode_t mode : {0600U, 0700U, 0400U}) {
        set_mode(m_file, mode);
        EXPECT_FALSE(base::is_open_to_others(m_file));
    }
    EXPECT_FALSE(base::is_open_to_others(m_folder / "missing"));
}

TEST_F(FileTrust, RestrictingTakesOnlyTheRightsOfOthers) {
    set_mode(m_file, 0754);
    EXPECT_TRUE(base::restrict_to_owner(m_file));

    struct stat status {};

    ASSERT_EQ(::stat(m_file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0700U);
    EXPECT_TRUE(base::restrict_to_owner(m_file));
}

TEST_F(FileTrust, RestrictingFailsWithoutAFileAndWhereModesStay) {
    EXPECT_FALSE(base::restrict_to_owner(m_folder / "missing"));
    EXPECT_FALSE(base::restrict_to_owner("/proc/self/status"));
}

TEST_F(FileTrust, OurFileInOurFolderIsTrusted) {
    EXPECT_TRUE(base::find_distrust(m_file).empty());
    fs::create_symlink(m_file, m_folder / "link");
    EXPECT_TRUE(base::find_distrust(m_folder / "link").empty());
}

TEST_F(FileTrust, AFileOfTheAdministratorIsTrusted) {
    EXPECT_TRUE(base::find_distrust("/etc/passwd").empty());
}

TEST_F(FileTrust, AFolderThatEverybodyCanWriteInIsNot) {
    set_mode(m_folder.path(), 0757);
    EXPECT_FALSE(base::find_distrust(m_file).empty());
    set_mode(m_folder.path(), 01777);
    EXPECT_FALSE(base::find_distrust(m_file).empty());
}

TEST_F(FileTrust, AFileThatEverybodyCanWriteIsNot) {
    set_mode(m_file, 0646);
    EXPECT_FALSE(base::find_distrust(m_file).empty());
}

TEST_F(FileTrust, ALinkIntoAnotherFolderIsJudgedThere) {
    fs::create_directory(m_folder / "open");
    set_mode(m_folder / "open", 0777);
    fs::rename(m_file, m_folder / "open" / "file");
    fs::create_symlink("open/file", m_file);
    EXPECT_FALSE(base::find_distrust(m_file).empty());
}

TEST_F(FileTrust, WhatIsMissingIsNot) {
    EXPECT_FALSE(base::find_distrust(m_folder / "missing").empty());
}

TEST_F(FileTrust, AFileOrFolderOfAnotherUserIsNot) {
    if (::geteuid() != 0) {
        GTEST_SKIP() << "only root can give files away";
    }
    ASSERT_EQ(::chown(m_file.c_str(), k_stranger, k_stranger), 0);
    EXPECT_FALSE(base::find_distrust(m_file).empty());
    ASSERT_EQ(::chown(m_file.c_str(), 0, 0), 0);
    EXPECT_TRUE(base::find_distrust(m_file).empty());
    ASSERT_EQ(::chown(m_folder.path().c_str(), k_stranger, k_stranger), 0);
    EXPECT_FALSE(base::find_distrust(m_file).empty());
}

TEST_F(FileTrust, AFolderThatAnotherGroupCanWriteInIsNot) {
    if (::geteuid() != 0) {
        GTEST_SKIP() << "only root can give files away";
    }
    ASSERT_EQ(::chown(m_folder.path().c_str(), 0, k_stranger), 0);
    set_mode(m_folder.path(), 0775);
    EXPECT_FALSE(base::find_distrust(m_file).empty());
    set_mode(m_folder.path(), 0755);
    EXPECT_TRUE(base::find_distrust(m_file).empty());
}

TEST_F(FileTrust, SaysWhatIsWrongWithFileAndFolder) {
    using Reason = base::Distrust::Reason;
    EXPECT_TRUE(base::find_distrust(m_file).empty());
    set_mode(m_file, 0646);
    set_mode(m_folder.path(), 0757);
    const auto found = base::find_distrust(m_file);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].path, m_file);
    EXPECT_EQ(found[1].path, m_folder.path());
    EXPECT_EQ(found[0].reason, Reason::others_can_write);
    EXPECT_EQ(found[1].reason, Reason::others_can_write);
    if (::geteuid() == 0) {
        ASSERT_EQ(::chown(m_file.c_str(), k_stranger, k_stranger), 0);
        EXPECT_EQ(base::find_distrust(m_file).front().reason, Reason::other_owner);
    }
}

TEST_F(FileTrust, AFolderIsOurOwnWhenItIsOursAndNobodyElseCanWriteIt) {
    EXPECT_TRUE(base::is_own_folder(m_folder.path()));
    EXPECT_FALSE(base::is_own_folder(m_file));
    EXPECT_FALSE(base::is_own_folder(m_folder / "missing"));
    set_mode(m_folder.path(), 0757);
    EXPECT_FALSE(base::is_own_folder(m_folder.path()));
    if (::geteuid() == 0) {
        set_mode(m_folder.path(), 0755);
        ASSERT_EQ(::chown(m_folder.path().c_str(), k_stranger, k_stranger), 0);
        EXPECT_FALSE(base::is_own_folder(m_folder.path()));
    } else {
        // Trusted, and yet not ours.
        EXPECT_FALSE(base::is_own_folder("/etc"));
    }
}

} // namespace
