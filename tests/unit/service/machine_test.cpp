// SPDX-License-Identifier: Apache-2.0
#include "service/machine.hpp"
#include "service/managers/crontab.hpp"
#include "support/error_of.hpp"
#include "unit/service/plans.hpp"

namespace service {

namespace {

const Account k_kim = {"kim", "1000", "/home/kim"};

Installation managed_by(ManagerKind manager) {
    Installation installation;
    installation.manager = manager;
    installation.program = "/usr/bin/ring-snapshot";
    installation.settings = "/home/kim/Settings.json";
    return installation;
}

} // namespace

TEST(MachineFacts, KnowLingerAndThePackagesUnit) {
    test::FakeRunner runner;
    runner.answer("loginctl show-user kim --property Linger", {0, "Linger=yes\n", ""});
    runner.answer("systemctl --global is-enabled ring-snapshot.service", {1, "disabled\n", ""});
    const Machine machine = find_machine(runner, k_kim, managed_by(ManagerKind::systemd_user));
    EXPECT_TRUE(machine.lingers);
    EXPECT_EQ(machine.packaged_units, std::set{Part::pictures});
}

TEST(MachineFacts, KnowWhereNoPackageHasAUnit) {
    test::FakeRunner runner;
    const Installation of_user = managed_by(ManagerKind::systemd_user);
    EXPECT_TRUE(find_machine(runner, k_kim, of_user).packaged_units.empty());
    runner.answer("systemctl --global is-enabled ring-snapshot.service", {1, "not-found\n", ""});
    EXPECT_TRUE(find_machine(runner, k_kim, of_user).packaged_units.empty());
    const std::string show =
        "systemctl --system show --property FragmentPath --value ring-snapshot.service";
    runner.answer(show, {0, "/etc/systemd/system/ring-snapshot.service\n", ""});
    runner.answer(show, {0, "/lib/systemd/system/ring-snapshot.service\n", ""});
    const Installation of_system = managed_by(ManagerKind::systemd_system);
    EXPECT_TRUE(find_machine(runner, k_kim, of_system).packaged_units.empty());
    EXPECT_EQ(find_machine(runner, k_kim, of_system).packaged_units, std::set{Part::pictures});
}

TEST(MachineFacts, KnowThePackagesUnitOfThePage) {
    test::FakeRunner runner;
    runner.answer("systemctl --global is-enabled ring-snapshot-serve.service",
                  {1, "disabled\n", ""});
    Installation installation = managed_by(ManagerKind::systemd_user);
    EXPECT_TRUE(find_machine(runner, k_kim, installation).packaged_units.empty());
    installation.has_page = true;
    EXPECT_EQ(find_machine(runner, k_kim, installation).packaged_units, std::set{Part::page});
}

TEST(MachineFacts, KeepACrontabThatCannotBeRead) {
    test::FakeRunner runner;
    runner.answer("crontab -l", {1, "", "no crontab for kim\n"});
    EXPECT_EQ(find_machine(runner, k_kim, managed_by(ManagerKind::crontab)).crontab, "");
    test::FakeRunner refusing;
    refusing.answer("crontab -l", {1, "", "crontab: input/output error\n"});
    const base::Error error =
        test::error_of([&] { find_machine(refusing, k_kim, managed_by(ManagerKind::crontab)); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_EQ(error.message(), "cannot read your crontab: crontab: input/output error");
}

TEST(MachineFacts, TellWhetherCronHasTheService) {
    const Installation installation = managed_by(ManagerKind::crontab);
    test::FakeRunner runner;
    runner.answer("crontab -l", {0, "0 3 * * * backup\n", ""});
    runner.answer("crontab -l", {0, with_service("", installation), ""});
    Machine machine;
    note_how_it_starts(runner, installation, machine);
    EXPECT_FALSE(machine.starts_with_machine);
    note_how_it_starts(runner, installation, machine);
    EXPECT_TRUE(machine.starts_with_machine);
}

TEST(MachineFacts, TellWhetherTheTaskStartsWithTheMachine) {
    const Installation installation = managed_by(ManagerKind::task_scheduler);
    test::FakeRunner runner;
    runner.answer("schtasks /Query /TN ring-snapshot /XML", {0, "<LogonTrigger>", ""});
    runner.answer("schtasks /Query /TN ring-snapshot /XML", {0, "<BootTrigger>", ""});
    Machine machine;
    note_how_it_starts(runner, installation, machine);
    EXPECT_FALSE(machine.starts_with_machine);
    note_how_it_starts(runner, installation, machine);
    EXPECT_TRUE(machine.starts_with_machine);
}

TEST(OtherUsers, AreFoundByName) {
    test::FakeRunner runner;
    runner.answer("getent passwd kim", {0, "kim:x:1000:1000:Kim,,,:/home/kim:/bin/bash\n", ""});
    runner.answer("getent passwd jo", {2, "", ""});
    const auto kim = find_user(runner, "kim");
    ASSERT_TRUE(kim);
    EXPECT_EQ(kim->id, "1000");
    EXPECT_EQ(kim->home, "/home/kim");
    EXPECT_FALSE(find_user(runner, "jo"));
}

TEST(OtherJobs, AreTimersAndLinesOfTheCrontab) {
    test::FakeRunner runner;
    runner.answer("systemctl --user is-enabled ring-snapshot-get.timer", {0, "enabled\n", ""});
    runner.answer("crontab -l", {0, "*/5 * * * * ring-snapshot get --all\n", ""});
    const Installation installation = managed_by(ManagerKind::systemd_user);
    const Machine machine = find_machine(runner, k_kim, installation);
    const auto jobs = find_other_jobs(runner, installation, machine);
    ASSERT_EQ(jobs.size(), 2U);
    EXPECT_EQ(jobs[0].title, "the timer ring-snapshot-get.timer");
    EXPECT_EQ(jobs[0].by_hand, "systemctl --user disable --now ring-snapshot-get.timer");
    EXPECT_EQ(jobs[1].lines, std::vector<std::string>{"*/5 * * * * ring-snapshot get --all"});
    EXPECT_EQ(test::written_to(jobs[1].disable, "/home/kim/Settings.json.service.draft"),
              "# disabled by ring-snapshot service install: */5 * * * * ring-snapshot get --all\n");
}

TEST(OtherJobs, OfTheWholeMachineAreLeftToRoot) {
    test::FakeRunner runner;
    runner.answer("systemctl --system is-enabled ring-snapshot.service", {0, "enabled\n", ""});
    const auto jobs = find_other_jobs(runner, managed_by(ManagerKind::systemd_user), {});
    ASSERT_EQ(jobs.size(), 1U);
    EXPECT_EQ(jobs[0].title, "the service ring-snapshot.service of the whole machine");
    EXPECT_EQ(jobs[0].by_hand, "sudo systemctl disable --now ring-snapshot.service");
    EXPECT_TRUE(jobs[0].disable.empty());
    EXPECT_TRUE(find_other_jobs(runner, managed_by(ManagerKind::systemd_system), {}).empty());
}

TEST(OtherJobs, AreNotThereWhereNothingIsSwitchedOn) {
    test::FakeRunner runner;
    runner.answer("systemctl --user is-enabled ring-snapshot-get.timer", {1, "disabled\n", ""});
    EXPECT_TRUE(find_other_jobs(runner, managed_by(ManagerKind::systemd_user), {}).empty());
}

} // namespace service
