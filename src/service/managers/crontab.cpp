// SPDX-License-Identifier: Apache-2.0
#include "service/managers/crontab.hpp"

#include "base/text/ascii.hpp"
#include "service/quoting.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

namespace service {

namespace {

constexpr std::string_view k_mark = "# ring-snapshot service";

/// What the lines of a service end with: sh takes it for a comment.
std::string mark_of(std::string_view name, Part part) {
    return fmt::format(" {}{}{}{}", k_mark, name.empty() ? "" : " ", name,
                       part == Part::page ? ", page" : "");
}

std::vector<std::string> lines_of(std::string_view crontab) {
    std::vector<std::string> lines;
    while (!crontab.empty()) {
        const std::size_t end = crontab.find('\n');
        lines.emplace_back(crontab.substr(0, end));
        crontab.remove_prefix(end == std::string_view::npos ? crontab.size() : end + 1);
    }
    return lines;
}

std::string as_text(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    return text;
}

bool is_other_job(std::string_view line) {
    line = base::trimmed(line);
    if (line.empty() || line.front() == '#' ||
        line.find(std::string(" ") + std::string(k_mark)) != std::string_view::npos) {
        return false;
    }
    if (line.find("RingSnapshotDownload") != std::string_view::npos) {
        return true;
    }
    const std::size_t program = line.find("ring-snapshot");
    if (program == std::string_view::npos) {
        return false;
    }
    // Not `status --max-age` and the like, which is to go on.
    const std::string_view rest = line.substr(program);
    return rest.find(" get ") != std::string_view::npos ||
           rest.find(" watch ") != std::string_view::npos || rest.ends_with(" get") ||
           rest.ends_with(" watch");
}

/// Hands `crontab` to crontab(1) by a file beside the settings.
Plan write_crontab(const Installation& installation, const std::string& crontab,
                   WhenRefused when_refused) {
    const std::string draft = Files(installation).draft();
    Step install = run_or_tell(
        {"crontab", draft}, "the service does not start with this machine",
        "crontab -e, and put in it the lines that ring-snapshot service install --print shows");
    install.when_refused = when_refused;
    return {write_private_file(draft, crontab), std::move(install), remove_path(draft)};
}

/// Starts a part now, with nothing that ties it to this terminal.
Step start_now(const Installation& installation, Part part) {
    std::vector<std::string> words = {"sh", "-c", R"(nohup "$@" </dev/null >/dev/null 2>&1 &)",
                                      "ring-snapshot"};
    const auto command = run_words(installation, {"--log"}, part);
    words.insert(words.end(), command.begin(), command.end());
    return run(std::move(words));
}

/// Ends the process and waits for that, which takes some seconds while it renews the login.
Plan end_process(const Installation& installation, const Machine& machine, Part part) {
    const auto process = machine.processes.find(part);
    if (process == machine.processes.end()) {
        return {};
    }
    return {try_to_run({"kill", process->second}), await_release(Files(installation, part).lock())};
}

/// Starts all parts; those that run go on with the old options.
Plan start_again(const Installation& installation, const Machine& machine) {
    Plan plan;
    for (const Part part : parts_of(installation)) {
        append(plan, end_process(installation, machine, part));
        plan.push_back(start_now(installation, part));
    }
    return plan;
}

} // namespace

std::string without_service(std::string_view crontab, std::string_view name) {
    const std::string of_pictures = mark_of(name, Part::pictures);
    const std::string of_page = mark_of(name, Part::page);
    std::vector<std::string> lines = lines_of(crontab);
    std::erase_if(lines, [&](const std::string& line) {
        return line.ends_with(of_pictures) || line.ends_with(of_page);
    });
    return as_text(lines);
}

std::string with_service(std::string_view crontab, const Installation& installation) {
    std::string text = without_service(crontab, installation.name);
    for (const Part part : parts_of(installation)) {
        const auto line = [&](std::string_view when, const std::vector<std::string>& extra) {
            return fmt::format("{} {} >/dev/null 2>&1{}\n", when,
                               crontab_line(run_words(installation, extra, part)),
                               mark_of(installation.name, part));
        };
        text += line("@reboot", {"--log"}) + line("*/5 * * * *", {"--log", "--keep-alive"});
    }
    return text;
}

std::vector<std::string> other_jobs(std::string_view crontab) {
    std::vector<std::string> lines = lines_of(crontab);
    std::erase_if(lines, [](const std::string& line) { return !is_other_job(line); });
    return lines;
}

std::string without_other_jobs(std::string_view crontab) {
    std::vector<std::string> lines = lines_of(crontab);
    for (std::string& line : lines) {
        if (is_other_job(line)) {
            line = "# disabled by ring-snapshot service install: " + line;
        }
    }
    return as_text(lines);
}

Plan Crontab::install(const Request& request, const Machine& machine) const {
    const Installation& installation = request.installation;
    Plan plan = write_service_files(request);
    append(plan, write_crontab(installation, with_service(machine.crontab, installation),
                               WhenRefused::tell));
    append(plan, start_again(installation, machine));
    return plan;
}

Plan Crontab::start(const Installation& installation, const Machine& machine) const {
    Plan plan =
        write_crontab(installation, with_service(machine.crontab, installation), WhenRefused::tell);
    append(plan, start_again(installation, machine));
    return plan;
}

Plan Crontab::stop(const Installation& installation, const Machine& machine) const {
    Plan plan;
    const std::string without = without_service(machine.crontab, installation.name);
    // A user who may have no crontab can end the service all the same.
    if (without.size() < machine.crontab.size()) {
        plan = write_crontab(installation, without, WhenRefused::fail);
    }
    for (const Part part : parts_of(installation)) {
        append(plan, end_process(installation, machine, part));
    }
    return plan;
}

Plan Crontab::remove(const Installation& installation, const Machine& machine) const {
    Plan plan = stop(installation, machine);
    append(plan, remove_service_files(installation));
    return plan;
}

Plan Crontab::remove_page(const Installation& installation, const Machine& machine) const {
    // Its lines go when install() writes those of the pictures.
    Plan plan = end_process(installation, machine, Part::page);
    append(plan, remove_page_files(installation));
    return plan;
}

std::string Crontab::starts(const Machine& machine) const {
    return machine.starts_with_machine
               ? "with this machine (by cron), also when nobody is logged in"
               : "by hand only: ring-snapshot service start";
}

} // namespace service
