// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"
#include "unit/base/process/child_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fcntl.h>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using test::error_of;

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::size_t k_limit = 1'000'000;

mode_t mode_of(const fs::path& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

/// The umask while it lives.
class ScopedUmask {
public:
    explicit ScopedUmask(mode_t mask) : m_before(::umask(mask)) {}

    ~ScopedUmask() { ::umask(m_before); }

    ScopedUmask(const ScopedUmask&) = delete;
    ScopedUmask& operator=(const ScopedUmask&) = delete;

private:
    mode_t m_before;
};

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

void limit_file_size(rlim_t bytes) {
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

TEST(WriteFileAtomically, WritesANewFileAndNothingElse) {
    const test::TemporaryFolder folder;
    for (const bool durable : {false, true}) {
        const std::string bytes("a\0b\r\n", 5);
        base::write_file_atomically(folder / "x.bin", bytes, {.durable = durable});
        EXPECT_EQ(base::read_file(folder / "x.bin", k_limit), bytes);
        EXPECT_THAT(names_in(folder.path()), ElementsAre("x.bin"));
    }
}

TEST(WriteFileAtomically, ReplacesAFileByALongerAShorterAndAnEmptyOne) {
    const test::TemporaryFolder folder;
    const fs::path path = folder / "x";
    for (const std::string& bytes :
         {std::string("short"), std::string(3'000'000, 'x'), std::string()}) {
        base::write_file_atomically(path, bytes, {});
        EXPECT_EQ(base::read_file(path, 3'000'000), bytes);
    }
}

TEST(WriteFileAtomically, AcceptsAPathWithoutAFolder) {
    const test::TemporaryFolder folder;
    test::ChildProcess child([&folder](const test::ChildProcess::Link&) {
        fs::current_path(folder.path());
        base::write_file_atomically("x", "bytes", {.durable = true});
        return 0;
    });
    EXPECT_EQ(child.wait(), 0);
    EXPECT_EQ(base::read_file(folder / "x", k_limit), "bytes");
}

TEST(WriteFileAtomically, MakesOwnerOnlyFilesWhateverTheUmask) {
    const test::TemporaryFolder folder;
    const ScopedUmask no_mask(0);
    base::write_file_atomically(folder / "secret", "x", {.owner_only = true});
    EXPECT_EQ(mode_of(folder / "secret"), 0600U);
}

TEST(WriteFileAtomically, FollowsTheUmaskOtherwise) {
    const test::TemporaryFolder folder;
    for (const mode_t mask : {0U, 022U, 027U, 077U}) {
        const ScopedUmask scoped(mask);
        const fs::path path = folder / std::to_string(mask);
        base::write_file_atomically(path, "x", {});
        EXPECT_EQ(mode_of(path), 0666U & ~mask);
    }
}

TEST(WriteFileAtomically, KeepsAFileClosedToOthersClosed) {
    const test::TemporaryFolder folder;
    const ScopedUmask scoped(022);
    base::write_file_atomically(folder / "x", "old", {.owner_only = true});
    base::write_file_atomically(folder / "x", "new", {.owner_only = true});
    EXPECT_EQ(mode_of(folder / "x"), 0600U);
    base::write_file_atomically(folder / "x", "newer", {});
    EXPECT_EQ(mode_of(folder / "x"), 0600U);
}

TEST(WriteFileAtomically, ClosesAnOpenFileWhenAskedTo) {
    const test::TemporaryFolder folder;
    const ScopedUmask scoped(022);
    base::write_file_atomically(folder / "x", "old", {});
    base::write_file_atomically(folder / "x", "new", {.owner_only = true});
    EXPECT_EQ(mode_of(folder / "x"), 0600U);
}

TEST(WriteFileAtomically, SetsTheModificationTime) {
    const test::TemporaryFolder folder;
    for (const base::SystemTime time : {base::SystemTime(1'790'000'000s + 250ms),
                                        base::SystemTime(1s), base::SystemTime(-1500ms)}) {
        base::write_file_atomically(folder / "x", "bytes", {.durable = true, .modified = time});
        EXPECT_EQ(base::modification_time(folder / "x"), time);
    }
}

TEST(WriteFileAtomically, ReplacesWhatASymbolicLinkPointsAt) {
    const test::TemporaryFolder folder;
    fs::create_directory(folder / "real");
    base::write_file_atomically(folder / "real" / "file", "old", {});
    fs::create_symlink("real/file", folder / "inner");
    fs::create_symlink(folder / "inner", folder / "outer");

    base::write_file_atomically(folder / "outer", "new", {});
    EXPECT_EQ(base::read_file(folder / "real" / "file", k_limit), "new");
    EXPECT_TRUE(fs::is_symlink(folder / "inner"));
    EXPECT_TRUE(fs::is_symlink(folder / "outer"));
    EXPECT_THAT(names_in(folder / "real"), ElementsAre("file"));
}

TEST(WriteFileAtomically, MakesTheFileThatADanglingLinkPointsAt) {
    const test::TemporaryFolder folder;
    fs::create_symlink("later", folder / "link");
    base::write_file_atomically(folder / "link", "x", {});
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(base::read_file(folder / "later", k_limit), "x");
}

TEST(WriteFileAtomically, AcceptsTheLongestNames) {
    const test::TemporaryFolder folder;
    std::string umlauts;
    while (umlauts.size() < 254) {
        umlauts += "\xC3\xA4";
    }
    for (const std::string& name : {std::string(255, 'n'), umlauts}) {
        base::write_file_atomically(folder / name, "x", {});
        EXPECT_EQ(base::read_file(folder / name, k_limit), "x");
    }
    const base::Error error =
        error_of([&] { base::write_file_atomically(folder / std::string(256, 'n'), "x", {}); });
    EXPECT_THAT(error.message(), HasSubstr("the name is too long"));
    EXPECT_EQ(names_in(folder.path()).size(), 2U);
}

TEST(WriteFileAtomically, SaysWhyItCannotWrite) {
    const test::TemporaryFolder folder;
    base::write_file_atomically(folder / "file", "x", {});
    fs::create_directory(folder / "folder");
    fs::create_symlink("circle", folder / "circle");
    const std::vector<std::pair<fs::path, const char*>> table = {
        {folder / "missing" / "x", "the folder does not exist"},
        {folder / "file" / "x", "a part of the path is a file, not a folder"},
        {folder / "folder", "it is a folder"},
        {folder / "folder" / "", "it is a folder"},
        {folder / "circle", "its symbolic links lead in a circle"},
        {"/dev/null", "it is a device, not a file"},
    };
    for (const auto& [path, reason] : table) {
        const base::Error error =
            error_of([target = path] { base::write_file_atomically(target, "x", {}); });
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
        EXPECT_EQ(error.message(), "cannot write " + path.string() + ": " + reason);
    }
    EXPECT_THAT(names_in(folder.path()), ElementsAre("circle", "file", "folder"));
    EXPECT_THAT(names_in(folder / "folder"), ElementsAre());
}

TEST(WriteFileAtomically, FailsWhereNothingCanBeMade) {
    const base::Error error =
        error_of([] { base::write_file_atomically("/proc/self/no such file", "x", {}); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_THAT(error.message(), HasSubstr("/proc/self/no such file"));
}

TEST(WriteFileAtomically, RemovesItsTemporaryFileAndKeepsTheOldOneWhenWritingFails) {
    const test::TemporaryFolder folder;
    base::write_file_atomically(folder / "x", "old", {});
    test::ChildProcess child([&folder](const test::ChildProcess::Link&) {
        limit_file_size(100'000);
        std::signal(SIGXFSZ, SIG_IGN);
        const base::Error error = error_of([&folder] {
            base::write_file_atomically(folder / "x", std::string(200'000, 'x'), {});
        });
        return error.message().ends_with("larger than this system allows") ? 0 : 1;
    });
    EXPECT_EQ(child.wait(), 0);
    EXPECT_THAT(names_in(folder.path()), ElementsAre("x"));
    EXPECT_EQ(base::read_file(folder / "x", k_limit), "old");
}

TEST(WriteFileAtomically, LeavesTheOldFileAndAClosedLeftoverWhenItsProcessIsKilled) {
    const test::TemporaryFolder folder;
    const fs::path path = folder / "Settings.json";
    base::write_file_atomically(path, "old", {.owner_only = true});
    test::ChildProcess child([&path](const test::ChildProcess::Link&) {
        ::umask(0);
        limit_file_size(100'000);
        std::signal(SIGXFSZ, SIG_DFL);
        base::write_file_atomically(path, std::string(200'000, 'x'), {.owner_only = true});
        return 0;
    });
    ASSERT_EQ(child.wait(), 128 + SIGXFSZ);
    EXPECT_EQ(base::read_file(path, k_limit), "old");

    const std::vector<std::string> names = names_in(folder.path());
    ASSERT_EQ(names.size(), 2U);
    EXPECT_THAT(names.front(), testing::MatchesRegex("\\.Settings\\.json\\..*\\.tmp"));
    EXPECT_EQ(mode_of(folder / names.front()), 0600U);

    base::remove_stale_temporaries(path);
    EXPECT_THAT(names_in(folder.path()), ElementsAre("Settings.json"));
}

TEST(WriteFileAtomically, ShowsReadersOnlyWholeFiles) {
    const test::TemporaryFolder folder;
    const fs::path path = folder / "x";
    const std::string one(100'000, '1');
    const std::string two(50'000, '2');
    base::write_file_atomically(path, one, {});
    std::atomic<bool> done = false;
    const auto write_often = [&](const std::string& bytes) {
        for (int i = 0; i < 100; ++i) {
            base::write_file_atomically(path, bytes, {});
            base::remove_stale_temporaries(path);
        }
    };
    std::thread reader([&] {
        while (!done) {
            const auto bytes = base::read_file(path, k_limit);
            EXPECT_TRUE(bytes == one || bytes == two);
        }
    });
    std::thread writer([&] { write_often(one); });
    write_often(two);
    writer.join();
    done = true;
    reader.join();
    EXPECT_THAT(names_in(folder.path()), ElementsAre("x"));
}

TEST(ReadFile, IsNothingWhenThereIsNoFile) {
    const test::TemporaryFolder folder;
    base::write_file_atomically(folder / "file", "x", {});
    fs::create_symlink("nowhere", folder / "dangling");
    EXPECT_EQ(base::read_file(folder / "missing", k_limit), std::nullopt);
    EXPECT_EQ(base::read_file(folder / "file" / "x", k_limit), std::nullopt);
    EXPECT_EQ(base::read_file(folder / "dangling", k_limit), std::nullopt);
}

TEST(ReadFile, ReadsUpToItsLimit) {
    const test::TemporaryFolder folder;
    const std::string bytes(200'000, 'x');
    base::write_file_atomically(folder / "x", bytes, {});
    EXPECT_EQ(base::read_file(folder / "x", 200'000), bytes);
    const base::Error error = error_of([&] { base::read_file(folder / "x", 199'999); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_EQ(error.message(),
              "cannot read " + (folder / "x").string() + ": it is larger than 199999 bytes");
    base::write_file_atomically(folder / "x", "", {});
    EXPECT_EQ(base::read_file(folder / "x", 0), "");
}

TEST(ReadFile, ReadsFilesWithoutASize) {
    EXPECT_THAT(base::read_file("/proc/self/status", k_limit), testing::Optional(HasSubstr("Pid")));
}

TEST(ReadFile, RefusesAFolder) {
    const test::TemporaryFolder folder;
    const base::Error error = error_of([&] { base::read_file(folder.path(), k_limit); });
    EXPECT_THAT(error.message(), HasSubstr("it is a folder"));
}

TEST(MakeFolders, MakesAllThatAreMissing) {
    const test::TemporaryFolder folder;
    const ScopedUmask scoped(022);
    base::make_folders(folder / "a" / "b" / "c" / "", false);
    EXPECT_TRUE(fs::is_directory(folder / "a" / "b" / "c"));
    EXPECT_EQ(mode_of(folder / "a" / "b"), 0755U);
    base::make_folders(folder / "a" / "b" / "c", false);
    base::make_folders("", false);
    base::make_folders(".", false);
    base::make_folders("/", false);
}

TEST(MakeFolders, ClosesOnlyTheNewOnes) {
    const test::TemporaryFolder folder;
    const ScopedUmask scoped(0);
    base::make_folders(folder / "old", false);
    base::make_folders(folder / "old" / "new" / "newest", true);
    EXPECT_EQ(mode_of(folder / "old"), 0777U);
    EXPECT_EQ(mode_of(folder / "old" / "new"), 0700U);
    EXPECT_EQ(mode_of(folder / "old" / "new" / "newest"), 0700U);
}

TEST(MakeFolders, SaysWhyItCannot) {
    const test::TemporaryFolder folder;
    base::write_file_atomically(folder / "file", "x", {});
    fs::create_symlink("nowhere", folder / "dangling");
    for (const char* name : {"file", "dangling"}) {
        const base::Error error = error_of([&] { base::make_folders(folder / name, false); });
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
        EXPECT_EQ(error.message(), "cannot make the folder " + (folder / name).string() +
                                       ": a part of the path is a file, not a folder");
    }
    EXPECT_THROW(base::make_folders(folder / "file" / "below", false), base::Error);
    EXPECT_THROW(base::make_folders("/proc/nothing/below", false), base::Error);
}

TEST(ModificationTime, IsNothingWithoutAFile) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(base::modification_time(folder / "missing"), std::nullopt);
}

} // namespace
