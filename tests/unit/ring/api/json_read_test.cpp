// SPDX-License-Identifier: Apache-2.0
#include "ring/api/json_read.hpp"
#include "unit/ring/hostile_bytes.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ring {
namespace {

TEST(ReadJson, what_is_no_json_is_discarded) {
    for (const char* text : {"", " ", "<html>", "{", "{\"a\":}", "[1,]", "nul", "{} x"}) {
        EXPECT_TRUE(read_json(text).is_discarded()) << text;
    }
}

TEST(ReadJson, damaged_texts_are_repaired) {
    EXPECT_EQ(text_member(read_json("{\"a\":\"x\xFFy\"}"), "a"), "x\xEF\xBF\xBDy");
    EXPECT_EQ(text_member(read_json("{\"a\":\"x\ny\"}"), "a"), "x y");
    EXPECT_EQ(text_member(read_json(R"({"a":"\ud83d"})"), "a"), "\xEF\xBF\xBD");
}

TEST(ReadJson, a_tree_deeper_than_any_real_one_is_discarded) {
    const std::string real = std::string(200, '[') + std::string(200, ']');
    EXPECT_FALSE(read_json(real).is_discarded());
    EXPECT_TRUE(read_json("[" + real + "]").is_discarded());
    EXPECT_FALSE(read_json("\"" + std::string(1000, '[') + "\"").is_discarded());
}

TEST(ReadJson, a_tree_of_more_values_than_any_real_one_is_discarded) {
    EXPECT_FALSE(read_json("[" + test::repeated("0,", 250'000) + "0]").is_discarded());
    EXPECT_TRUE(read_json("[" + test::repeated("0,", 350'000) + "0]").is_discarded());
    EXPECT_TRUE(read_json("[" + test::repeated("[],", 200'000) + "0]").is_discarded());
    // Commas in a text are none between values.
    EXPECT_FALSE(read_json("\"" + test::repeated(",", 400'000) + "\"").is_discarded());
}

} // namespace
} // namespace ring
