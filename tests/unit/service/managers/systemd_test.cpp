// SPDX-License-Identifier: Apache-2.0
#include "service/managers/systemd.hpp"
#include "service/option_file.hpp"
#include "support/error_of.hpp"
#include "unit/service/plans.hpp"

namespace service {

namespace {

using Lines = std::vector<std::string>;
using test::commands_of;
using test::paths_of;
using test::unit_value;
using test::written_to;

constexpr auto k_user_unit = "/home/kim/.config/systemd/user/ring-snapshot.service";
constexpr auto k_system_unit = "/etc/systemd/system/ring-snapshot.service";

Machine kims_machine() {
    Machine machine;
    machine.user = "kim";
    machine.user_id = "1000";
    machine.home = "/home/kim";
    return machine;
}

Request request_for(ManagerKind manager) {
    Request request;
    Installation& installation = request.installation;
    installation.manager = manager;
    installation.program = "/usr/bin/ring-snapshot";
    installation.user = "kim";
    if (manager == ManagerKind::systemd_system) {
        installation.settings = "/var/lib/ring-snapshot/Settings.json";
        installation.pictures = "/var/lib/ring-snapshot/pictures";
        installation.login_from = "/home/kim/.config/ring-snapshot/Settings.json";
    } else {
        installation.settings = "/home/kim/.config/ring-snapshot/Settings.json";
        installation.pictures = "/home/kim/Pictures/Ring";
    }
    request.options = {"--all", "--every", "5m", "--out", installation.pictures};
    return request;
}

} // namespace

TEST(SystemdUserPlan, WritesTheUnitAndStartsItWithLinger) {
    const Plan plan = SystemdUser().install(request_for(ManagerKind::systemd_user), kims_machine());
    const std::string unit = written_to(plan, k_user_unit);
    EXPECT_EQ(unit_value(unit, "ExecStart"), "/usr/bin/ring-snapshot service run --settings "
                                             "/home/kim/.config/ring-snapshot/Settings.json");
    EXPECT_EQ(unit_value(unit, "Type"), "notify");
    EXPECT_EQ(unit_value(unit, "RestartPreventExitStatus"), "2 3 4 9");
    EXPECT_EQ(unit_value(unit, "WantedBy"), "default.target");
    EXPECT_EQ(unit_value(unit, "User"), "(not set)");
    EXPECT_EQ(commands_of(plan),
              (Lines{"loginctl enable-linger kim", "systemctl --user daemon-reload",
                     "systemctl --user enable ring-snapshot.service",
                     "systemctl --user restart ring-snapshot.service"}));
}

TEST(SystemdUserPlan, SaysWhatARefusedLingerMeans) {
    const Plan plan = SystemdUser().install(request_for(ManagerKind::systemd_user), kims_machine());
    const auto linger = std::find_if(plan.begin(), plan.end(), [](const Step& step) {
        return step.words.size() > 1 && step.words[1] == "enable-linger";
    });
    ASSERT_NE(linger, plan.end());
    EXPECT_EQ(linger->when_refused, WhenRefused::tell);
    EXPECT_EQ(linger->by_hand, "sudo loginctl enable-linger kim");
    EXPECT_EQ(linger->consequence, "the service runs only while kim is logged in");
}

TEST(SystemdUserPlan, LeavesLingerAloneWhereItIsOn) {
    Machine machine = kims_machine();
    machine.lingers = true;
    Request request = request_for(ManagerKind::systemd_user);
    EXPECT_EQ(commands_of(SystemdUser().install(request, machine)).front(),
              "systemctl --user daemon-reload");
    for (const std::string& command :
         commands_of(SystemdUser().remove(request.installation, machine))) {
        EXPECT_EQ(command.find("linger"), std::string::npos) << command;
    }
    request.installation.switched_linger_on = true;
    EXPECT_EQ(commands_of(SystemdUser().remove(request.installation, machine)).back(),
              "loginctl disable-linger kim");
}

TEST(SystemdUserPlan, WritesOnlyADropInWhereAPackageHasTheUnit) {
    Machine machine = kims_machine();
    machine.packaged_units = {Part::pictures};
    const Plan plan = SystemdUser().install(request_for(ManagerKind::systemd_user), machine);
    const std::string drop_in =
        written_to(plan, std::string(k_user_unit) + ".d/service-install.conf");
    EXPECT_NE(drop_in.find("\n[Service]\nExecStart=\nExecStart=/usr/bin/ring-snapshot service run"),
              std::string::npos)
        << drop_in;
    for (const std::string& path : paths_of(plan, Step::Kind::write_file)) {
        EXPECT_NE(path, k_user_unit);
    }
}

TEST(SystemdUserPlan, NamesAFurtherServiceEverywhere) {
    Request request = request_for(ManagerKind::systemd_user);
    request.installation.name = "cabin";
    const Plan plan = SystemdUser().install(request, kims_machine());
    const std::string unit =
        written_to(plan, "/home/kim/.config/systemd/user/ring-snapshot-cabin.service");
    EXPECT_TRUE(unit_value(unit, "ExecStart").ends_with("--service cabin"));
    EXPECT_EQ(unit_value(unit, "Description"), "Snapshots of Ring cameras (cabin)");
    EXPECT_EQ(commands_of(plan).back(), "systemctl --user restart ring-snapshot-cabin.service");
}

TEST(SystemdUserPlan, QuotesPathsInTheUnit) {
    Request request = request_for(ManagerKind::systemd_user);
    request.installation.program = "/home/kim/my 100% $apps/ring-snapshot";
    request.installation.settings = "/home/kim/\"a\" $b/Settings.json";
    EXPECT_EQ(
        unit_value(written_to(SystemdUser().install(request, kims_machine()), k_user_unit),
                   "ExecStart"),
        R"("/home/kim/my 100%% $apps/ring-snapshot" service run --settings "/home/kim/\"a\" $$b/Settings.json")");
    request.installation.settings = "/home/kim/a\n[Install]/Settings.json";
    EXPECT_EQ(test::error_of([&] { SystemdUser().install(request, kims_machine()); }).code(),
              base::ErrorCode::usage);
}

TEST(SystemdUserPlan, StopsUntilItIsStartedAgain) {
    const Installation installation = request_for(ManagerKind::systemd_user).installation;
    EXPECT_EQ(commands_of(SystemdUser().stop(installation, kims_machine())),
              Lines{"systemctl --user disable --now ring-snapshot.service"});
    EXPECT_EQ(commands_of(SystemdUser().start(installation, kims_machine())),
              (Lines{"systemctl --user enable ring-snapshot.service",
                     "systemctl --user restart ring-snapshot.service"}));
}

TEST(SystemdUserPlan, RemovesAllThatItMadeAndNothingElse) {
    const Request request = request_for(ManagerKind::systemd_user);
    const Plan plan = SystemdUser().remove(request.installation, kims_machine());
    const auto removed = paths_of(plan, Step::Kind::remove);
    for (const std::string& path :
         paths_of(SystemdUser().install(request, kims_machine()), Step::Kind::write_file)) {
        EXPECT_NE(std::find(removed.begin(), removed.end(), path), removed.end()) << path;
    }
    EXPECT_EQ(std::find(removed.begin(), removed.end(), request.installation.settings),
              removed.end());
    EXPECT_TRUE(paths_of(plan, Step::Kind::write_file).empty());
    EXPECT_EQ(commands_of(plan).front(), "systemctl --user disable --now ring-snapshot.service");
}

TEST(SystemdUserPlan, TellsWhenItStarts) {
    Machine machine = kims_machine();
    EXPECT_EQ(SystemdUser().starts(machine), "when you log in, and ends when you log out");
    machine.lingers = true;
    EXPECT_EQ(SystemdUser().starts(machine), "with this machine, also when nobody is logged in");
}

TEST(SystemdSystemPlan, SetsUpUserFoldersLoginUnitAndGroupInThisOrder) {
    const Plan plan =
        SystemdSystem().install(request_for(ManagerKind::systemd_system), kims_machine());
    EXPECT_EQ(
        commands_of(plan),
        (Lines{"systemd-sysusers --inline u ring-snapshot - \"Snapshots of Ring cameras\" "
               "/var/lib/ring-snapshot",
               "install -d -m 0750 -o ring-snapshot -g ring-snapshot /var/lib/ring-snapshot",
               "install -d -m 0750 -o ring-snapshot -g ring-snapshot "
               "/var/lib/ring-snapshot/pictures",
               "usermod --append --groups ring-snapshot kim", "systemctl --system daemon-reload",
               "systemctl --system enable ring-snapshot.service",
               "systemctl --system restart ring-snapshot.service"}));
    EXPECT_EQ(paths_of(plan, Step::Kind::move_login),
              Lines{"/home/kim/.config/ring-snapshot/Settings.json"});
    const std::string unit = written_to(plan, k_system_unit);
    EXPECT_EQ(unit_value(unit, "User"), "ring-snapshot");
    EXPECT_EQ(unit_value(unit, "ProtectHome"), "yes");
    EXPECT_EQ(unit_value(unit, "ProtectSystem"), "strict");
    EXPECT_EQ(unit_value(unit, "ReadWritePaths"), "(not set)");
    EXPECT_EQ(unit_value(unit, "WantedBy"), "multi-user.target");
}

TEST(SystemdSystemPlan, MakesTheUserByAnotherWayWhereSysusersIsMissing) {
    const Plan plan =
        SystemdSystem().install(request_for(ManagerKind::systemd_system), kims_machine());
    EXPECT_EQ(commands_of(plan.front().if_refused),
              Lines{"useradd --system --user-group --no-create-home --home-dir "
                    "/var/lib/ring-snapshot --shell /usr/sbin/nologin ring-snapshot"});
}

TEST(SystemdSystemPlan, LetsTheServiceIntoAFolderElsewhere) {
    Request request = request_for(ManagerKind::systemd_system);
    request.installation.pictures = "/srv/my 100% pictures";
    Machine machine = kims_machine();
    machine.has_service_user = true;
    EXPECT_EQ(unit_value(written_to(SystemdSystem().install(request, machine), k_system_unit),
                         "ReadWritePaths"),
              "\"/srv/my 100%% pictures\"");
    machine.packaged_units = {Part::pictures};
    machine.has_pictures_folder = true;
    const Plan plan = SystemdSystem().install(request, machine);
    EXPECT_EQ(unit_value(written_to(plan, std::string(k_system_unit) + ".d/service-install.conf"),
                         "ReadWritePaths"),
              "\"/srv/my 100%% pictures\"");
    EXPECT_EQ(commands_of(plan)[1], "runuser -u ring-snapshot -- test -w /srv/my 100% pictures");
    EXPECT_EQ(plan[1].by_hand, "sudo chown ring-snapshot:ring-snapshot '/srv/my 100% pictures'");
}

TEST(SystemdSystemPlan, MovesTheLoginBackWhenItIsRemoved) {
    Request request = request_for(ManagerKind::systemd_system);
    Plan plan = SystemdSystem().remove(request.installation, kims_machine());
    EXPECT_EQ(paths_of(plan, Step::Kind::move_login),
              Lines{"/var/lib/ring-snapshot/Settings.json"});
    request.installation.login_from.clear();
    plan = SystemdSystem().remove(request.installation, kims_machine());
    EXPECT_TRUE(paths_of(plan, Step::Kind::move_login).empty());
}

TEST(SystemdPlan, AsksTheJournalOfTheUnit) {
    const Installation installation = request_for(ManagerKind::systemd_user).installation;
    EXPECT_EQ(test::joined_words(SystemdUser().journal_command(installation, 50)),
              "journalctl --user-unit ring-snapshot.service --output json --no-pager --lines 50");
    EXPECT_EQ(test::joined_words(SystemdSystem().journal_command(installation, 50)),
              "journalctl --unit ring-snapshot.service --output json --no-pager --lines 50");
}

TEST(SystemdPlan, ServesThePageByAUnitOfItsOwn) {
    Request request = request_for(ManagerKind::systemd_user);
    request.installation.has_page = true;
    request.page_options = {"--listen", "127.0.0.1:9000"};
    const Plan plan = SystemdUser().install(request, kims_machine());
    const std::string unit =
        written_to(plan, "/home/kim/.config/systemd/user/ring-snapshot-serve.service");
    EXPECT_TRUE(unit_value(unit, "ExecStart").ends_with("/Settings.json --page"));
    EXPECT_EQ(unit_value(unit, "Description"), "Page of saved snapshots of Ring cameras");
    EXPECT_EQ(unit_value(unit, "RestartPreventExitStatus"), "2");
    EXPECT_EQ(read_words(written_to(plan, Files(request.installation, Part::page).options())),
              request.page_options);
    EXPECT_EQ(commands_of(plan).back(), "systemctl --user restart ring-snapshot-serve.service");
    EXPECT_EQ(plan.back().when_refused, WhenRefused::tell);
    EXPECT_EQ(test::joined_words(SystemdUser().journal_command(request.installation, 50)),
              "journalctl --user-unit ring-snapshot.service --user-unit "
              "ring-snapshot-serve.service --output json --no-pager --lines 50");
    EXPECT_EQ(commands_of(SystemdUser().stop(request.installation, kims_machine())),
              Lines{"systemctl --user disable --now ring-snapshot.service "
                    "ring-snapshot-serve.service"});
    const auto removed =
        paths_of(SystemdUser().remove(request.installation, kims_machine()), Step::Kind::remove);
    for (const std::string& path : paths_of(plan, Step::Kind::write_file)) {
        EXPECT_NE(std::find(removed.begin(), removed.end(), path), removed.end()) << path;
    }
}

TEST(SystemdPlan, TakesThePageAwayAndLeavesTheRest) {
    Request request = request_for(ManagerKind::systemd_user);
    request.installation.has_page = true;
    const Plan plan = SystemdUser().remove_page(request.installation, kims_machine());
    EXPECT_EQ(commands_of(plan).front(),
              "systemctl --user disable --now ring-snapshot-serve.service");
    const auto removed = paths_of(plan, Step::Kind::remove);
    EXPECT_EQ(std::find(removed.begin(), removed.end(), k_user_unit), removed.end());
    EXPECT_EQ(std::find(removed.begin(), removed.end(), Files(request.installation).record()),
              removed.end());
}

TEST(SystemdSystemPlan, ServesThePageByThePackagesUnit) {
    Request request = request_for(ManagerKind::systemd_system);
    request.installation.has_page = true;
    request.installation.pictures = "/srv/ring";
    Machine machine = kims_machine();
    machine.packaged_units = {Part::page};
    const Plan plan = SystemdSystem().install(request, machine);
    const std::string drop_in =
        written_to(plan, "/etc/systemd/system/ring-snapshot-serve.service.d/service-install.conf");
    EXPECT_EQ(unit_value(drop_in, "ExecStart"), "/usr/bin/ring-snapshot service run --settings "
                                                "/var/lib/ring-snapshot/Settings.json --page");
    EXPECT_EQ(unit_value(drop_in, "ReadWritePaths"), "(not set)");
    written_to(plan, k_system_unit);
    const auto commands = commands_of(plan);
    EXPECT_NE(std::find(commands.begin(), commands.end(),
                        "chown ring-snapshot:ring-snapshot "
                        "/var/lib/ring-snapshot/Settings.json.page "
                        "/var/lib/ring-snapshot/Settings.json.page.lock"),
              commands.end());
    machine.packaged_units.clear();
    const std::string unit = written_to(SystemdSystem().install(request, machine),
                                        "/etc/systemd/system/ring-snapshot-serve.service");
    EXPECT_EQ(unit_value(unit, "After"), "network.target nss-lookup.target");
    EXPECT_EQ(unit_value(unit, "User"), "ring-snapshot");
}

} // namespace service
