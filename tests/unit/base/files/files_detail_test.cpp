// SPDX-License-Identifier: Apache-2.0
#include "base/files/files_detail.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

namespace {

using base::FileAction;

base::Error error_for(FileAction action, int number) {
    return base::file_error(action, "/photos/a.jpg", {number, std::generic_category()});
}

TEST(FileError, NamesThePathAndTheReason) {
    const std::vector<std::pair<int, const char*>> table = {
        {ENOSPC, "cannot write /photos/a.jpg: no space left on the device"},
        {EDQUOT, "cannot write /photos/a.jpg: the disk quota is used up"},
        {EROFS, "cannot write /photos/a.jpg: the file system is read-only"},
        {EACCES, "cannot write /photos/a.jpg: permission denied"},
        {EPERM, "cannot write /photos/a.jpg: permission denied"},
        {EBUSY, "cannot write /photos/a.jpg: the file is busy, perhaps a mount point"},
        {ENOENT, "cannot write /photos/a.jpg: the folder does not exist"},
        {ENOTDIR, "cannot write /photos/a.jpg: a part of the path is a file, not a folder"},
        {EISDIR, "cannot write /photos/a.jpg: it is a folder"},
        {ENAMETOOLONG, "cannot write /photos/a.jpg: the name is too long"},
        {EIO, "cannot write /photos/a.jpg: the disk or network drive reports an error"},
    };
    for (const auto& [number, expected] : table) {
        const base::Error error = error_for(FileAction::write, number);
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
        EXPECT_EQ(error.message(), expected);
    }
}

TEST(FileError, SaysWhatToDo) {
    EXPECT_EQ(error_for(FileAction::write, EBUSY).hint(),
              "mount the folder that holds the file, not the file alone");
    EXPECT_EQ(error_for(FileAction::write, EACCES).hint(),
              "check that this user may write in the folder /photos");
    EXPECT_EQ(error_for(FileAction::read, EACCES).hint(), "check who owns the file and its mode");
    EXPECT_NE(error_for(FileAction::write, ENOSPC).hint(), "");
    EXPECT_NE(error_for(FileAction::write, EROFS).hint(), "");
}

TEST(FileError, HasWordsForEachAction) {
    EXPECT_EQ(error_for(FileAction::read, EIO).message().find("cannot read /photos/a.jpg: "), 0U);
    EXPECT_EQ(error_for(FileAction::lock, ENOLCK).message(),
              "cannot lock /photos/a.jpg: the file system does not support it");
    EXPECT_EQ(
        error_for(FileAction::make_folder, EIO).message().find("cannot make the folder /photos/"),
        0U);
}

TEST(FileError, FallsBackToTheSystemsWords) {
    EXPECT_GT(error_for(FileAction::write, EMFILE).message().size(),
              std::string("cannot write /photos/a.jpg: ").size());
}

TEST(TemporaryName, TellsItsProcessAndDiffersEachTime) {
    const std::string name = base::temporary_name("a.jpg", 4711);
    EXPECT_EQ(name.find(".a.jpg.4711-"), 0U);
    EXPECT_EQ(base::process_of_temporary(name), 4711);
    EXPECT_NE(name, base::temporary_name("a.jpg", 4711));
}

TEST(TemporaryName, StaysShortAndWholeCharacters) {
    std::string umlauts = "x";
    while (umlauts.size() < 254) {
        umlauts += "\xC3\xA4";
    }
    for (const std::string& target : {std::string(255, 'n'), umlauts, umlauts.substr(1)}) {
        const std::string name = base::temporary_name(target, 2147483647);
        EXPECT_LE(name.size(), 143U);
        const std::string kept = name.substr(1, name.rfind('.', name.rfind('-')) - 1);
        EXPECT_EQ(target.find(kept), 0U);
        EXPECT_TRUE(kept.size() == 90 || kept.size() == 89);
        EXPECT_NE(static_cast<unsigned char>(kept.back()), 0xC3U);
        EXPECT_EQ(base::process_of_temporary(name), 2147483647);
    }
}

TEST(ProcessOfTemporary, IsNothingForNamesThatAreNotOurs) {
    for (const char* name :
         {"", ".", ".tmp", "a.jpg", ".a.jpg.tmp", "a.jpg.12-0123456789ab.tmp",
          ".a.jpg.12-0123456789ab", ".a.jpg.12-0123456789a.tmp", ".a.jpg.12-0123456789abc.tmp",
          ".a.jpg.12-0123456789AB.tmp", ".a.jpg.-0123456789ab.tmp", ".a.jpg.-1-0123456789ab.tmp",
          ".a.jpg.0-0123456789ab.tmp", ".a.jpg.1x-0123456789ab.tmp", ".a.jpg-0123456789ab.tmp",
          ".12-0123456789ab.tmp", ".a.99999999999999999999-0123456789ab.tmp",
          ".a.4294967296-0123456789ab.tmp", "-0123456789ab.tmp"}) {
        EXPECT_EQ(base::process_of_temporary(name), std::nullopt) << name;
    }
}

} // namespace
