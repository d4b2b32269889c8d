// SPDX-License-Identifier: Apache-2.0
#include "base/secret.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using base::Secret;

template <typename T>
concept Streamable = requires(std::ostream& stream, const T& value) {
    stream << value;
};

// What must not compile: showing a secret, or turning it into a text by accident.
static_assert(Streamable<std::string>);
static_assert(!Streamable<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>);

TEST(Secret, IsRevealedOnlyOnRequest) {
    const Secret secret(std::string("hunter2"));
    EXPECT_TRUE(secret.reveal() == "hunter2");
    EXPECT_FALSE(secret.empty());
    EXPECT_TRUE(Secret().empty());
}

TEST(Secret, ComparesByItsText) {
    EXPECT_TRUE(Secret("a") == Secret("a"));
    EXPECT_FALSE(Secret("a") == Secret("b"));
}

TEST(MaskedEmail, ShowsOnlyWhatItsOwnerNeeds) {
    const std::vector<std::pair<std::string, std::string>> table = {
        {"my@example.com", "m***@e***.com"},
        {"a@b.co.uk", "a***@b***.uk"},
        {"me@localhost", "m***@l***"},
        {"@example.com", "***@e***.com"},
        {"odd@name@example.com", "o***@e***.com"},
        {"+31612345678", "+***"},
        {"x", "x***"},
        {"me@", "m***@***"},
        {"", ""},
        {"\xC3\xBC"
         "ber@\xC3\xA4.de",
         "\xC3\xBC***@\xC3\xA4***.de"},
        {"\xF0\x9F\x90\xB6", "\xF0\x9F\x90\xB6***"},
        {"\xC3", "\xEF\xBF\xBD***"},
        {"\x1B[2J@x.org", " ***@x***.org"},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(base::masked_email(text), expected) << text;
    }
}

} // namespace
