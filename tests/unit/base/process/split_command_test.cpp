// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/process/command.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using Words = std::vector<std::string>;

TEST(SplitCommand, SplitsLikeAShellThatExpandsNothing) {
    const std::vector<std::pair<std::string, Words>> table = {
        {"cp", {"cp"}},
        {"  cp \t a\nb  ", {"cp", "a", "b"}},
        {"say 'two words' \"and three more\"", {"say", "two words", "and three more"}},
        {R"(a\ b c\\d \'e\")", {"a b", "c\\d", "'e\""}},
        {R"("a\"b" "c\\d" "e\f" "$g")", {"a\"b", "c\\d", "e\\f", "$g"}},
        {R"('a\b' 'c"d')", {"a\\b", "c\"d"}},
        {"a'b'\"c\"d", {"abcd"}},
        {"'' \"\"", {"", ""}},
        {"sh -c 'echo \"$PATH\" > /tmp/x; rm *'", {"sh", "-c", "echo \"$PATH\" > /tmp/x; rm *"}},
        {"a;b|c&d>e $(f) `g` *", {"a;b|c&d>e", "$(f)", "`g`", "*"}},
        {"trailing\\", {"trailing\\"}},
        {"# no comment", {"#", "no", "comment"}},
        {"caf\xC3\xA9 \xE7\x8E\x84\xE9\x96\xA2", {"caf\xC3\xA9", "\xE7\x8E\x84\xE9\x96\xA2"}},
    };
    for (const auto& [command, expected] : table) {
        EXPECT_EQ(base::split_command(command), expected) << command;
    }
}

TEST(SplitCommand, RefusesOpenQuotesAndNoWords) {
    for (const char* command : {"", "  \t\n", "'", "a \"b", "\"a\\\"", "it's", "a 'b\\' '"}) {
        try {
            base::split_command(command);
            ADD_FAILURE() << command;
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::ErrorCode::usage) << command;
        }
    }
}

} // namespace
