// SPDX-License-Identifier: Apache-2.0
#include "service/managers/systemd.hpp"

#include "service/quoting.hpp"

#include <fmt/format.h>

#include <utility>

namespace service {

namespace {

constexpr std::string_view k_unit_head =
    R"(# Written by `ring-snapshot service install`, removed by `ring-snapshot service remove`.
[Unit]
Description=Snapshots of Ring cameras{}
Documentation=man:ring-snapshot(1)
{}StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
ExecStart={}
WatchdogSec=3min
TimeoutStartSec=2min
TimeoutStopSec=20s
KillMode=mixed
Restart=on-failure
RestartSec=1min
# These need a person: wrong options, no login, a code wanted, settings that cannot be written.
RestartPreventExitStatus=2 3 4 9

)";

constexpr std::string_view k_network =
    "Wants=network-online.target\n"
    "After=network-online.target nss-lookup.target time-sync.target\n";

/// What a manager of a user can set up too.
constexpr std::string_view k_common_sandbox = R"(NoNewPrivileges=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
)";

constexpr std::string_view k_system_sandbox = R"(User=ring-snapshot
Group=ring-snapshot
StateDirectory=ring-snapshot
StateDirectoryMode=0750
WorkingDirectory=/var/lib/ring-snapshot
UMask=0027

CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RemoveIPC=yes
)";

constexpr std::string_view k_drop_in_head =
    R"(# Written by `ring-snapshot service install`, removed by `ring-snapshot service remove`. The unit
# itself comes from a package.
[Service]
ExecStart=
ExecStart={}
)";

std::string title_of(const Installation& installation) {
    return installation.name.empty() ? "" : fmt::format(" ({})", installation.name);
}

/// Where the unit is written, and the drop-in for one that a package has put elsewhere.
struct UnitPlaces {
    std::string unit;
    std::string drop_in_folder;
    std::string drop_in;
};

UnitPlaces places_in(const std::string& folder, const Installation& installation) {
    const std::string unit = folder + "/" + unit_name(installation.name);
    return {unit, unit + ".d", unit + ".d/service-install.conf"};
}

UnitPlaces user_places(const Installation& installation, const Machine& machine) {
    return places_in(machine.home + "/.config/systemd/user", installation);
}

UnitPlaces system_places(const Installation& installation) {
    return places_in("/etc/systemd/system", installation);
}

/// Writes the unit, or a drop-in to a package's, and takes the other one away.
Plan write_unit(const UnitPlaces& places, bool has_packaged_unit, const std::string& unit,
                const std::string& drop_in) {
    if (has_packaged_unit) {
        return {remove_path(places.unit), write_file(places.drop_in, drop_in)};
    }
    return {remove_path(places.drop_in), remove_path(places.drop_in_folder),
            write_file(places.unit, unit)};
}

Plan remove_unit(const UnitPlaces& places) {
    return {remove_path(places.drop_in), remove_path(places.drop_in_folder),
            remove_path(places.unit)};
}

using Words = std::vector<std::string>;

/// A call of systemctl.
/// @param scope  "--user" or "--system"
Words systemctl(const char* scope, std::initializer_list<std::string> words) {
    Words call = {"systemctl", scope};
    call.insert(call.end(), words);
    return call;
}

Words journal(const char* option, const Installation& installation, int lines) {
    // What systemd says of the unit, how it ended for instance, belongs to it.
    return {"journalctl", option,    unit_name(installation.name), "--output", "json",
            "--no-pager", "--lines", std::to_string(lines)};
}

/// The user's folder of pictures, made ready for the service.
Plan prepare_pictures(const Installation& installation, const Machine& machine) {
    const std::string& pictures = installation.pictures;
    const std::string user(k_system_user);
    if (!machine.has_pictures_folder || pictures.starts_with(std::string(k_system_folder) + "/")) {
        return {run({"install", "-d", "-m", "0750", "-o", user, "-g", user, pictures})};
    }
    return {run_or_tell({"runuser", "-u", user, "--", "test", "-w", pictures},
                        "the service cannot save pictures in " + pictures,
                        "sudo chown ring-snapshot:ring-snapshot " + shell_word(pictures))};
}

Plan make_service_user(const Machine& machine) {
    if (machine.has_service_user) {
        return {};
    }
    const std::string user(k_system_user);
    const std::string home(k_system_folder);
    Step make = run({"systemd-sysusers", "--inline",
                     fmt::format("u {} - \"Snapshots of Ring cameras\" {}", user, home)});
    make.if_refused = {run({"useradd", "--system", "--user-group", "--no-create-home", "--home-dir",
                            home, "--shell", "/usr/sbin/nologin", user})};
    return {std::move(make)};
}

Step move_login(const std::string& from, const std::string& to) {
    Step step;
    step.kind = Step::Kind::move_login;
    step.path = from;
    step.target = to;
    return step;
}

/// The line that lets a service write its pictures outside of its own folder.
std::string opened_folder(const Installation& installation) {
    const std::string own(k_system_folder);
    if (installation.pictures == own || installation.pictures.starts_with(own + "/")) {
        return "";
    }
    return "ReadWritePaths=" + systemd_folder(installation.pictures) + "\n";
}

} // namespace

std::string unit_name(std::string_view name) {
    return fmt::format("ring-snapshot{}{}.service", name.empty() ? "" : "-", name);
}

Plan SystemdUser::install(const Request& request, const Machine& machine) const {
    const Installation& installation = request.installation;
    const std::string command = systemd_command(run_words(installation));
    Plan plan = write_service_files(request);
    append(plan,
           write_unit(user_places(installation, machine), machine.has_packaged_unit,
                      fmt::format(k_unit_head, title_of(installation), "", command) +
                          std::string(k_common_sandbox) + "\n[Install]\nWantedBy=default.target\n",
                      fmt::format(k_drop_in_head, command)));
    if (!machine.lingers) {
        // Before the others: it also starts the user's manager where nobody has logged in by a
        // session, as with su.
        plan.push_back(run_or_tell({"loginctl", "enable-linger", machine.user},
                                   "the service runs only while " + machine.user + " is logged in",
                                   "sudo loginctl enable-linger " + shell_word(machine.user)));
    }
    const std::string unit = unit_name(installation.name);
    plan.push_back(run(systemctl("--user", {"daemon-reload"})));
    plan.push_back(run(systemctl("--user", {"enable", unit})));
    plan.push_back(run(systemctl("--user", {"restart", unit})));
    return plan;
}

Plan SystemdUser::start(const Installation& installation, const Machine&) const {
    const std::string unit = unit_name(installation.name);
    return {run(systemctl("--user", {"enable", unit})),
            run(systemctl("--user", {"restart", unit}))};
}

Plan SystemdUser::stop(const Installation& installation, const Machine&) const {
    return {run(systemctl("--user", {"disable", "--now", unit_name(installation.name)}))};
}

Plan SystemdUser::remove(const Installation& installation, const Machine& machine) const {
    const std::string unit = unit_name(installation.name);
    Plan plan = {try_to_run(systemctl("--user", {"disable", "--now", unit}))};
    append(plan, remove_unit(user_places(installation, machine)));
    plan.push_back(try_to_run(systemctl("--user", {"daemon-reload"})));
    plan.push_back(try_to_run(systemctl("--user", {"reset-failed", unit})));
    append(plan, remove_service_files(installation));
    if (installation.switched_linger_on) {
        plan.push_back(try_to_run({"loginctl", "disable-linger", machine.user}));
    }
    return plan;
}

std::string SystemdUser::starts(const Machine& machine) const {
    return machine.lingers ? "with this machine, also when nobody is logged in"
                           : "when you log in, and ends when you log out";
}

std::vector<std::string> SystemdUser::journal_command(const Installation& installation,
                                                      int lines) const {
    return journal("--user-unit", installation, lines);
}

std::vector<std::string> SystemdUser::is_running_command(const Installation& installation) const {
    return systemctl("--user", {"is-active", "--quiet", unit_name(installation.name)});
}

Plan SystemdSystem::install(const Request& request, const Machine& machine) const {
    const Installation& installation = request.installation;
    const std::string user(k_system_user);
    const std::string command = systemd_command(run_words(installation));
    const std::string folder = opened_folder(installation);
    Plan plan = make_service_user(machine);
    plan.push_back(
        run({"install", "-d", "-m", "0750", "-o", user, "-g", user, std::string(k_system_folder)}));
    append(plan, prepare_pictures(installation, machine));
    if (!installation.login_from.empty()) {
        plan.push_back(move_login(installation.login_from, installation.settings));
    }
    append(plan, write_service_files(request));
    append(plan,
           write_unit(system_places(installation), machine.has_packaged_unit,
                      fmt::format(k_unit_head, title_of(installation), k_network, command) +
                          std::string(k_system_sandbox) + folder + std::string(k_common_sandbox) +
                          "\n[Install]\nWantedBy=multi-user.target\n",
                      fmt::format(k_drop_in_head, command) + folder));
    if (!installation.user.empty() && installation.user != "root") {
        plan.push_back(run_or_tell({"usermod", "--append", "--groups", user, installation.user},
                                   installation.user + " cannot read the pictures",
                                   "sudo usermod --append --groups ring-snapshot " +
                                       shell_word(installation.user)));
    }
    const std::string unit = unit_name(installation.name);
    plan.push_back(run(systemctl("--system", {"daemon-reload"})));
    plan.push_back(run(systemctl("--system", {"enable", unit})));
    plan.push_back(run(systemctl("--system", {"restart", unit})));
    return plan;
}

Plan SystemdSystem::start(const Installation& installation, const Machine&) const {
    const std::string unit = unit_name(installation.name);
    return {run(systemctl("--system", {"enable", unit})),
            run(systemctl("--system", {"restart", unit}))};
}

Plan SystemdSystem::stop(const Installation& installation, const Machine&) const {
    return {run(systemctl("--system", {"disable", "--now", unit_name(installation.name)}))};
}

Plan SystemdSystem::remove(const Installation& installation, const Machine&) const {
    const std::string unit = unit_name(installation.name);
    Plan plan = {try_to_run(systemctl("--system", {"disable", "--now", unit}))};
    append(plan, remove_unit(system_places(installation)));
    plan.push_back(try_to_run(systemctl("--system", {"daemon-reload"})));
    plan.push_back(try_to_run(systemctl("--system", {"reset-failed", unit})));
    if (!installation.login_from.empty()) {
        plan.push_back(move_login(installation.settings, installation.login_from));
    }
    append(plan, remove_service_files(installation));
    return plan;
}

std::string SystemdSystem::starts(const Machine&) const {
    return "with this machine, also when nobody is logged in";
}

std::vector<std::string> SystemdSystem::journal_command(const Installation& installation,
                                                        int lines) const {
    return journal("--unit", installation, lines);
}

std::vector<std::string> SystemdSystem::is_running_command(const Installation& installation) const {
    return systemctl("--system", {"is-active", "--quiet", unit_name(installation.name)});
}

} // namespace service
