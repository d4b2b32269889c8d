// SPDX-License-Identifier: Apache-2.0
#include "unit/cli/command_fixture.hpp"

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

/// Two cameras, and no ffmpeg.
struct HistoryCommand : CommandTest {
    int history(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "history");
        return run(arguments);
    }

    test::ScopedVariable path{"PATH", "/nowhere"};
};

TEST_F(HistoryCommand, says_what_to_install_before_it_asks_ring) {
    EXPECT_EQ(history({"--all"}), 10);
    EXPECT_THAT(errors(), HasSubstr("ffmpeg is not installed"));
    EXPECT_THAT(errors(), HasSubstr("--ffmpeg"));
    EXPECT_THAT(requests(), IsEmpty());
    EXPECT_EQ(history({"--all", "--json"}), 10);
    EXPECT_THAT(errors(), HasSubstr("\"missing_program\""));
}

TEST_F(HistoryCommand, refuses_what_does_not_go_together) {
    EXPECT_EQ(history({"--all", "--from", "lately"}), 2);
    EXPECT_THAT(errors(), HasSubstr("--from: 'lately' is not a time"));
    EXPECT_EQ(history({"--all", "--from", "2h ago", "--to", "3h ago"}), 2);
    EXPECT_EQ(history({"front", "--all"}), 2);
    EXPECT_THAT(errors(), HasSubstr("choose one: camera names, --all, or --location"));
    EXPECT_EQ(history({"--all", "--out", "-"}), 2);
    EXPECT_EQ(history({"--all", "--name", "{name}.jpg"}), 2);
    EXPECT_THAT(errors(), HasSubstr("names with a time"));
    EXPECT_THAT(requests(), IsEmpty());
}

} // namespace
} // namespace cli
