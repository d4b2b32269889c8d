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

std::string label_of(const Installation& installation, Part part) {
    return "local.ring-snapshot" + name_suffix(installation.name, part, '.');
}

std::string file_of(const Installation& installation, const Machine& machine, Part part) {
    return fmt::format("{}/Library/LaunchAgents/{}.plist", machine.home,
                       label_of(installation, part));
}

std::string domain_of(const Machine& machine) {
    return "gui/" + machine.user_id;
}

std::string target_of(const Installation& installation, const Machine& machine, Part part) {
    return domain_of(machine) + "/" + label_of(installation, part);
}

std::string agent_of(const Installation& installation, Part part) {
    std::string arguments;
    // It goes by how the last run ended: a person's work is not made up for by starts.
    for (const std::string& word : run_words(installation, {"--log", "--keep-alive"}, part)) {
        arguments += fmt::format("    <string>{}</string>\n", xml_text(word));
    }
    return fmt::format(k_agent, xml_text(label_of(installation, part)), arguments);
}

Plan start_part(const Installation& installation, const Machine& machine, Part part) {
    const std::string target = target_of(installation, machine, part);
    return {
        remove_path(Files(installation, part).ended()),
        try_to_run({"launchctl", "bootout", target}), run({"launchctl", "enable", target}),
        run({"launchctl", "bootstrap", domain_of(machine), file_of(installation, machine, part)})};
}

Plan remove_agent(const Installation& installation, const Machine& machine, Part part) {
    const std::string target = target_of(installation, machine, part);
    return {try_to_run({"launchctl", "bootout", target}),
            // Else this label would stay disabled for the next installation.
            try_to_run({"launchctl", "enable", target}),
            remove_path(file_of(installation, machine, part))};
}

} // namespace

Plan Launchd::install(const Request& request, const Machine& machine) const {
    const Installation& installation = request.installation;
    Plan plan = write_service_files(request);
    for (const Part part : parts_of(installation)) {
        plan.push_back(
            write_file(file_of(installation, machine, part), agent_of(installation, part)));
    }
    append(plan, start(installation, machine));
    return plan;
}

Plan Launchd::start(const Installation& installation, const Machine& machine) const {
    Plan plan;
    for (const Part part : parts_of(installation)) {
        append(plan, start_part(installation, machine, part));
    }
    return plan;
}

Plan Launchd::stop(const Installation& installation, const Machine& machine) const {
    Plan plan;
    for (const Part part : parts_of(installation)) {
        const std::string target = target_of(installation, machine, part);
        append(plan, {run({"launchctl", "disable", target}),
                      try_to_run({"launchctl", "bootout", target})});
    }
    return plan;
}

Plan Launchd::remove(const Installation& installation, const Machine& machine) const {
    Plan plan;
    for (const Part part : parts_of(installation)) {
        append(plan, remove_agent(installation, machine, part));
    }
    append(plan, remove_service_files(installation));
    return plan;
}

Plan Launchd::remove_page(const Installation& installation, const Machine& machine) const {
    Plan plan = remove_agent(installation, machine, Part::page);
    append(plan, remove_page_files(installation));
    return plan;
}

std::string Launchd::starts(const Machine&) const {
    return "when you log in, and ends when you log out";
}

} // namespace service
