// SPDX-License-Identifier: Apache-2.0
#include "base/text/given_value.hpp"
#include "support/error_of.hpp"
#include "support/scoped_variable.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace base {
namespace {

using Table = std::vector<std::pair<std::string, std::string>>;

void expect_cleaned(ValueKind kind, const Table& table) {
    for (const auto& [given, meant] : table) {
        EXPECT_EQ(clean_value(kind, given), meant) << given;
        EXPECT_EQ(problem_of(kind, clean_value(kind, given)), "") << given;
        EXPECT_EQ(clean_value(kind, meant), meant) << "cleaning twice changes " << meant;
    }
}

std::string utf16(std::string_view text, bool big_endian) {
    std::string bytes;
    for (const char c : text) {
        bytes += big_endian ? std::string{'\0', c} : std::string{c, '\0'};
    }
    return bytes;
}

TEST(CleanValue, takes_an_address_out_of_what_stands_around_it) {
    expect_cleaned(ValueKind::email,
                   {{"demo@example.com", "demo@example.com"},
                    {" demo@example.com ", "demo@example.com"},
                    {"demo@example.com\r\n", "demo@example.com"},
                    {"\"demo@example.com\"", "demo@example.com"},
                    {"<demo@example.com>", "demo@example.com"},
                    {"\xEF\xBB\xBF"
                     "demo@example.com\xC2\xA0",
                     "demo@example.com"},
                    {"demo@\xE2\x80\x8B"
                     "example.com",
                     "demo@example.com"},
                    {"m\xC3\xBCller+ring@example.com", "m\xC3\xBCller+ring@example.com"}});
}

TEST(CleanValue, refuses_what_is_not_an_address) {
    for (const char* text : {"", "demo", "@example.com", "demo@", "demo @example.com", "a\tb@c"}) {
        EXPECT_EQ(problem_of(ValueKind::email, clean_value(ValueKind::email, text)),
                  "is not an e-mail address")
            << text;
    }
}

TEST(CleanValue, leaves_of_a_code_its_digits) {
    expect_cleaned(ValueKind::code, {{"123456", "123456"},
                                     {"654321\r", "654321"},
                                     {"654 321", "654321"},
                                     {"654-321\n", "654321"},
                                     {"654\xE2\x80\x93"
                                      "321",
                                      "654321"},
                                     {" '654 321' ", "654321"},
                                     {"654\xC2\xA0"
                                      "321",
                                      "654321"},
                                     {utf16("654321\r\n", false), "654321"}});
    for (const char* text : {"", "  ", "12", "1234567890123",
                             "12\x01"
                             "3456",
                             "12345\xC3\xA4", "code:123456", "no code here"}) {
        EXPECT_EQ(problem_of(ValueKind::code, clean_value(ValueKind::code, text)),
                  "is not a two-factor code")
            << text;
    }
}

TEST(CleanValue, joins_a_token_that_was_wrapped) {
    const std::string token(100, 'x');
    const std::string wrapped =
        token.substr(0, 40) + "\r\n  " + token.substr(40, 40) + "\n" + token.substr(80) + "\n";
    expect_cleaned(ValueKind::token, {{token, token},
                                      {wrapped, token},
                                      {"'" + wrapped + "'", token},
                                      {token.substr(0, 50) + " " + token.substr(50), token}});
    for (const char* text : {"not a token", "short\nlines", "caf\xC3\xA9"}) {
        EXPECT_EQ(problem_of(ValueKind::token, clean_value(ValueKind::token, text)),
                  "holds characters that no token has")
            << text;
    }
}

TEST(CleanValue, takes_of_a_password_the_mark_and_the_final_line_end_alone) {
    expect_cleaned(ValueKind::password, {{"secret", "secret"},
                                         {"secret\n", "secret"},
                                         {"secret\r\n", "secret"},
                                         {"secret\r", "secret"},
                                         {"\xEF\xBB\xBFsecret\n", "secret"},
                                         {" \"secret\" \n", " \"secret\" "},
                                         {"s\xC3\xA9", "s\xC3\xA9"}});
    EXPECT_EQ(clean_value(ValueKind::password, "secret\n\n"), "secret\n");
    EXPECT_NE(problem_of(ValueKind::password, "two\nlines"), "");
    EXPECT_EQ(problem_of(ValueKind::password, "s\xE9"), "is not UTF-8 text");
}

TEST(CleanValue, takes_blanks_and_quotes_from_paths_and_blanks_from_texts) {
    expect_cleaned(
        ValueKind::path,
        {{"/a b/c\r\n", "/a b/c"}, {"\"C:\\My Pictures\"", "C:\\My Pictures"}, {" it's ", "it's"}});
    EXPECT_NE(problem_of(ValueKind::path, "/a\nb"), "");
    expect_cleaned(ValueKind::word, {{" 5m\r", "5m"}, {"'07:30-22:00'", "07:30-22:00"}});
    expect_cleaned(ValueKind::text, {{"Front Door\r", "Front Door"}, {"\"Door\"", "\"Door\""}});
}

TEST(DecodeText, reads_utf16_with_and_without_a_mark) {
    EXPECT_EQ(decode_text("\xFF\xFE" + utf16("pass\r\n", false)), "pass\r\n");
    EXPECT_EQ(decode_text("\xFE\xFF" + utf16("pass", true)), "pass");
    EXPECT_EQ(decode_text(utf16("{}", false)), "{}");
    EXPECT_EQ(decode_text(utf16("{}", true)), "{}");
    EXPECT_EQ(decode_text("\xEF\xBB\xBF{}"), "{}");
    EXPECT_EQ(decode_text("plain"), "plain");
    EXPECT_EQ(decode_text(""), "");
    // U+00E9, U+20AC, U+1F600, a half of a pair, and a byte that is left over.
    EXPECT_EQ(
        decode_text(std::string_view("\xFF\xFE\xE9\x00\xAC\x20\x3D\xD8\x00\xDE\x3D\xD8x", 13)),
        "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBD");
}

TEST(TakeValue, names_the_source_and_never_the_value) {
    const Error error =
        test::error_of([] { take_value(ValueKind::email, "--username", "my secret"); });
    EXPECT_EQ(error.code(), ErrorCode::usage);
    EXPECT_EQ(error.message(), "--username is not an e-mail address");
    EXPECT_EQ(test::error_of([] {
                  take_value(ValueKind::token, "RingRefreshToken", "a b", ErrorCode::cannot_write);
              }).code(),
              ErrorCode::cannot_write);
}

TEST(IsForeignPath, tells_paths_of_windows_and_of_unix_apart) {
    for (const char* path : {"C:\\Pictures\\Ring\\", "c:/Pictures", "D:", "\\\\nas\\pictures",
                             "%USERPROFILE%\\Pictures"}) {
        EXPECT_TRUE(is_foreign_path(path, PathStyle::posix)) << path;
        EXPECT_FALSE(is_foreign_path(path, PathStyle::windows)) << path;
    }
    for (const char* path : {"/home/pi/pictures", "/mnt/nas", "/Volumes/disk"}) {
        EXPECT_TRUE(is_foreign_path(path, PathStyle::windows)) << path;
        EXPECT_FALSE(is_foreign_path(path, PathStyle::posix)) << path;
    }
    for (const char* path :
         {"", "-", ".", "pictures", "a:b", "12:30", "/pictures", "../x", "100%", "~"}) {
        EXPECT_FALSE(is_foreign_path(path, PathStyle::posix)) << path;
        EXPECT_FALSE(is_foreign_path(path, PathStyle::windows)) << path;
    }
}

TEST(TakeValue, makes_the_home_folder_of_a_tilde_in_a_path) {
    const test::ScopedVariable home("HOME", "/home/kim/");
    EXPECT_EQ(take_value(ValueKind::path, "--out", "~"), "/home/kim");
    EXPECT_EQ(take_value(ValueKind::path, "--out", " ~/my pictures\r"), "/home/kim/my pictures");
    EXPECT_EQ(take_value(ValueKind::path, "--out", "a/~/b"), "a/~/b");
    EXPECT_EQ(take_value(ValueKind::path, "--out", "~kim"), "~kim");
    EXPECT_EQ(take_value(ValueKind::text, "--name", "~/x"), "~/x");
    const test::ScopedVariable homeless("HOME", nullptr);
    EXPECT_EQ(test::error_of([] { take_value(ValueKind::path, "--out", "~/x"); }).message(),
              "--out begins with ~, and no home folder is known");
}

TEST(TakeValue, refuses_a_path_of_another_system) {
    const Error error = test::error_of(
        [] { take_value(ValueKind::path, "OutputPath", "C:\\Pictures", ErrorCode::cannot_write); });
    EXPECT_EQ(error.code(), ErrorCode::cannot_write);
    EXPECT_EQ(error.message(), "OutputPath is a path of another system, 'C:\\Pictures'");
}

TEST(TakeVariable, takes_one_with_nothing_but_blanks_for_none) {
    const test::ScopedVariable variable("RING_SNAPSHOT_TEST_VALUE", " \r\n");
    EXPECT_EQ(take_variable(ValueKind::code, "RING_SNAPSHOT_TEST_VALUE"), std::nullopt);
    const test::ScopedVariable code("RING_SNAPSHOT_TEST_VALUE", "654 321\r");
    EXPECT_EQ(take_variable(ValueKind::code, "RING_SNAPSHOT_TEST_VALUE"), "654321");
}

} // namespace
} // namespace base
