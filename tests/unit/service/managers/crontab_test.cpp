// SPDX-License-Identifier: Apache-2.0
#include "service/managers/crontab.hpp"
#include "service/option_file.hpp"
#include "unit/service/plans.hpp"

namespace service {

namespace {

using Lines = std::vector<std::string>;

constexpr auto k_own_lines = "MAILTO=kim\n0 3 * * * backup # nightly\n";

Installation in_crontab() {
    Installation installation;
    installation.manager = ManagerKind::crontab;
    installation.program = "/home/kim/100%/ring-snapshot";
    installation.settings = "/home/kim/o'neil/Settings.json";
    return installation;
}

Machine machine_with(std::string crontab) {
    Machine machine;
    machine.crontab = std::move(crontab);
    return machine;
}

} // namespace

TEST(CrontabText, HasALineForTheStartAndOneThatKeepsAlive) {
    EXPECT_EQ(with_service("", in_crontab()),
              "@reboot /home/kim/100\\%/ring-snapshot service run --settings "
              "'/home/kim/o'\\''neil/Settings.json' --log >/dev/null 2>&1 # ring-snapshot service\n"
              "*/5 * * * * /home/kim/100\\%/ring-snapshot service run --settings "
              "'/home/kim/o'\\''neil/Settings.json' --log --keep-alive >/dev/null 2>&1 "
              "# ring-snapshot service\n");
}

TEST(CrontabText, KeepsTheLinesOfTheUser) {
    const std::string once = with_service(k_own_lines, in_crontab());
    EXPECT_TRUE(once.starts_with(k_own_lines));
    EXPECT_EQ(with_service(once, in_crontab()), once);
    EXPECT_EQ(without_service(once, ""), k_own_lines);
    EXPECT_EQ(without_service("0 3 * * * x", ""), "0 3 * * * x\n");
}

TEST(CrontabText, TellsServicesApart) {
    Installation cabin = in_crontab();
    cabin.name = "cabin";
    const std::string both = with_service(with_service(k_own_lines, in_crontab()), cabin);
    EXPECT_EQ(without_service(both, "cabin"), with_service(k_own_lines, in_crontab()));
    EXPECT_EQ(without_service(without_service(both, ""), "cabin"), k_own_lines);
}

TEST(CrontabText, FindsLinesThatTakePicturesBesideTheService) {
    const std::string crontab =
        "# */5 * * * * ring-snapshot get --all\n"
        "*/5 * * * * /usr/local/bin/ring-snapshot get --all --quiet >/dev/null\n"
        "7 * * * * /usr/local/bin/ring-snapshot status --max-age 1h\n"
        "@hourly cd /x; RingSnapshotDownload -deviceid 7\n";
    const std::string all = with_service(crontab, in_crontab());
    EXPECT_EQ(other_jobs(all),
              (Lines{"*/5 * * * * /usr/local/bin/ring-snapshot get --all --quiet >/dev/null",
                     "@hourly cd /x; RingSnapshotDownload -deviceid 7"}));
    const std::string without = without_other_jobs(all);
    EXPECT_TRUE(other_jobs(without).empty());
    EXPECT_NE(without.find("\n# disabled by ring-snapshot service install: @hourly cd"),
              std::string::npos);
    EXPECT_NE(without.find("\n7 * * * * /usr/local/bin/ring-snapshot status"), std::string::npos);
}

TEST(CrontabPlan, HandsTheWholeCrontabOverAndStartsTheService) {
    Request request;
    request.installation = in_crontab();
    Machine machine = machine_with(k_own_lines);
    machine.processes = {{Part::pictures, "4711"}};
    const Plan plan = Crontab().install(request, machine);
    const std::string draft = Files(request.installation.settings, "").draft();
    EXPECT_EQ(test::written_to(plan, draft), with_service(k_own_lines, request.installation));
    const auto commands = test::commands_of(plan);
    ASSERT_EQ(commands.size(), 3U);
    EXPECT_EQ(commands[0], "crontab " + draft);
    EXPECT_EQ(commands[1], "kill 4711");
    EXPECT_EQ(commands[2], "sh -c nohup \"$@\" </dev/null >/dev/null 2>&1 & ring-snapshot " +
                               test::joined_words(run_words(request.installation, {"--log"})));
}

TEST(CrontabPlan, TakesItsLinesOutWhenItIsStoppedAndRemoved) {
    const Installation installation = in_crontab();
    Machine machine = machine_with(with_service(k_own_lines, installation));
    machine.processes = {{Part::pictures, "4711"}};
    const std::string draft = Files(installation.settings, "").draft();
    for (const Plan& plan :
         {Crontab().stop(installation, machine), Crontab().remove(installation, machine)}) {
        EXPECT_EQ(test::written_to(plan, draft), k_own_lines);
        EXPECT_EQ(test::commands_of(plan), (Lines{"crontab " + draft, "kill 4711"}));
        EXPECT_EQ(test::paths_of(plan, Step::Kind::await_release),
                  Lines{Files(installation.settings, "").lock()});
    }
}

TEST(CrontabText, HasLinesForThePageWhichTakeNoPictures) {
    Installation installation = in_crontab();
    installation.has_page = true;
    const std::string crontab = with_service(k_own_lines, installation);
    EXPECT_NE(crontab.find("\n@reboot /home/kim/100\\%/ring-snapshot service run --settings "
                           "'/home/kim/o'\\''neil/Settings.json' --page --log >/dev/null 2>&1 "
                           "# ring-snapshot service, page\n"),
              std::string::npos)
        << crontab;
    EXPECT_TRUE(other_jobs(crontab).empty());
    EXPECT_EQ(with_service(crontab, in_crontab()), with_service(k_own_lines, in_crontab()));
    EXPECT_EQ(without_service(crontab, ""), k_own_lines);
    installation.name = "cabin";
    EXPECT_EQ(without_service(with_service(crontab, installation), "cabin"), crontab);
}

TEST(CrontabPlan, StartsAndEndsThePageToo) {
    Request request;
    request.installation = in_crontab();
    request.installation.has_page = true;
    request.page_options = {"--listen", "0.0.0.0:8642"};
    Machine machine = machine_with(with_service(k_own_lines, request.installation));
    machine.processes = {{Part::pictures, "4711"}, {Part::page, "4712"}};
    const Plan plan = Crontab().install(request, machine);
    const Files page(request.installation, Part::page);
    EXPECT_EQ(read_words(test::written_to(plan, page.options())), request.page_options);
    const auto commands = test::commands_of(plan);
    ASSERT_EQ(commands.size(), 5U);
    EXPECT_EQ(commands[3], "kill 4712");
    EXPECT_TRUE(commands[4].ends_with("--page --log")) << commands[4];
    EXPECT_EQ(
        test::paths_of(Crontab().stop(request.installation, machine), Step::Kind::await_release),
        (Lines{Files(request.installation).lock(), page.lock()}));
    const Plan without = Crontab().remove_page(request.installation, machine);
    EXPECT_EQ(test::commands_of(without), Lines{"kill 4712"});
    const auto removed = test::paths_of(without, Step::Kind::remove);
    EXPECT_NE(std::find(removed.begin(), removed.end(), page.options()), removed.end());
    EXPECT_EQ(std::find(removed.begin(), removed.end(), Files(request.installation).record()),
              removed.end());
}

TEST(CrontabPlan, TellsTheTruthWhereNoCrontabIsAllowed) {
    Machine machine;
    EXPECT_EQ(Crontab().starts(machine),
              "with this machine (by cron), also when nobody is logged in");
    machine.starts_with_machine = false;
    EXPECT_EQ(Crontab().starts(machine), "by hand only: ring-snapshot service start");
}

} // namespace service
