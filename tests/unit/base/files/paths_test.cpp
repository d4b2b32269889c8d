// SPDX-License-Identifier: Apache-2.0
#include "base/files/paths.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace {

namespace fs = std::filesystem;

TEST(Paths, KeepWhatIsNotAscii) {
    const std::string text = "T\xC3\xBCre/\xE7\x8E\x84\xE9\x96\xA2.jpg";
    const fs::path path = base::path_from_utf8(text);
    EXPECT_EQ(base::utf8_from_path(path.filename()), "\xE7\x8E\x84\xE9\x96\xA2.jpg");
    EXPECT_EQ(base::path_from_utf8(base::utf8_from_path(path)), path);
}

TEST(Paths, KeepBytesThatAreNoUtf8WherePathsAreBytes) {
    const fs::path path("caf\xE9.jpg");
    EXPECT_EQ(base::utf8_from_path(path), "caf\xE9.jpg");
    EXPECT_EQ(base::path_from_utf8("caf\xE9.jpg"), path);
}

TEST(Paths, BecomeAbsoluteFromTheWorkingFolder) {
    EXPECT_EQ(base::absolute_utf8("a.jpg"), base::utf8_from_path(fs::current_path() / "a.jpg"));
    EXPECT_EQ(base::absolute_utf8("/x/a.jpg"), "/x/a.jpg");
}

TEST(Paths, AreTakenByTheSystemWhateverTheirLength) {
    const fs::path path = fs::path("/x") / std::string(200, 'a') / std::string(200, 'b');
    EXPECT_EQ(base::system_path(path).lexically_relative("/x"), path.lexically_relative("/x"));
}

TEST(Paths, AreShortenedAtHomeAlone) {
    EXPECT_EQ(base::with_tilde("/home/kim/Pictures", "/home/kim"), "~/Pictures");
    EXPECT_EQ(base::with_tilde("/home/kim", "/home/kim"), "~");
    EXPECT_EQ(base::with_tilde("/home/kimberly/x", "/home/kim"), "/home/kimberly/x");
    EXPECT_EQ(base::with_tilde("/srv", ""), "/srv");
    EXPECT_EQ(base::with_tilde("/srv", "/"), "/srv");
}

} // namespace
