// SPDX-License-Identifier: Apache-2.0
#include "service/managers/launchd.hpp"

#include "service/quoting.hpp"

#include <fmt/format.h>

#include <string_view>

namespace service {

namespace {

constexpr std::string_view k_agent = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- Written by `ring-snapshot service install`, removed by `ring-snapshot service remove`. -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>{}</string>
  <key>ProgramArguments</key>
  <array>
{}  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>60</integer>
  <key>ProcessType</key>
  <string>Background</string>
  <key>StandardOutPath</key>
  <string>/dev/null</string>
  <key>StandardErrorPath</key>
  <string>/dev/null</string>
</dict>
</plist>
)";

std::string label_of(const Installation& installation) {
    return fmt::format("local.ring-snapshot{}{}", installation.name.empty() ? "" : ".",
                       installation.name);
}

std::string file_of(const Installation& installation, const Machine& machine) {
    return fmt::format("{}/Library/LaunchAgents/{}.plist", machine.home, label_of(installation));
}

std::string domain_of(const Machine& machine) {
    return "gui/" + machine.user_id;
}

std::string target_of(const Installation& installation, const Machine& machine) {
    return domain_of(machine) + "/" + label_of(installation);
}

std::string agent_of(const Installation& installation) {
    std::string arguments;
    // It goes by how the last run ended: a person's work is not made up for by starts.
    for (const std::string& word : run_words(installation, {"--log", "--keep-alive"})) {
        arguments += fmt::format("    <string>{}</string>\n", xml_text(word));
    }
    return fmt::format(k_agent, xml_text(label_of(installation)), arguments);
}

} // namespace

Plan Launchd::install(const Request& request, const Machine& machine) const {
    const Installation& installation = request.installation;
    Plan plan = write_service_files(request);
    plan.push_back(write_file(file_of(installation, machine), agent_of(installation)));
    append(plan, start(installation, machine));
    return plan;
}

Plan Launchd::start(const Installation& installation, const Machine& machine) const {
    const std::string target = target_of(installation, machine);
    return {remove_path(Files(installation.settings, installation.name).ended()),
            try_to_run({"launchctl", "bootout", target}), run({"launchctl", "enable", target}),
            run({"launchctl", "bootstrap", domain_of(machine), file_of(installation, machine)})};
}

Plan Launchd::stop(const Installation& installation, const Machine& machine) const {
    const std::string target = target_of(installation, machine);
    return {run({"launchctl", "disable", target}), try_to_run({"launchctl", "bootout", target})};
}

Plan Launchd::remove(const Installation& installation, const Machine& machine) const {
    const std::string target = target_of(installation, machine);
    Plan plan = {try_to_run({"launchctl", "bootout", target}),
                 // Else this label would stay disabled for the next installation.
                 try_to_run({"launchctl", "enable", target}),
                 remove_path(file_of(installation, machine))};
    append(plan, remove_service_files(installation));
    return plan;
}

std::string Launchd::starts(const Machine&) const {
    return "when you log in, and ends when you log out";
}

} // namespace service
