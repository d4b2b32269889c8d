// SPDX-License-Identifier: Apache-2.0
#include "cli/line/suggestion.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace cli {
namespace {

const std::vector<std::string> k_words = {"login", "logout", "list", "get", "status"};

std::string suggested(const std::string& word, const std::vector<std::string>& candidates) {
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
        EXPECT_EQ(suggested(typed, k_words), std::string("did you mean ") + meant + "?") << typed;
    }
}

TEST(Suggestion, is_another_hint_when_none_is_near) {
    for (const char* typed : {"", "frobnicate", "xyz", "s", "snapshot", "downloads"}) {
        EXPECT_EQ(suggested(typed, k_words), "none") << typed;
    }
    EXPECT_EQ(suggested("list", {}), "none");
}

TEST(Suggestion, ignores_letter_case_beyond_ascii) {
    EXPECT_EQ(suggested("T\xC3\x9CR", {"t\xC3\xBCr"}), "did you mean t\xC3\xBCr?");
}

TEST(Suggestion, of_two_that_are_equally_near_is_the_first) {
    EXPECT_EQ(suggested("lo", {"log", "lot"}), "did you mean log?");
}

const std::vector<KnownCamera> k_cameras = {{"1111", "Front Door"}, {"2222", "Garden"},
                                            {"3333", "Front Yard"}, {"4444", "$HOME"},
                                            {"5555", ""},           {"6666", "List"}};

std::string hint(const std::vector<std::string>& words) {
    const base::Error error = unknown_command(words, k_cameras);
    EXPECT_EQ(error.code(), base::ErrorCode::usage);
    EXPECT_EQ(error.message(), "unknown command '" + words.front() + "'");
    return error.hint();
}

TEST(UnknownCommand, may_be_the_word_of_another_program) {
    const std::vector<std::pair<const char*, const char*>> table = {
        {"ls", "list"},       {"devices", "list"}, {"cameras", "list"},   {"Cameras", "list"},
        {"snap", "get"},      {"download", "get"}, {"daemon", "watch"},   {"auth", "login"},
        {"STATUS", "status"}, {"hlep", "help"},    {"verson", "version"},
    };
    for (const auto& [typed, meant] : table) {
        EXPECT_EQ(hint({typed}), std::string("did you mean ") + meant + "?") << typed;
    }
}

TEST(UnknownCommand, may_be_a_camera) {
    EXPECT_EQ(hint({"Garden"}), "did you mean: ring-snapshot get Garden");
    EXPECT_EQ(hint({"garden"}), "did you mean: ring-snapshot get Garden");
    EXPECT_EQ(hint({"gard"}), "did you mean: ring-snapshot get Garden");
    EXPECT_EQ(hint({"graden"}), "did you mean: ring-snapshot get Garden");
    EXPECT_EQ(hint({"front", "door"}), "did you mean: ring-snapshot get \"Front Door\"");
    EXPECT_EQ(hint({"Front Door"}), "did you mean: ring-snapshot get \"Front Door\"");
    EXPECT_EQ(hint({"garden", "now"}), "did you mean: ring-snapshot get Garden");
    EXPECT_EQ(hint({"31000417"}), "did you mean: ring-snapshot get 31000417");
    // Its own name comes before a command that is like it.
    EXPECT_EQ(hint({"list"}), "did you mean: ring-snapshot get List");
}

TEST(UnknownCommand, names_a_camera_by_its_id_where_a_shell_would_read_the_name) {
    EXPECT_EQ(hint({"$HOME"}), "did you mean: ring-snapshot get 4444");
}

TEST(UnknownCommand, leads_to_the_help_when_nothing_is_like_it) {
    for (const char* word : {"frobnicate", "front", "7", ""}) {
        EXPECT_EQ(hint({word}), "run: ring-snapshot --help") << word;
    }
}

} // namespace
} // namespace cli
