// SPDX-License-Identifier: Apache-2.0
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/line/help.hpp"
#include "support/error_of.hpp"
#include "support/fake_platform.hpp"
#include "unit/cli/command_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> help_pages(const HelpLayout& layout) {
    std::vector<std::string> pages = {help_text({}, layout), short_help(layout),
                                      old_form_help(layout)};
    for (const Command& command : commands()) {
        pages.push_back(help_text({std::string(command.name)}, layout));
    }
    return pages;
}

TEST(HelpText, fits_its_terminal) {
    for (const std::size_t columns : {100, 80, 60, 40}) {
        for (const std::string& page : help_pages({.columns = columns, .bold = false})) {
            for (const std::string& line : test::lines_of(page)) {
                EXPECT_LE(base::display_width(line), columns) << line;
            }
        }
    }
}

TEST(HelpText, is_broken_at_words_alone) {
    const auto words_of = [](const std::string& page) {
        std::string words;
        for (const char c : page) {
            const bool is_blank = c == ' ' || c == '\n' || c == '\\';
            words += is_blank ? ' ' : c;
            if (words.ends_with("  ")) {
                words.pop_back();
            }
            // A choice is broken behind a bar.
            if (words.size() > 2 && words[words.size() - 2] == ' ' &&
                words[words.size() - 3] == '|') {
                words.erase(words.size() - 2, 1);
            }
        }
        return words;
    };
    const auto wide = help_pages({.columns = 300, .bold = false});
    const auto narrow = help_pages({.columns = 40, .bold = false});
    for (std::size_t i = 0; i < wide.size(); ++i) {
        EXPECT_EQ(words_of(narrow[i]), words_of(wide[i]));
    }
}

TEST(HelpText, stays_in_two_columns_where_one_option_is_wide) {
    const auto lines = test::lines_of(help_text({"get"}, {.columns = 80, .bold = false}));
    const auto has = [&](const std::string& start, const std::string& end) {
        return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
            return line.starts_with(start) && line.ends_with(end);
        });
    };
    EXPECT_TRUE(has("      --all   ", "  take all your cameras"));
    EXPECT_TRUE(has("      --show-as ", "|ascii"));
}

TEST(HelpText, has_bold_headings_alone) {
    const std::string bold = help_text({"get"}, {.columns = 80, .bold = true});
    for (const char* heading : {"Usage:", "Options:", "Global options:", "Examples:"}) {
        EXPECT_THAT(bold, HasSubstr(std::string("\x1b[1m") + heading + "\x1b[0m"));
    }
    EXPECT_THAT(help_text({"get"}, {}), Not(HasSubstr("\x1b")));
}

TEST(HelpText, of_watch_offers_nothing_that_watch_refuses) {
    EXPECT_THAT(help_text({"watch"}, {}), Not(HasSubstr("standard output")));
    EXPECT_THAT(help_text({"get"}, {.columns = 200}), HasSubstr("(- for standard output)"));
}

TEST(HelpText, of_a_wrong_word_names_that_word) {
    const base::Error error = test::error_of([] { help_text({"lst"}, {}); });
    EXPECT_EQ(error.message(), "unknown command 'lst'");
    EXPECT_EQ(error.hint(), "did you mean list?");
}

TEST(HelpText, of_a_wrong_word_behind_a_command_names_that_word) {
    const std::vector<std::vector<std::string>> table = {
        {"archive", "chek", "unknown command 'archive chek'", "did you mean archive check?"},
        {"get", "foo", "unknown command 'get foo'", "run: ring-snapshot help get"},
        {"service", "instal", "service cannot instal", "did you mean install?"},
        {"completion", "tcsh", "completion needs the name of a shell",
         "write: ring-snapshot completion bash (or zsh, fish)"},
    };
    for (const auto& row : table) {
        const base::Error error = test::error_of([&] { help_text({row[0], row[1]}, {}); });
        EXPECT_EQ(error.code(), base::ErrorCode::usage);
        EXPECT_EQ(error.message(), row[2]);
        EXPECT_EQ(error.hint(), row[3]);
    }
    EXPECT_EQ(help_text({"service", "install"}, {}), help_text({"service"}, {}));
    EXPECT_EQ(help_text({"service", "run"}, {}), help_text({"service"}, {}));
    EXPECT_THAT(help_text({"archive", "check"}, {}), HasSubstr("ring-snapshot archive check"));
    EXPECT_EQ(test::error_of([] {
                  help_text({"archive", "check", "more"}, {});
              }).message(),
              "unknown command 'archive check more'");
}

TEST(HelpText, of_service_offers_nothing_that_service_refuses) {
    const std::string text = help_text({"service"}, {});
    EXPECT_THAT(text, Not(HasSubstr("--dry-run")));
    EXPECT_THAT(text, Not(HasSubstr("--notify-test")));
    EXPECT_THAT(text, HasSubstr("--keep-daily"));
    const std::string of_watch = help_text({"watch"}, {});
    EXPECT_THAT(of_watch, HasSubstr("--dry-run"));
    EXPECT_THAT(of_watch, HasSubstr("--notify-test"));
}

using HelpCommand = CommandTest;

TEST_F(HelpCommand, behind_a_wrong_word_blames_that_word) {
    const std::vector<std::pair<std::vector<std::string>, const char*>> table = {
        {{"archive", "chek", "--help"}, "'chek'"},       {{"list", "foo", "--help"}, "'foo'"},
        {{"service", "instal", "--help"}, "instal"},     {{"-h", "service", "instal"}, "instal"},
        {{"completion", "tcsh", "--help"}, "shell"},     {{"help", "archive", "chek"}, "chek"},
        {{"help", "archive", "chek", "--help"}, "chek"}, {{"help", "gte", "--help"}, "'gte'"},
        {{"lst", "archive", "--help"}, "'lst'"},
    };
    for (const auto& [words, blamed] : table) {
        EXPECT_EQ(run(words), 2) << testing::PrintToString(words);
        EXPECT_THAT(errors(), HasSubstr(blamed));
        EXPECT_EQ(output(), "");
    }
    // A camera is a right word there.
    for (const char* command : {"get", "watch", "status"}) {
        EXPECT_EQ(run({command, "Garden", "--help"}), 0);
        EXPECT_EQ(output(), help_text({command}, {}));
    }
    EXPECT_EQ(run({"service", "install", "--help"}), 0);
    EXPECT_EQ(output(), help_text({"service"}, {}));
    EXPECT_EQ(run({"help", "--help"}), 0);
    EXPECT_EQ(output(), help_text({"help"}, {}));
}

TEST_F(HelpCommand, prints_the_help_of_a_command) {
    EXPECT_EQ(run({"help", "get"}), 0);
    EXPECT_EQ(output(), help_text({"get"}, {}));
    EXPECT_EQ(run({"get", "--help"}), 0);
    EXPECT_EQ(output(), help_text({"get"}, {}));
    EXPECT_EQ(run({"version"}), 0);
    EXPECT_EQ(output(), "ring-snapshot " RING_SNAPSHOT_VERSION "\n");
}

TEST_F(HelpCommand, is_coloured_where_that_is_asked_for) {
    EXPECT_EQ(run({"help", "--color", "always"}), 0);
    EXPECT_THAT(output(), HasSubstr("\x1b[1mUsage:"));
}

TEST_F(HelpCommand, for_a_wrong_word_blames_that_word) {
    EXPECT_EQ(run({"lst", "--help"}), 2);
    EXPECT_THAT(errors(), HasSubstr("'lst'"));
    EXPECT_THAT(errors(), HasSubstr("did you mean list?"));
    EXPECT_EQ(output(), "");
}

TEST_F(HelpCommand, errors_are_wrapped_on_a_terminal_alone) {
    const std::vector<std::string> words = {
        "get", "--name", "a-name-that-is-longer-than-others-{fields}-that-nobody-has-heard-of"};
    EXPECT_EQ(run(words), 2);
    const std::vector<std::string> piped = test::lines_of(errors());
    platform.console().make_terminal(Stream::error);
    EXPECT_EQ(run(words), 2);
    EXPECT_GT(test::lines_of(errors()).size(), piped.size());
}

TEST_F(HelpCommand, the_name_of_a_camera_is_known_once_a_picture_is_saved) {
    EXPECT_EQ(run({"Driveway"}), 2);
    EXPECT_THAT(errors(), HasSubstr("run: ring-snapshot --help"));
    EXPECT_EQ(run({"get", "--all"}), 0);
    EXPECT_EQ(run({"driveway", "--fresh"}), 2);
    EXPECT_THAT(errors(), HasSubstr("did you mean: ring-snapshot get"));
    EXPECT_THAT(errors(), HasSubstr("Driveway"));
}

using CompletionCommand = CommandTest;

TEST_F(CompletionCommand, offers_the_cameras_with_saved_pictures_and_asks_nobody) {
    EXPECT_EQ(run({"completion", "cameras"}), 0);
    EXPECT_EQ(output(), "");
    EXPECT_EQ(run({"get", "--all"}), 0);
    const std::size_t requests_before = requests().size();
    EXPECT_EQ(run({"completion", "cameras"}), 0);
    EXPECT_THAT(lines(), testing::UnorderedElementsAre("Front Door", "Driveway"));
    EXPECT_EQ(errors(), "");
    EXPECT_EQ(requests().size(), requests_before);
}

} // namespace
} // namespace cli
