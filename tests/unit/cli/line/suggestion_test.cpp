// SPDX-License-Identifier: Apache-2.0
#include "cli/line/suggestion.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace cli {
namespace {

const std::vector<std::string> k_words = {"login", "logout", "list", "get", "status"};

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
    return suggestion(word, candidates, "none");
}

TEST(Suggestion, is_what_was_most_likely_meant) {
    const std::vector<std::pair<const char*, const char*>> table = {
        {"list", "list"},     {"lits", "list"},    {"lst", "list"},      {"llist", "list"},
        {"lint", "list"},     {"LIST", "list"},    {"gt", "get"},        {"gett", "get"},
        {"egt", "get"},       {"ogin", "login"},   {"lgoin", "login"},   {"logut", "logout"},
        {"statsu", "status"}, {"staus", "status"}, {"stauts", "status"},
    };
    for (const auto& [typed, meant] : table) {
        EXPECT_EQ(nearest(typed, k_words), std::string("did you mean ") + meant + "?") << typed;
    }
}

TEST(Suggestion, is_another_hint_when_none_is_near) {
    for (const char* typed : {"", "frobnicate", "xyz", "s", "snapshot", "downloads"}) {
        EXPECT_EQ(nearest(typed, k_words), "none") << typed;
    }
    EXPECT_EQ(nearest("list", {}), "none");
}

TEST(Suggestion, ignores_letter_case_beyond_ascii) {
    EXPECT_EQ(nearest("T\xC3\x9CR", {"t\xC3\xBCr"}), "did you mean t\xC3\xBCr?");
}

TEST(Suggestion, of_two_that_are_equally_near_is_the_first) {
    EXPECT_EQ(nearest("lo", {"log", "lot"}), "did you mean log?");
}

} // namespace
} // namespace cli
