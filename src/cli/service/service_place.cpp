// SPDX-License-Identifier: Apache-2.0
#include "cli/service/service_place.hpp"

#include "base/error.hpp"
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/duration.hpp"
#include "base/text/reason.hpp"
#include "base/text/time_format.hpp"
#include "cli/line/command_line.hpp"
#include "service/managers/manager.hpp"
#include "service/managers/systemd.hpp"
#include "service/option_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

namespace cli {

namespace {

namespace fs = std::filesystem;
using service::Installation;
using service::ManagerKind;
using service::Part;

constexpr std::size_t k_largest_file = std::size_t{1} << 20U;

std::optional<Installation> read_installation(const std::string& settings,
                                              const std::string& name) {
    const auto text = read_small_file(service::Files(settings, name).record());
    auto installation = text ? service::read_record(*text) : std::nullopt;
    if (installation) {
        // The settings may have been moved with all that stands beside them.
        installation->name = name;
    }
    return installation;
}

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

/// Whether systemd was told of a service of the machine.
bool has_system_unit(const std::string& name, service::Part part = service::Part::pictures) {
    const fs::path unit = fs::path("/etc/systemd/system") / service::unit_name(name, part);
    fs::path drop_in = unit;
    drop_in += ".d";
    return is_there(unit) || is_there(drop_in / "service-install.conf");
}

/// Without the account.
std::optional<InstalledService> find_system_service(const std::string& name) {
    if (auto installation = read_installation(system_settings(), name)) {
        return InstalledService{std::move(*installation), {}};
    }
    if (!has_system_unit(name)) {
        return std::nullopt;
    }
    Installation installation;
    installation.name = name;
    installation.manager = ManagerKind::systemd_system;
    installation.settings = system_settings();
    installation.has_page = has_system_unit(name, service::Part::page);
    return InstalledService{std::move(installation), {}, false};
}

bool is_locked(Context& context, const std::string& path) {
    if (!is_there(base::path_from_utf8(path))) {
        return false;
    }
    try {
        const base::FileLock lock(base::path_from_utf8(path), context.clock(), {},
                                  std::chrono::milliseconds(0));
        return false;
    } catch (const base::Error&) {
        return true;
    }
}

} // namespace

std::string system_settings() {
    return std::string(service::k_system_folder) + "/Settings.json";
}

std::optional<InstalledService> find_service(Context& context, const ServiceOptions& options,
                                             service::Runner& runner) {
    const std::string name = options.name.value_or("");
    std::optional<InstalledService> found;
    if (!options.system) {
        const std::string settings = base::absolute_utf8(context.store().file());
        if (auto installation = read_installation(settings, name)) {
            found = InstalledService{std::move(*installation), {}};
        }
    }
    if (!found) {
        found = find_system_service(name);
    }
    if (found) {
        // It starts a program, for which `status` has no time where there is no service.
        found->account = service::find_account(runner);
    }
    return found;
}

bool is_running(Context& context, service::Runner& runner, const Installation& installation,
                Part part) {
    const auto command =
        service::manager_of(installation.manager).is_running_command(installation, part);
    return command.empty() ? is_locked(context, service::Files(installation, part).lock())
                           : runner.run(command).succeeded();
}

std::map<Part, std::string> running_processes(Context& context, service::Runner& runner,
                                              const Installation& installation) {
    std::map<Part, std::string> processes;
    for (const Part part : service::parts_of(installation)) {
        if (const auto state = read_state(installation, part);
            state && is_running(context, runner, installation, part)) {
            processes[part] = state->process;
        }
    }
    return processes;
}

std::optional<std::string> read_small_file(const std::string& path) {
    try {
        return base::read_file(base::path_from_utf8(path), k_largest_file);
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

std::optional<service::State> read_state(const Installation& installation, Part part) {
    const auto text = read_small_file(service::Files(installation, part).state());
    return text ? service::read_state(*text) : std::nullopt;
}

std::optional<service::Ended> read_ended(const Installation& installation, Part part) {
    const auto text = read_small_file(service::Files(installation, part).ended());
    return text ? service::read_ended(*text) : std::nullopt;
}

namespace {

/// The options of a part, which its file has for `command`.
template <typename Options>
Options read_options(const Installation& installation, Part part, const char* command) {
    const service::Files files(installation, part);
    const auto text = read_small_file(files.options());
    if (!text) {
        throw base::Error(
            base::ErrorCode::usage,
            fmt::format("no service is installed here: there is no {}", files.options()),
            "run: ring-snapshot service install");
    }
    try {
        std::vector<std::string> words = service::read_words(*text);
        words.insert(words.begin(), command);
        const Invocation invocation = parse_command_line(words);
        if (const auto* options = invocation.find<Options>()) {
            return *options;
        }
    } catch (const base::Error& error) {
        throw base::Error(
            error.code(),
            fmt::format("{}: {}", files.options(), base::with_reason_in_brackets(error.message())),
            error.hint());
    }
    throw base::Error(
        base::ErrorCode::usage,
        fmt::format("{}: this is not what ring-snapshot {} takes", files.options(), command));
}

} // namespace

WatchOptions read_service_options(const Installation& installation) {
    return read_options<WatchOptions>(installation, Part::pictures, "watch");
}

ServeOptions read_page_options(const Installation& installation) {
    return read_options<ServeOptions>(installation, Part::page, "serve");
}

std::string describe_end(const std::optional<service::Ended>& ended) {
    return ended ? fmt::format("not running since {}: {} (exit code {})",
                               base::format_local_time(ended->time, "%Y-%m-%d %H:%M"),
                               ended->message.empty() ? "it reached its end" : ended->message,
                               ended->code)
                 : "not running";
}

std::string in_words(std::chrono::milliseconds duration) {
    using namespace std::chrono_literals;
    constexpr std::array<std::pair<std::chrono::milliseconds, const char*>, 4> k_units = {
        {{24h, "day"}, {1h, "hour"}, {1min, "minute"}, {1s, "second"}}};
    for (const auto& [unit, name] : k_units) {
        if (duration >= unit && duration % unit == 0ms) {
            const auto count = duration / unit;
            return fmt::format("{} {}{}", count, name, count == 1 ? "" : "s");
        }
    }
    return base::describe_duration(duration);
}

bool is_interactive(Context& context) {
    const OutputOptions& options = context.output().options();
    return context.console().is_terminal(Stream::input) &&
           context.console().is_terminal(Stream::error) && !options.json && !options.quiet;
}

std::vector<std::string> installed_names(const std::string& settings) {
    const fs::path file = base::path_from_utf8(settings);
    const std::string stem = base::utf8_from_path(file.filename()) + ".service";
    constexpr std::string_view k_end = ".record";
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(file.parent_path(), error);
         !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const std::string found = base::utf8_from_path(entry->path().filename());
        if (found.size() < stem.size() + k_end.size() || !found.starts_with(stem) ||
            !found.ends_with(k_end)) {
            continue;
        }
        const std::string name =
            found.substr(stem.size(), found.size() - stem.size() - k_end.size());
        if (name.empty() || name.starts_with('-')) {
            names.push_back(name.empty() ? name : name.substr(1));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool has_other_services(const Installation& installation) {
    const std::vector<std::string> names = installed_names(installation.settings);
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return name != installation.name; });
}

} // namespace cli
