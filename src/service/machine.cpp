// SPDX-License-Identifier: Apache-2.0
#include "service/machine.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/ascii.hpp"
#include "service/managers/crontab.hpp"
#include "service/managers/systemd.hpp"
#include "service/managers/task_scheduler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace service {

namespace {

std::string printed(Runner& runner, const std::vector<std::string>& words) {
    const Outcome outcome = runner.run(words);
    return outcome.succeeded() ? std::string(base::trimmed(outcome.output)) : "";
}

std::string read_crontab(Runner& runner) {
    const Outcome outcome = runner.run({"crontab", "-l"});
    if (outcome.succeeded()) {
        return outcome.output;
    }
    const bool is_empty = outcome.status == k_no_such_program ||
                          base::contains_ignoring_case(outcome.errors, "no crontab") ||
                          base::contains_ignoring_case(outcome.errors, "no such file");
    if (!is_empty) {
        throw base::Error(base::ErrorCode::cannot_write,
                          "cannot read your crontab: " + outcome.reason());
    }
    return "";
}

const char* scope_of(ManagerKind manager) {
    return manager == ManagerKind::systemd_system ? "--system" : "--user";
}

bool is_systemd(ManagerKind manager) {
    return manager == ManagerKind::systemd_user || manager == ManagerKind::systemd_system;
}

/// Whether a package has put a unit for this part where systemd finds it.
bool has_packaged_unit(Runner& runner, const Installation& installation, Part part) {
    const std::string unit = unit_name(installation.name, part);
    if (installation.manager == ManagerKind::systemd_user) {
        // The user's own manager cannot be asked: without a session it does not run yet.
        const Outcome outcome = runner.run({"systemctl", "--global", "is-enabled", unit});
        const std::string_view state = base::trimmed(outcome.output);
        return !state.empty() && state != "not-found";
    }
    const std::string path = printed(
        runner, {"systemctl", "--system", "show", "--property", "FragmentPath", "--value", unit});
    return !path.empty() && !path.starts_with("/etc/systemd/system/");
}

bool lingers(Runner& runner, const std::string& user) {
    // It fails for users who are neither logged in nor linger.
    return printed(runner, {"loginctl", "show-user", user, "--property", "Linger"}) == "Linger=yes";
}

void add_timer(Runner& runner, const Installation& installation, std::vector<OtherJob>& jobs) {
    const std::string timer = "ring-snapshot-get.timer";
    const std::string scope = scope_of(installation.manager);
    if (printed(runner, {"systemctl", scope, "is-enabled", timer}) == "enabled") {
        jobs.push_back({"the timer " + timer,
                        {},
                        {run({"systemctl", scope, "disable", "--now", timer})},
                        fmt::format("{}systemctl {} disable --now {}",
                                    scope == "--system" ? "sudo " : "", scope, timer)});
    }
}

/// What root has switched on for the whole machine goes on beside a user's service.
void add_units_of_machine(Runner& runner, std::vector<OtherJob>& jobs) {
    for (const char* kind : {"service", "timer"}) {
        const std::string unit = fmt::format("ring-snapshot{}.{}",
                                             kind == std::string_view("timer") ? "-get" : "", kind);
        if (printed(runner, {"systemctl", "--system", "is-enabled", unit}) == "enabled") {
            jobs.push_back({fmt::format("the {} {} of the whole machine", kind, unit),
                            {},
                            {},
                            "sudo systemctl disable --now " + unit});
        }
    }
}

void add_task(Runner& runner, std::vector<OtherJob>& jobs) {
    const Outcome task = runner.run({"schtasks", "/Query", "/TN", "RingSnapshot", "/XML"});
    if (task.succeeded() &&
        task.output.find("<Enabled>false</Enabled>\r\n  </Settings>") == std::string::npos) {
        jobs.push_back({"the task RingSnapshot",
                        {},
                        {run({"schtasks", "/Change", "/TN", "RingSnapshot", "/DISABLE"})},
                        "schtasks /Change /TN RingSnapshot /DISABLE"});
    }
}

void add_crontab_lines(const Installation& installation, const Machine& machine,
                       std::vector<OtherJob>& jobs) {
    const auto lines = other_jobs(machine.crontab);
    if (lines.empty()) {
        return;
    }
    const std::string draft = Files(installation).draft();
    jobs.push_back({"in your crontab:",
                    lines,
                    {write_private_file(draft, without_other_jobs(machine.crontab)),
                     run({"crontab", draft}), remove_path(draft)},
                    "crontab -e"});
}

} // namespace

std::optional<Account> find_user(Runner& runner, const std::string& name) {
    const std::string line = printed(runner, {"getent", "passwd", name});
    std::vector<std::string> fields;
    for (std::size_t begin = 0; begin <= line.size();) {
        const std::size_t end = std::min(line.find(':', begin), line.size());
        fields.push_back(line.substr(begin, end - begin));
        begin = end + 1;
    }
    constexpr std::size_t k_id = 2;
    constexpr std::size_t k_home = 5;
    if (fields.size() <= k_home || fields[0] != name) {
        return std::nullopt;
    }
    return Account{name, fields[k_id], fields[k_home]};
}

Machine find_machine(Runner& runner, const Account& account, const Installation& installation) {
    Machine machine;
    machine.user = account.name;
    machine.user_id = account.id;
    machine.home = account.home;
    const ManagerKind manager = installation.manager;
    for (const Part part : parts_of(installation)) {
        if (is_systemd(manager) && has_packaged_unit(runner, installation, part)) {
            machine.packaged_units.insert(part);
        }
    }
    if (manager == ManagerKind::systemd_user) {
        machine.lingers = lingers(runner, account.name);
    }
    if (manager == ManagerKind::systemd_system) {
        machine.has_service_user = find_user(runner, std::string(k_system_user)).has_value();
        std::error_code error;
        machine.has_pictures_folder =
            std::filesystem::is_directory(base::path_from_utf8(installation.pictures), error);
    }
    if (manager != ManagerKind::task_scheduler) {
        machine.crontab = read_crontab(runner);
    }
    return machine;
}

void note_how_it_starts(Runner& runner, const Installation& installation, Machine& machine) {
    switch (installation.manager) {
    case ManagerKind::systemd_user:
        machine.lingers = lingers(runner, machine.user);
        break;
    case ManagerKind::crontab: {
        const std::string crontab = read_crontab(runner);
        machine.starts_with_machine =
            without_service(crontab, installation.name).size() < crontab.size();
        break;
    }
    case ManagerKind::task_scheduler:
        machine.starts_with_machine =
            runner
                .run({"schtasks", "/Query", "/TN", task_name(installation, Part::pictures), "/XML"})
                .output.find("BootTrigger") != std::string::npos;
        break;
    case ManagerKind::systemd_system:
    case ManagerKind::launchd:
        break;
    }
}

std::vector<OtherJob> find_other_jobs(Runner& runner, const Installation& installation,
                                      const Machine& machine) {
    std::vector<OtherJob> jobs;
    if (is_systemd(installation.manager)) {
        add_timer(runner, installation, jobs);
    }
    if (installation.manager == ManagerKind::systemd_user) {
        add_units_of_machine(runner, jobs);
    }
    if (installation.manager == ManagerKind::task_scheduler) {
        add_task(runner, jobs);
    } else {
        add_crontab_lines(installation, machine, jobs);
    }
    return jobs;
}

} // namespace service
