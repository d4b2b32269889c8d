// SPDX-License-Identifier: Apache-2.0
#include "unit/cli/command_fixture.hpp"

#include <filesystem>
#include <fstream>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

struct ShowTest : CommandTest {
    ShowTest() { platform.console().make_terminal(Stream::output); }

    int show(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"show", "--show-as", "ascii"});
        return run(arguments);
    }

    /// The lines below pictures.
    std::vector<std::string> captions() {
        std::vector<std::string> found;
        for (const std::string& line : lines()) {
            if (line.find(" ago") != std::string::npos) {
                found.push_back(line);
            }
        }
        return found;
    }
};

TEST_F(ShowTest, shows_the_newest_picture_of_each_camera_without_asking_ring) {
    EXPECT_EQ(run({"get", "--all"}), 0) << errors();
    const std::size_t asked = requests().size();
    EXPECT_EQ(show({}), 0) << errors();
    EXPECT_EQ(requests().size(), asked);
    EXPECT_THAT(captions(), testing::UnorderedElementsAre(StartsWith("Driveway  "),
                                                          StartsWith("Front Door  ")));
    EXPECT_THAT(output(), HasSubstr("(7 min ago)"));
}

TEST_F(ShowTest, shows_the_picture_nearest_to_a_time) {
    EXPECT_EQ(run({"get", "Front Door"}), 0);
    const base::SystemTime first = front_door().captured;
    account.clock.advance(1h);
    capture(front_door());
    EXPECT_EQ(run({"get", "Front Door"}), 0);
    EXPECT_EQ(show({"front", "--at", "61 min ago"}), 0) << errors();
    ASSERT_THAT(captions(), SizeIs(1));
    EXPECT_THAT(captions()[0], HasSubstr("1 h 7 min ago"));
    EXPECT_EQ(show({"front", "--at", "1m ago"}), 0) << errors();
    EXPECT_THAT(captions()[0], HasSubstr("0 s ago"));
    EXPECT_EQ(run({"show", "--json", "--at", "2h ago"}), 0);
    EXPECT_EQ(objects().at(0)["id"], k_front_door);
    EXPECT_LT(first, front_door().captured);
}

TEST_F(ShowTest, refuses_what_is_not_a_time_or_not_a_camera) {
    EXPECT_EQ(run({"get", k_front_door}), 0);
    EXPECT_EQ(show({"--at", "teatime"}), 2);
    EXPECT_THAT(errors(), HasSubstr("--at: 'teatime' is not a time"));
    EXPECT_EQ(show({"Backyard"}), 6);
}

TEST_F(ShowTest, ends_with_7_where_there_is_no_picture) {
    EXPECT_EQ(show({}), 7);
    EXPECT_THAT(errors(), HasSubstr("no picture was saved here yet"));
    EXPECT_EQ(run({"get", k_front_door}), 0);
    EXPECT_EQ(show({k_driveway}), 7);
    EXPECT_THAT(errors(), HasSubstr("camera 518000222"));
}

TEST_F(ShowTest, shows_only_what_was_saved_and_goes_on_with_the_others) {
    EXPECT_EQ(run({"get", "--all", "--name", "{name}.jpg"}), 0);
    std::ofstream("Driveway.jpg", std::ios::app) << "x";
    EXPECT_EQ(show({}), 7);
    EXPECT_THAT(errors(), HasSubstr("was changed since it was saved"));
    EXPECT_THAT(captions(), SizeIs(1));
    std::filesystem::remove("Driveway.jpg");
    EXPECT_EQ(show({"Driveway"}), 7);
    EXPECT_THAT(errors(), HasSubstr("Driveway.jpg is missing"));
    EXPECT_THAT(captions(), IsEmpty());
}

} // namespace
} // namespace cli
