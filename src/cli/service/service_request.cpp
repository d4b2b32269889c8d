// SPDX-License-Identifier: Apache-2.0
#include "cli/service/service_request.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/process/environment.hpp"
#include "base/process/process.hpp"
#include "base/text/duration.hpp"
#include "base/text/given_value.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/service/passing_place.hpp"
#include "cli/service/service_page.hpp"
#include "cli/service/service_place.hpp"
#include "cli/watch/watch_options.hpp"
#include "service/managers/systemd.hpp"
#include "service/option_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using service::Installation;
using service::ManagerKind;
namespace fs = std::filesystem;

bool is_system(const Installation& installation) {
    return installation.manager == ManagerKind::systemd_system;
}

/// Whether a system service, which sees no home folder, cannot see `path`.
bool is_at_home(const std::string& path, const service::Account& person) {
    return base::is_below(path, "/home") || base::is_below(path, "/root") ||
           base::is_below(path, "/run/user") || base::is_below(path, person.home);
}

/// The user who called sudo; else the one of this process.
service::Account find_person(service::Runner& runner, const service::Account& account) {
    if (account.is_root()) {
        if (const auto name = base::environment_variable("SUDO_USER")) {
            if (const auto user = service::find_user(runner, *name)) {
                return *user;
            }
        }
    }
    return account;
}

bool has_login(Context& context, const std::string& file) {
    settings::Store store(base::path_from_utf8(file), context.clock(), [](const std::string&) {});
    return store.load().is_logged_in();
}

/// Where the login of a system service comes from: the settings that are named, those of the person
/// who called sudo, or root's.
std::string login_source(Context& context, const service::Account& person,
                         const service::Account& account) {
    if (!context.settings_are_named() && !base::environment_variable("RING_SNAPSHOT_SETTINGS") &&
        person.name != account.name) {
        return person.home + "/.config/ring-snapshot/Settings.json";
    }
    return base::absolute_utf8(context.store().file());
}

/// Takes what is remembered as the choice of cameras, else all, where none was given.
void complete_selection(const settings::Settings& settings, WatchOptions& watch,
                        std::vector<std::string>& words) {
    if (!watch.devices.empty() || watch.all || watch.location) {
        return;
    }
    if (settings.location) {
        watch.location = settings.location;
        words.insert(words.end(), {"--location", *settings.location});
        return;
    }
    watch.devices = settings.devices;
    if (watch.devices.empty() && settings.device_id && !settings.all_cameras.value_or(false)) {
        watch.devices = {std::to_string(*settings.device_id)};
    }
    if (!watch.devices.empty()) {
        words.insert(words.begin(), watch.devices.begin(), watch.devices.end());
        return;
    }
    watch.all = true;
    words.emplace_back("--all");
}

std::string describe_selection(const WatchOptions& watch) {
    if (watch.location) {
        return "the cameras of " + *watch.location;
    }
    if (watch.all) {
        return "all cameras";
    }
    std::string names;
    for (const std::string& device : watch.devices) {
        names += (names.empty() ? "" : ", ") + device;
    }
    return names;
}

std::string default_folder(const Installation& installation, const service::Account& person) {
    if (is_system(installation)) {
        return std::string(service::k_system_folder) + "/pictures";
    }
    return base::utf8_from_path(base::path_from_utf8(person.home) / "Pictures" / "Ring");
}

/// The folder of the pictures, absolute: the service starts in another one.
void complete_folder(const Installation& installation, const service::Account& person,
                     const settings::Settings& settings, WatchOptions& watch) {
    if (watch.out && *watch.out == "-") {
        throw Error(ErrorCode::usage, "a service saves files; --out - is for get");
    }
    if (!watch.out && settings.output_path &&
        !(is_system(installation) && is_at_home(*settings.output_path, person))) {
        watch.out = base::take_value(base::ValueKind::path, "OutputPath in the settings",
                                     *settings.output_path, ErrorCode::cannot_write);
    }
    watch.out = watch.out ? base::absolute_utf8(base::path_from_utf8(*watch.out))
                          : default_folder(installation, person);
}

void replace_value(std::vector<std::string>& words, const std::string& option,
                   const std::string& value) {
    const auto found = std::find(words.begin(), words.end(), option);
    if (found == words.end()) {
        words.insert(words.end(), {option, value});
    } else {
        *std::next(found) = value;
    }
}

/// The options of the service as words, with what goes without saying for a watch by hand.
void complete_options(const Installation& installation, const service::Account& person,
                      const settings::Settings& settings, WatchOptions& watch,
                      std::vector<std::string>& words) {
    // The service has a file of its own to remember them in.
    std::erase(words, "--save");
    complete_selection(settings, watch, words);
    if (!watch.every) {
        watch.every = settings.every.value_or(snapshot::WatchPlan().every);
        words.insert(words.end(), {"--every", base::format_duration(*watch.every)});
    }
    complete_folder(installation, person, settings, watch);
    replace_value(words, "--out", *watch.out);
    const bool is_file = !find_destination(*watch.out).file_name.empty();
    if (!watch.file_name && !settings.file_name && !is_file) {
        watch.file_name = k_service_name_pattern;
        words.insert(words.end(), {"--name", k_service_name_pattern});
    }
}

void refuse_home_folder(const std::string& option, const std::string& path,
                        const service::Account& person) {
    if (is_at_home(path, person)) {
        throw Error(
            ErrorCode::usage,
            fmt::format("{}: a service of the machine cannot see home folders, so it cannot "
                        "save pictures in {}",
                        option, path),
            "choose a folder elsewhere, such as /srv/ring, or leave out --system");
    }
}

std::map<std::string, std::string> environment_for_service() {
    std::map<std::string, std::string> environment;
    for (const std::string& name : base::environment_names()) {
        const auto value = base::environment_variable(name);
        if (value && service::is_for_services(name)) {
            // The service starts in another folder.
            environment[name] = name == "SSL_CERT_FILE"
                                    ? base::absolute_utf8(base::path_from_utf8(*value))
                                    : *value;
        }
    }
    return environment;
}

/// Has the service find the broker's password in its environment, and the certificates wherever it
/// starts.
void complete_broker(const Installation& installation, const service::Account& person,
                     const settings::Settings& settings, WatchOptions& watch,
                     service::Request& request) {
    // A service of the machine has settings of its own.
    const settings::SavedOptions nothing;
    complete_mqtt_password(watch, is_system(installation) ? nothing : settings);
    const auto file =
        std::find(request.options.begin(), request.options.end(), "--mqtt-password-file");
    if (file != request.options.end()) {
        request.options.erase(file, file + 2);
        watch.mqtt_password_file.reset();
    }
    const settings::SavedOptions wanted = settings.with(watch);
    if (wanted.mqtt_password && (watch.mqtt_password || (is_system(installation) && watch.mqtt))) {
        request.environment["RING_SNAPSHOT_MQTT_PASSWORD"] = wanted.mqtt_password->reveal();
    }
    if (watch.mqtt_ca) {
        watch.mqtt_ca = base::absolute_utf8(base::path_from_utf8(*watch.mqtt_ca));
        replace_value(request.options, "--mqtt-ca", *watch.mqtt_ca);
        if (is_system(installation)) {
            refuse_home_folder("--mqtt-ca", *watch.mqtt_ca, person);
        }
    }
}

std::string place_for_program(const Installation& installation, const service::Account& person) {
    if (is_system(installation)) {
        return "/usr/local/bin/ring-snapshot";
    }
    const fs::path home = base::path_from_utf8(person.home);
    return base::utf8_from_path(installation.manager == ManagerKind::task_scheduler
                                    ? home / "AppData" / "Local" / "Programs" / "RingSnapshot" /
                                          "ring-snapshot.exe"
                                    : home / ".local" / "bin" / "ring-snapshot");
}

/// Chooses the manager and the files that the service uses.
Installation choose_place(Context& context, const ServiceOptions& options, service::Runner& runner,
                          const service::Account& account, const service::Account& person) {
    Installation installation;
    installation.name = options.name.value_or("");
    installation.has_page = options.page;
    installation.manager = service::find_manager(runner, options.system || account.is_root());
    if (options.system && !is_system(installation)) {
        throw Error(ErrorCode::usage, "--system is for Linux with systemd",
                    "leave it out for a service of your own");
    }
    installation.user = person.name;
    if (!is_system(installation)) {
        installation.settings = base::absolute_utf8(context.store().file());
        return installation;
    }
    installation.settings = system_settings();
    if (!account.is_root() && !options.print) {
        throw Error(ErrorCode::cannot_write, "only root can set up a service of the whole machine",
                    "run: sudo ring-snapshot service install --system, with the same options");
    }
    const std::string source = login_source(context, person, account);
    if (source != installation.settings) {
        installation.login_from = source;
    }
    return installation;
}

/// The settings to log in with now, before the login moves.
std::string settings_with_login(Context& context, const Installation& installation) {
    const bool has_own = installation.login_from.empty() ||
                         (is_system(installation) && has_login(context, installation.settings));
    const std::string& file = has_own ? installation.settings : installation.login_from;
    if (!has_login(context, file)) {
        throw Error(ErrorCode::two_factor, "not logged in, so a service could take no pictures",
                    is_system(installation)
                        ? "log in as yourself, without sudo, by: ring-snapshot login"
                        : "run: ring-snapshot login");
    }
    return file;
}

/// Asks Ring for the cameras, so that a mistake in a name is known before the service is there.
std::optional<std::size_t> count_cameras(Context& context, const GetPlan& plan) {
    try {
        return ChosenCameras(context, plan, true).size();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::service_unavailable &&
            error.code() != ErrorCode::slow_down) {
            throw;
        }
        context.output().notice("the cameras could not be checked: " + error.message());
        return std::nullopt;
    }
}

} // namespace

ServiceRequest make_service_request(Context& context, const ServiceOptions& options,
                                    service::Runner& runner) {
    for (const auto& [option, is_given] : {std::pair("--dry-run", options.watch.dry_run),
                                           std::pair("--notify-test", options.watch.notify_test)}) {
        if (is_given) {
            throw Error(ErrorCode::usage, fmt::format("{} is for watch", option),
                        fmt::format("run: ring-snapshot watch {}, with the same options", option));
        }
    }
    ServiceRequest result;
    result.account = service::find_account(runner);
    const service::Account person = find_person(runner, result.account);
    Installation& installation = result.request.installation;
    installation = choose_place(context, options, runner, result.account, person);
    CommonOptions common;
    common.settings_file = options.print && installation.manager == ManagerKind::systemd_system &&
                                   !result.account.is_root()
                               ? installation.login_from
                               : settings_with_login(context, installation);
    common.output = context.output().options();
    Context checking(common, context.output(), context.platform());
    const settings::Settings settings = checking.store().load();

    if (options.page) {
        result.request.page_options = page_words(options);
    }
    WatchOptions watch = options.watch;
    std::vector<std::string>& words = result.request.options;
    words = options.words;
    result.request.environment = environment_for_service();
    complete_options(installation, person, settings, watch, words);
    complete_broker(installation, person, settings, watch, result.request);
    const GetPlan plan = make_plan(watch, settings, {});
    result.every = make_watch_extras(watch, settings, plan.picture_options).plan.every;
    installation.pictures = base::absolute_utf8(plan.folder);
    if (is_system(installation)) {
        refuse_home_folder("--out", installation.pictures, person);
        refuse_home_folder("--latest", base::utf8_from_path(plan.latest_folder), person);
    }
    result.selection = describe_selection(watch);

    const fs::path program = base::program_path();
    installation.program = base::utf8_from_path(program);
    if (is_in_passing_place(program, person.home) ||
        (is_system(installation) && is_at_home(installation.program, person))) {
        result.copy_of_program_to = place_for_program(installation, person);
    }
    if (!options.print) {
        result.cameras = count_cameras(checking, plan);
    }
    return result;
}

} // namespace cli
