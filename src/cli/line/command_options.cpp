// SPDX-License-Identifier: Apache-2.0
#include "cli/line/command_options.hpp"

#include "base/error.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "settings/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using base::ValueKind;
using Text = const std::string&;

constexpr std::int64_t k_most_rounds = 1'000'000'000;

/// What kind of value an option takes, by the name that its value has in the help.
ValueKind kind_of(std::string_view value_name) {
    constexpr std::pair<std::string_view, ValueKind> k_kinds[] = {
        {"EMAIL", ValueKind::email},      {"PASSWORD", ValueKind::password},
        {"CODE", ValueKind::code},        {"DIR", ValueKind::path},
        {"FILE", ValueKind::path},        {"DURATION", ValueKind::word},
        {"N", ValueKind::word},           {"URL", ValueKind::word},
        {"HH:MM-HH:MM", ValueKind::word}, {"FLOW", ValueKind::word},
    };
    const auto* found = std::find_if(std::begin(k_kinds), std::end(k_kinds),
                                     [&](const auto& entry) { return entry.first == value_name; });
    return found == std::end(k_kinds) ? ValueKind::text : found->second;
}

/// Declares an option whose value may look like an option. `take` gets it cleaned. Given twice, the
/// last one counts.
void add_secret(CLI::App& app, const char* name, const char* value_name, const char* help,
                std::function<void(Text)> take) {
    app.add_option_function<std::string>(
           name,
           [name, kind = kind_of(value_name), take = std::move(take)](Text text) {
               // An empty text stands for "not given", as it comes from variables that are not set.
               take(text.empty() ? text : base::take_value(kind, name, text));
           },
           help)
        ->type_name(value_name)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

/// The same for a value that cannot look like an option: a forgotten one is noticed.
void add_value(CLI::App& app, const char* name, const char* value_name, const char* help,
               std::function<void(Text)> take) {
    add_secret(app, name, value_name, help, [name, take = std::move(take)](Text text) {
        if (text.starts_with("--")) {
            throw Error(ErrorCode::usage, fmt::format("{} needs a value; what follows it is {}",
                                                      name, base::printable(text)));
        }
        take(text);
    });
}

void add_common(CLI::App& app, CommonOptions& common) {
    add_value(app, "--settings", "FILE", "the settings file to use",
              [&](Text text) { common.settings_file = text; });
    app.add_flag("--json", common.output.json, "results as JSON, one object a line");
    app.add_flag("--quiet", common.output.quiet, "only results and errors");
    app.add_flag("--verbose", common.output.verbose, "show each request and its outcome");
    app.add_flag("--no-color", common.output.no_color, "no colours (as does NO_COLOR)");
}

/// Makes `command` the one to run and hands out its options to be filled.
template <typename Options>
Options& select(CLI::App& command, Invocation& invocation, std::shared_ptr<Options> options) {
    command.callback([&invocation, options] { invocation.command = *options; });
    return *options;
}

CLI::App& add_command(CLI::App& app, const char* name, const char* help) {
    CLI::App& command = *app.add_subcommand(name, help);
    command.fallthrough();
    command.allow_extras();
    return command;
}

ring::LoginFlow parse_flow(Text text) {
    if (text == "token") {
        return ring::LoginFlow::token;
    }
    if (text == "browser") {
        return ring::LoginFlow::browser;
    }
    if (text != "auto") {
        throw Error(ErrorCode::usage, fmt::format("--flow: '{}' is none of auto, token, browser",
                                                  base::printable(text)));
    }
    return ring::LoginFlow::automatic;
}

void add_login(CLI::App& app, Invocation& invocation) {
    CLI::App& command = add_command(app, "login", "log in once; later runs need no password");
    LoginOptions& options = select(command, invocation, std::make_shared<LoginOptions>());
    add_value(command, "--username", "EMAIL", "the e-mail address of the Ring account",
              [&](Text text) { options.input.username = text; });
    add_secret(command, "--password", "PASSWORD", "better left out: it is asked for",
               [&](Text text) { options.input.password = base::Secret(text); });
    add_value(command, "--password-file", "FILE",
              "read the password from the first line of FILE (-: standard input)",
              [&](Text text) { options.password_file = text; });
    add_secret(command, "--2fa-code", "CODE", "the two-factor code, when it is there already",
               [&](Text text) { options.input.code = base::Secret(text); });
    add_value(command, "--flow", "FLOW", "the way in: auto (default), token or browser",
              [&](Text text) { options.flow = parse_flow(text); });
    add_secret(
        command, "--refresh-token", "TOKEN",
        "take over a refresh token, plain or as ring-client-api keeps it (-: standard input)",
        [&](Text text) { options.refresh_token = base::Secret(text); });
    command.add_flag("--show-token", options.show_token,
                     "print the stored refresh token for use in ring-client-api");
    command.footer("ring-snapshot login\n"
                   "ring-snapshot login --username my@email.com --2fa-code 123456");
}

void add_devices(CLI::App& command, std::vector<std::string>& devices) {
    command
        .add_option_function<std::vector<std::string>>(
            "DEVICE",
            [&](const std::vector<std::string>& texts) {
                devices.clear();
                for (Text text : texts) {
                    devices.push_back(base::clean_value(ValueKind::text, text));
                }
            },
            "camera by id or name (a unique beginning will do)")
        ->type_name("");
}

void add_get_selection(CLI::App& command, GetOptions& options) {
    add_devices(command, options.devices);
    command.add_flag("--all", options.all, "every camera of the account");
    add_value(command, "--location", "NAME", "every camera of one home",
              [&](Text text) { options.location = text; });
}

void add_picture_options(CLI::App& command, GetOptions& options) {
    add_get_selection(command, options);
    command.add_flag("--fresh", options.fresh, "ask the camera for a new picture first");
    command.add_flag("--cached", options.cached, "take the newest picture Ring has (default)");
    add_value(command, "--wait", "DURATION", "how long to wait for a fresh picture (60s)",
              [&](Text text) { options.wait = parse_duration_option("--wait", text); });
    command.add_flag("--require-fresh", options.require_fresh,
                     "no file unless the picture is fresh; implies --fresh");
    add_value(command, "--max-age", "DURATION", "no file when the picture is older than this",
              [&](Text text) { options.maximum_age = parse_duration_option("--max-age", text); });
    add_value(command, "--out", "DIR",
              "folder to save in, or x.jpg for one camera (-: standard output)",
              [&](Text text) { options.out = text; });
    add_value(command, "--name", "TEMPLATE",
              "file name; fields: {id} {name} {kind} {model} {location} {time:FORMAT} {utc:FORMAT}",
              [&](Text text) { options.file_name = text; });
    add_value(command, "--latest", "TEMPLATE",
              "keep a copy under a steady name too, e.g. {name}.jpg",
              [&](Text text) { options.latest_file_name = text; });
    add_value(command, "--retries", "N", "attempts per picture, 1 to 100 (3)", [&](Text text) {
        options.maximum_retries = static_cast<int>(parse_number_option(
            "--retries", text, settings::k_min_retries, settings::k_max_retries));
    });
    add_value(command, "--exec", "COMMAND", "run for each saved picture, without a shell",
              [&](Text text) { options.exec_command = text; });
    command.add_flag("--save", options.save, "remember these options in the settings");
}

void add_get(CLI::App& app, Invocation& invocation) {
    CLI::App& command =
        add_command(app, "get", "download a snapshot of one, several or all cameras");
    GetOptions& options = select(command, invocation, std::make_shared<GetOptions>());
    add_picture_options(command, options);
    command.footer("ring-snapshot get --all --out /pictures\n"
                   "ring-snapshot get \"Front Door\" --fresh --latest {name}.jpg\n"
                   "ring-snapshot get 31000417 --out - > door.jpg");
}

void add_watch(CLI::App& app, Invocation& invocation) {
    CLI::App& command = add_command(app, "watch", "keep downloading, on a schedule, until stopped");
    WatchOptions& options = select(command, invocation, std::make_shared<WatchOptions>());
    add_picture_options(command, options);
    add_value(command, "--every", "DURATION", "from one round to the next, 10s or more (5m)",
              [&](Text text) { options.every = parse_duration_option("--every", text); });
    add_value(command, "--between", "HH:MM-HH:MM", "only in that part of the day, local time",
              [&](Text text) { options.between = text; });
    add_value(command, "--count", "N", "stop after this many rounds", [&](Text text) {
        options.count = static_cast<int>(parse_number_option("--count", text, 1, k_most_rounds));
    });
    add_value(command, "--for", "DURATION", "stop after this time",
              [&](Text text) { options.duration = parse_duration_option("--for", text); });
    add_value(command, "--keep", "DURATION", "delete pictures that are older, never the newest",
              [&](Text text) { options.keep = parse_duration_option("--keep", text); });
    add_value(command, "--keep-last", "N", "keep the newest N pictures of each camera",
              [&](Text text) {
                  options.keep_last =
                      static_cast<int>(parse_number_option("--keep-last", text, 1, k_most_rounds));
              });
    command.add_flag_callback(
        "--allow-drain", [&] { options.allow_drain = true; },
        "let --fresh wake battery cameras more often than every 10 minutes");
    add_value(command, "--on-failure", "COMMAND", "run when a camera starts or stops failing",
              [&](Text text) { options.failure_command = text; });
    add_value(command, "--heartbeat", "URL", "fetch this after each good round",
              [&](Text text) { options.heartbeat = text; });
    command.footer("ring-snapshot watch --all --every 5m --out /pictures\n"
                   "ring-snapshot watch Driveway --fresh --between 07:00-22:00 --keep 30d");
}

void add_other_commands(CLI::App& app, Invocation& invocation) {
    CLI::App& list = add_command(app, "list", "the cameras of the account");
    ListOptions& list_options = select(list, invocation, std::make_shared<ListOptions>());
    list.add_flag("--everything", list_options.everything, "also devices that take no pictures");

    CLI::App& status =
        add_command(app, "status", "what is stored here: settings, login, newest pictures");
    StatusOptions& status_options = select(status, invocation, std::make_shared<StatusOptions>());
    add_devices(status, status_options.devices);
    add_value(status, "--max-age", "DURATION",
              "end with 7 when a camera's newest picture is older than this", [&](Text text) {
                  status_options.max_age = parse_duration_option("--max-age", text);
              });
    status.footer("ring-snapshot status\n"
                  "ring-snapshot status --max-age 1h \"Front Door\"");

    CLI::App& doctor =
        add_command(app, "doctor", "find out why it does not work, and say what to do");
    DoctorOptions& doctor_options = select(doctor, invocation, std::make_shared<DoctorOptions>());
    doctor.add_flag("--report", doctor_options.report,
                    "for a public forum: without names, addresses and ids");
    add_value(doctor, "--out", "DIR", "the folder for pictures to look at",
              [&](Text text) { doctor_options.out = text; });
    doctor.footer("ring-snapshot doctor\n"
                  "ring-snapshot doctor --report > report.txt");

    CLI::App& completion =
        add_command(app, "completion", "print the completion script for a shell");
    CompletionOptions& completion_options =
        select(completion, invocation, std::make_shared<CompletionOptions>());
    completion
        .add_option_function<std::string>(
            "SHELL", [&](Text text) { completion_options.shell = text; }, "bash, zsh or fish")
        ->type_name("");
    completion.footer("source <(ring-snapshot completion bash)");
}

} // namespace

std::unique_ptr<CLI::App> make_command_line(Invocation& invocation) {
    auto app = std::make_unique<CLI::App>(
        "Downloads still pictures from Ring doorbells and cameras.", "ring-snapshot");
    app->set_help_flag("--help,-h", "this help");
    app->add_flag("--version")->description("the version of this program");
    app->add_flag("--licenses")->description("its licence and those of what is built into it");
    app->allow_extras();
    app->require_subcommand(0, 1);
    add_common(*app, invocation.common);
    add_login(*app, invocation);
    CLI::App& logout = add_command(*app, "logout", "forget the stored session");
    select(logout, invocation, std::make_shared<LogoutOptions>());
    add_get(*app, invocation);
    add_watch(*app, invocation);
    add_other_commands(*app, invocation);
    return app;
}

} // namespace cli
