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
    EXPECT_TRUE(object_or_empty(R"({"a":)" + nested(99) + "}").contains("a"));
    EXPECT_FALSE(object_or_empty(R"({"a":)" + nested(100) + "}").contains("a"));
}

TEST(JsonNesting, counts_neither_neighbours_nor_what_stands_in_texts) {
    std::string neighbours = R"({"a":[)";
    for (int i = 0; i < 1000; ++i) {
        neighbours += "[{}],";
    }
    EXPECT_TRUE(object_or_empty(neighbours + "0]}").contains("a"));
    EXPECT_TRUE(object_or_empty(R"({"a":"\")" + std::string(1000, '[') + R"("})").contains("a"));
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
