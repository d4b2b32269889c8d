// SPDX-License-Identifier: Apache-2.0
#include "service/managers/launchd.hpp"
#include "unit/service/plans.hpp"

namespace service {

namespace {

using Lines = std::vector<std::string>;

constexpr auto k_agent_file = "/Users/kim/Library/LaunchAgents/local.ring-snapshot.plist";

Request on_a_mac() {
    Request request;
    request.installation.manager = ManagerKind::launchd;
    request.installation.program = "/usr/local/bin/ring-snapshot";
    request.installation.settings =
        "/Users/kim/Library/Application Support/RingSnapshot/A&B <x>/Settings.json";
    return request;
}

Machine a_mac() {
    Machine machine;
    machine.user = "kim";
    machine.user_id = "501";
    machine.home = "/Users/kim";
    return machine;
}

} // namespace

TEST(LaunchdPlan, WritesAnAgentAndStartsIt) {
    const Plan plan = Launchd().install(on_a_mac(), a_mac());
    const std::string agent = test::written_to(plan, k_agent_file);
    EXPECT_NE(agent.find("<key>Label</key>\n  <string>local.ring-snapshot</string>"),
              std::string::npos);
    EXPECT_NE(agent.find("    <string>/usr/local/bin/ring-snapshot</string>\n"
                         "    <string>service</string>\n"
                         "    <string>run</string>\n"
                         "    <string>--settings</string>\n"
                         "    <string>/Users/kim/Library/Application Support/RingSnapshot/"
                         "A&#38;B &#60;x&#62;/Settings.json</string>\n"
                         "    <string>--log</string>\n"
                         "    <string>--keep-alive</string>\n"),
              std::string::npos)
        << agent;
    EXPECT_EQ(test::commands_of(plan),
              (Lines{"launchctl bootout gui/501/local.ring-snapshot",
                     "launchctl enable gui/501/local.ring-snapshot",
                     std::string("launchctl bootstrap gui/501 ") + k_agent_file}));
}

TEST(LaunchdPlan, StopsUntilItIsStartedAgainAndIsRemoved) {
    const Installation installation = on_a_mac().installation;
    EXPECT_EQ(test::commands_of(Launchd().stop(installation, a_mac())),
              (Lines{"launchctl disable gui/501/local.ring-snapshot",
                     "launchctl bootout gui/501/local.ring-snapshot"}));
    const Plan plan = Launchd().remove(installation, a_mac());
    const auto removed = test::paths_of(plan, Step::Kind::remove);
    EXPECT_NE(std::find(removed.begin(), removed.end(), k_agent_file), removed.end());
    EXPECT_EQ(test::commands_of(plan), (Lines{"launchctl bootout gui/501/local.ring-snapshot",
                                              "launchctl enable gui/501/local.ring-snapshot"}));
}

TEST(LaunchdPlan, HasAnAgentOfItsOwnForThePage) {
    constexpr auto k_page_file =
        "/Users/kim/Library/LaunchAgents/local.ring-snapshot.serve.cabin.plist";
    Request request = on_a_mac();
    request.installation.name = "cabin";
    request.installation.has_page = true;
    const Plan plan = Launchd().install(request, a_mac());
    const std::string agent = test::written_to(plan, k_page_file);
    EXPECT_NE(agent.find("    <string>--page</string>\n"), std::string::npos) << agent;
    EXPECT_EQ(test::commands_of(plan).back(),
              std::string("launchctl bootstrap gui/501 ") + k_page_file);
    EXPECT_EQ(test::commands_of(Launchd().stop(request.installation, a_mac())).back(),
              "launchctl bootout gui/501/local.ring-snapshot.serve.cabin");
    for (const Plan& end : {Launchd().remove(request.installation, a_mac()),
                            Launchd().remove_page(request.installation, a_mac())}) {
        const auto removed = test::paths_of(end, Step::Kind::remove);
        EXPECT_NE(std::find(removed.begin(), removed.end(), k_page_file), removed.end());
    }
}

TEST(LaunchdPlan, NamesAFurtherService) {
    Request request = on_a_mac();
    request.installation.name = "cabin";
    test::written_to(Launchd().install(request, a_mac()),
                     "/Users/kim/Library/LaunchAgents/local.ring-snapshot.cabin.plist");
}

} // namespace service
