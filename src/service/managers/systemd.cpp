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
Description={title}
Documentation=man:ring-snapshot(1)
{order}StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
ExecStart={command}
WatchdogSec=3min
TimeoutStartSec=2min
TimeoutStopSec=20s
KillMode=mixed
Restart=on-failure
RestartSec=1min
# These need a person: {reasons}.
RestartPreventExitStatus={codes}

)";

constexpr std::string_view k_network =
    "Wants=network-online.target\n"
    "After=network-online.target nss-lookup.target time-sync.target\n";

constexpr std::string_view k_network_of_page = "After=network.target nss-lookup.target\n";

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

/// The head of the unit of a part.
/// @param order  what it waits for at the start of the machine
std::string unit_head(const Installation& installation, Part part, std::string_view order,
                      const std::string& command) {
    const bool is_page = part == Part::page;
    return fmt::format(
        k_unit_head,
        fmt::arg(
            "title",
            fmt::format("{}{}", title_of(part),
                        installation.name.empty() ? "" : fmt::format(" ({})", installation.name))),
        fmt::arg("order", order), fmt::arg("command", command),
        fmt::arg("reasons", is_page ? "wrong options, a password that is not set"
                                    : "wrong options, no login, a code wanted, settings that "
                                      "cannot be written"),
        fmt::arg("codes", is_page ? "2" : "2 3 4 9"));
}

/// Where the unit is written, and the drop-in for one that a package has put elsewhere.
struct UnitPlaces {
    std::string unit;
    std::string drop_in_folder;
    std::string drop_in;
};

UnitPlaces places_in(const std::string& folder, const Installation& installation, Part part) {
    const std::string unit = folder + "/" + unit_name(installation.name, part);
    return {unit, unit + ".d", unit + ".d/service-install.conf"};
}

UnitPlaces user_places(const Installation& installation, const Machine& machine, Part part) {
    return places_in(machine.home + "/.config/systemd/user", installation, part);
}

UnitPlaces system_places(const Installation& installation, Part part) {
    return places_in("/etc/systemd/system", installation, part);
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
Words systemctl(const char* scope, std::initializer_list<std::string> words,
                const Words& units = {}) {
    Words call = {"systemctl", scope};
    call.insert(call.end(), words);
    call.insert(call.end(), units.begin(), units.end());
    return call;
}

Words units_of(const Installation& installation) {
    Words units;
    for (const Part part : parts_of(installation)) {
        units.push_back(unit_name(installation.name, part));
    }
    return units;
}

Plan start_units(const char* scope, const Installation& installation) {
    Plan plan = {run(systemctl(scope, {"enable"}, units_of(installation))),
                 run(systemctl(scope, {"restart", unit_name(installation.name)}))};
    if (installation.has_page) {
        // Apart: pictures are taken also when the page cannot be served.
        plan.push_back(run_or_tell(
            systemctl(scope, {"restart", unit_name(installation.name, Part::page)}),
            "the page does not run; to see why, run: " + service_command(installation, "logs"),
            ""));
    }
    return plan;
}

Words journal(const char* option, const Installation& installation, int lines) {
    Words call = {"journalctl"};
    // What systemd says of the unit, how it ended for instance, belongs to it.
    for (const std::string& unit : units_of(installation)) {
        call.insert(call.end(), {option, unit});
    }
    call.insert(call.end(), {"--output", "json", "--no-pager", "--lines", std::to_string(lines)});
    return call;
}

/// Ends units and takes them away.
Plan remove_units(const char* scope, const Words& units, const std::vector<UnitPlaces>& places) {
    Plan plan = {try_to_run(systemctl(scope, {"disable", "--now"}, units))};
    for (const UnitPlaces& place : places) {
        append(plan, remove_unit(place));
    }
    plan.push_back(try_to_run(systemctl(scope, {"daemon-reload"})));
    plan.push_back(try_to_run(systemctl(scope, {"reset-failed"}, units)));
    return plan;
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

/// Root may have set the password of the page before the service had a user.
Step leave_password_to_service(const Installation& installation) {
    const std::string file = installation.settings + ".page";
    return try_to_run({"chown", fmt::format("{0}:{0}", k_system_user), file, file + ".lock"});
}

} // namespace

std::string unit_name(std::string_view name, Part part) {
    return fmt::format("ring-snapshot{}.service", name_suffix(name, part, '-'));
}

Plan SystemdUser::install(const Request& request, const Machine& machine) const {
    const Installation& installation = request.installation;
    Plan plan = write_service_files(request);
    for (const Part part : parts_of(installation)) {
        const std::string command = systemd_command(run_words(installation, {}, part));
        append(plan, write_unit(user_places(installation, machine, part),
                                machine.packaged_units.contains(part),
                                unit_head(installation, part, "", command) +
                                    std::string(k_common_sandbox) +
                                    "\n[Install]\nWantedBy=default.target\n",
                                fmt::format(k_drop_in_head, command)));
    }
    if (!machine.lingers) {
        // Before the others: it also starts the user's manager where nobody has logged in by a
        // session, as with su.
        plan.push_back(run_or_tell({"loginctl", "enable-linger", machine.user},
                                   "the service runs only while " + machine.user + " is logged in",
                                   "sudo loginctl enable-linger " + shell_word(machine.user)));
    }
    plan.push_back(run(systemctl("--user", {"daemon-reload"})));
    append(plan, start(installation, machine));
    return plan;
}

Plan SystemdUser::start(const Installation& installation, const Machine&) const {
    return start_units("--user", installation);
}

Plan SystemdUser::stop(const Installation& installation, const Machine&) const {
    return {run(systemctl("--user", {"disable", "--now"}, units_of(installation)))};
}

Plan SystemdUser::remove(const Installation& installation, const Machine& machine) const {
    std::vector<UnitPlaces> places;
    for (const Part part : parts_of(installation)) {
        places.push_back(user_places(installation, machine, part));
    }
    Plan plan = remove_units("--user", units_of(installation), places);
    append(plan, remove_service_files(installation));
    if (installation.switched_linger_on) {
        plan.push_back(try_to_run({"loginctl", "disable-linger", machine.user}));
    }
    return plan;
}

Plan SystemdUser::remove_page(const Installation& installation, const Machine& machine) const {
    Plan plan = remove_units("--user", {unit_name(installation.name, Part::page)},
                             {user_places(installation, machine, Part::page)});
    append(plan, remove_page_files(installation));
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

std::vector<std::string> SystemdUser::is_running_command(const Installation& installation,
                                                         Part part) const {
    return systemctl("--user", {"is-active", "--quiet", unit_name(installation.name, part)});
}

Plan SystemdSystem::install(const Request& request, const Machine& machine) const {
    const Installation& installation = request.installation;
    const std::string user(k_system_user);
    Plan plan = make_service_user(machine);
    plan.push_back(
        run({"install", "-d", "-m", "0750", "-o", user, "-g", user, std::string(k_system_folder)}));
    append(plan, prepare_pictures(installation, machine));
    if (!installation.login_from.empty()) {
        plan.push_back(move_login(installation.login_from, installation.settings));
    }
    if (installation.has_page) {
        plan.push_back(leave_password_to_service(installation));
    }
    append(plan, write_service_files(request));
    for (const Part part : parts_of(installation)) {
        const bool is_page = part == Part::page;
        const std::string command = systemd_command(run_words(installation, {}, part));
        const std::string folder = is_page ? "" : opened_folder(installation);
        append(plan,
               write_unit(
                   system_places(installation, part), machine.packaged_units.contains(part),
                   unit_head(installation, part, is_page ? k_network_of_page : k_network, command) +
                       std::string(k_system_sandbox) + folder + std::string(k_common_sandbox) +
                       "\n[Install]\nWantedBy=multi-user.target\n",
                   fmt::format(k_drop_in_head, command) + folder));
    }
    if (!installation.user.empty() && installation.user != "root") {
        plan.push_back(run_or_tell({"usermod", "--append", "--groups", user, installation.user},
                                   installation.user + " cannot read the pictures",
                                   "sudo usermod --append --groups ring-snapshot " +
                                       shell_word(installation.user)));
    }
    plan.push_back(run(systemctl("--system", {"daemon-reload"})));
    append(plan, start(installation, machine));
    return plan;
}

Plan SystemdSystem::start(const Installation& installation, const Machine&) const {
    return start_units("--system", installation);
}

Plan SystemdSystem::stop(const Installation& installation, const Machine&) const {
    return {run(systemctl("--system", {"disable", "--now"}, units_of(installation)))};
}

Plan SystemdSystem::remove(const Installation& installation, const Machine&) const {
    std::vector<UnitPlaces> places;
    for (const Part part : parts_of(installation)) {
        places.push_back(system_places(installation, part));
    }
    Plan plan = remove_units("--system", units_of(installation), places);
    if (!installation.login_from.empty()) {
        plan.push_back(move_login(installation.settings, installation.login_from));
    }
    append(plan, remove_service_files(installation));
    return plan;
}

Plan SystemdSystem::remove_page(const Installation& installation, const Machine&) const {
    Plan plan = remove_units("--system", {unit_name(installation.name, Part::page)},
                             {system_places(installation, Part::page)});
    append(plan, remove_page_files(installation));
    return plan;
}

std::string SystemdSystem::starts(const Machine&) const {
    return "with this machine, also when nobody is logged in";
}

std::vector<std::string> SystemdSystem::journal_command(const Installation& installation,
                                                        int lines) const {
    return journal("--unit", installation, lines);
}

std::vector<std::string> SystemdSystem::is_running_command(const Installation& installation,
                                                           Part part) const {
    return systemctl("--system", {"is-active", "--quiet", unit_name(installation.name, part)});
}

} // namespace service
