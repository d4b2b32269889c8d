// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "settings/json_object.hpp"
#include "settings/pending_login.hpp"
#include "settings/settings.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace settings {
namespace {

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST(JsonNesting, is_too_deep_beyond_a_hundred) {
    EXPECT_FALSE(is_nested_too_deep(""));
    EXPECT_FALSE(is_nested_too_deep(nested(100)));
    EXPECT_TRUE(is_nested_too_deep(nested(101)));
    EXPECT_TRUE(is_nested_too_deep(R"({"a":)" + nested(100) + "}"));
}

TEST(JsonNesting, counts_neither_neighbours_nor_what_stands_in_texts) {
    std::string neighbours = "[";
    for (int i = 0; i < 1000; ++i) {
        neighbours += "[{}],";
    }
    EXPECT_FALSE(is_nested_too_deep(neighbours + "0]"));
    const std::string brackets(1000, '[');
    EXPECT_FALSE(is_nested_too_deep("[\"" + brackets + "\"]"));
    EXPECT_FALSE(is_nested_too_deep(R"(["\")" + brackets + "\"]"));
    EXPECT_TRUE(is_nested_too_deep(R"(["\\")" + brackets));
}

TEST(JsonNesting, that_would_end_the_process_makes_broken_settings) {
    std::vector<std::string> notices;
    const base::Error error = test::error_of([&] {
        parse_settings(R"({"Unknown":)" + nested(1'000'000) + "}", "/x/Settings.json", notices);
    });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_EQ(error.message(), "the settings file /x/Settings.json is broken: its values are "
                               "nested more than 100 deep");
}

TEST(JsonNesting, that_would_end_the_process_makes_a_pending_login_none) {
    const std::string text = R"({"account":)" + nested(400'000) + R"(,"created":1,"state":"s"})";
    EXPECT_EQ(read_pending_login(text, "a@example.com", base::SystemTime()), std::nullopt);
}

} // namespace
} // namespace settings
