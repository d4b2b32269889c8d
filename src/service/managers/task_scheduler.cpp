// SPDX-License-Identifier: Apache-2.0
#include "service/managers/task_scheduler.hpp"

#include "base/error.hpp"
#include "service/quoting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace service {

namespace {

// Each trigger starts it again every five minutes; one that runs is left alone.
constexpr std::string_view k_task = R"(<?xml version="1.0"?>
<!-- Written by `ring-snapshot service install`, removed by `ring-snapshot service remove`. -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{description}</Description>
  </RegistrationInfo>
  <Triggers>
    <{trigger}>
      <Repetition>
        <Interval>PT5M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <Enabled>true</Enabled>
{trigger_user}    </{trigger}>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>{logon}</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
)";

/// The Task Scheduler replaces %NAME% in commands, and knows no way to keep it from that.
void refuse_variables(const std::string& path) {
    if (std::count(path.begin(), path.end(), '%') > 1) {
        throw base::Error(base::ErrorCode::usage,
                          "the Task Scheduler cannot take a path with percent signs: " + path,
                          "move the program or the settings to another folder");
    }
}

enum class TaskStart { with_machine, at_log_on };

std::string task_text(const Installation& installation, const Machine& machine, Part part,
                      TaskStart start) {
    refuse_variables(installation.program);
    refuse_variables(installation.settings);
    std::vector<std::string> words = run_words(installation, {"--log", "--keep-alive"}, part);
    const bool is_at_log_on = start == TaskStart::at_log_on;
    if (is_at_log_on) {
        // A console without a window; otherwise one would stay open.
        words.insert(words.begin(), {"conhost.exe", "--headless"});
    }
    const std::string command = words.front();
    words.erase(words.begin());
    const std::string user = xml_text(machine.user);
    return fmt::format(
        k_task, fmt::arg("trigger", is_at_log_on ? "LogonTrigger" : "BootTrigger"),
        fmt::arg("trigger_user",
                 is_at_log_on ? fmt::format("      <UserId>{}</UserId>\n", user) : std::string()),
        fmt::arg("description", title_of(part)), fmt::arg("user", user),
        fmt::arg("logon", is_at_log_on ? "InteractiveToken" : "S4U"),
        fmt::arg("command", xml_text(command)),
        fmt::arg("arguments", xml_text(windows_line(words))));
}

/// Registers the task from a file beside the settings.
Plan register_task(const Installation& installation, const Machine& machine, Part part,
                   TaskStart start) {
    const std::string draft = Files(installation).draft();
    return {
        write_private_file(draft, task_text(installation, machine, part, start)),
        run({"schtasks", "/Create", "/TN", task_name(installation, part), "/XML", draft, "/F"})};
}

Plan start_part(const Installation& installation, Part part) {
    const std::string name = task_name(installation, part);
    return {remove_path(Files(installation, part).ended()),
            run({"schtasks", "/Change", "/TN", name, "/ENABLE"}),
            run({"schtasks", "/Run", "/TN", name})};
}

Plan remove_task(const Installation& installation, Part part) {
    const std::string name = task_name(installation, part);
    return {try_to_run({"schtasks", "/End", "/TN", name}),
            try_to_run({"schtasks", "/Delete", "/TN", name, "/F"})};
}

} // namespace

std::string task_name(const Installation& installation, Part part) {
    return "ring-snapshot" + name_suffix(installation.name, part, '-');
}

Plan TaskScheduler::install(const Request& request, const Machine& machine) const {
    const Installation& installation = request.installation;
    Plan plan = write_service_files(request);
    for (const Part part : parts_of(installation)) {
        // The one of an earlier installation would go on with the old program.
        plan.push_back(try_to_run({"schtasks", "/End", "/TN", task_name(installation, part)}));
        Plan with_machine = register_task(installation, machine, part, TaskStart::with_machine);
        with_machine.back().if_refused =
            register_task(installation, machine, part, TaskStart::at_log_on);
        append(plan, std::move(with_machine));
    }
    plan.push_back(remove_path(Files(installation).draft()));
    append(plan, start(installation, machine));
    return plan;
}

Plan TaskScheduler::start(const Installation& installation, const Machine&) const {
    Plan plan;
    for (const Part part : parts_of(installation)) {
        append(plan, start_part(installation, part));
    }
    return plan;
}

Plan TaskScheduler::stop(const Installation& installation, const Machine&) const {
    Plan plan;
    for (const Part part : parts_of(installation)) {
        const std::string name = task_name(installation, part);
        // First, or its trigger would start it again.
        append(plan, {run({"schtasks", "/Change", "/TN", name, "/DISABLE"}),
                      try_to_run({"schtasks", "/End", "/TN", name})});
    }
    return plan;
}

Plan TaskScheduler::remove(const Installation& installation, const Machine&) const {
    Plan plan;
    for (const Part part : parts_of(installation)) {
        append(plan, remove_task(installation, part));
    }
    append(plan, remove_service_files(installation));
    return plan;
}

Plan TaskScheduler::remove_page(const Installation& installation, const Machine&) const {
    Plan plan = remove_task(installation, Part::page);
    append(plan, remove_page_files(installation));
    return plan;
}

std::string TaskScheduler::starts(const Machine& machine) const {
    return machine.starts_with_machine
               ? "with this machine, also when nobody is logged on (network shares need your own "
                 "log-on)"
               : "when you log on, without a window, and ends when you log off";
}

} // namespace service
