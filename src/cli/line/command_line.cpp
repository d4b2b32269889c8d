// SPDX-License-Identifier: Apache-2.0
#include "cli/line/command_line.hpp"

#include "base/error.hpp"
#include "base/text/duration.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/line/help.hpp"
#include "cli/line/suggestion.hpp"
#include "cli/output/licences.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

void add_common(CLI::App& app, CommonOptions& common) {
    OptionDeclarer declarer(app);
    declarer.add("--settings", "FILE", common.settings_file, "the settings file to use");
    declarer.add_flag("--json", common.output.json, "results as JSON, one object a line");
    declarer.add_flag("--quiet", common.output.quiet, "only results and errors");
    declarer.add_flag("--verbose", common.output.verbose, "show each request and its outcome");
    declarer.add_flag("--no-color", common.output.no_color, "no colours (as does NO_COLOR)");
}

Error unknown_option(const std::string& argument, const CLI::App& app, const CLI::App* command) {
    std::vector<std::string> names;
    for (const CLI::App* holder : {&app, command}) {
        for (const OptionDescription& option :
             holder ? describe_options(*holder) : std::vector<OptionDescription>()) {
            names.push_back(option.name);
        }
    }
    const std::string name = argument.substr(0, argument.find('='));
    return Error(ErrorCode::usage, fmt::format("unknown option {}", base::printable(name)),
                 suggestion(name, names,
                            fmt::format("run: ring-snapshot{}{} --help", command ? " " : "",
                                        command ? command->get_name() : "")));
}

Error unexpected_argument(const std::string& argument, const CLI::App& app,
                          const CLI::App* command) {
    if (argument.size() > 1 && argument.front() == '-') {
        return unknown_option(argument, app, command);
    }
    if (command != nullptr) {
        return Error(ErrorCode::usage,
                     fmt::format("unexpected argument '{}' of {}", base::printable(argument),
                                 command->get_name()),
                     fmt::format("run: ring-snapshot {} --help", command->get_name()));
    }
    std::vector<std::string> names;
    for (const Command& each : commands()) {
        names.emplace_back(each.name);
    }
    return Error(ErrorCode::usage, fmt::format("unknown command '{}'", base::printable(argument)),
                 suggestion(argument, names, "run: ring-snapshot --help"));
}

const CLI::App* chosen_command(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? nullptr : chosen.front();
}

void refuse_extras(const CLI::App& app) {
    const CLI::App* command = chosen_command(app);
    for (const CLI::App* holder : {command, &app}) {
        if (holder != nullptr && holder->remaining_size() > 0) {
            throw unexpected_argument(holder->remaining().front(), app, command);
        }
    }
}

/// CLI11's own messages, for what only it can notice.
Error to_error(const CLI::ParseError& error) {
    const std::string text = error.what();
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        return Error(ErrorCode::usage,
                     fmt::format("{} needs one value", text.substr(0, text.find(':'))));
    }
    return Error(ErrorCode::usage, text, "run: ring-snapshot --help");
}

} // namespace

std::chrono::milliseconds parse_duration_option(std::string_view option, std::string_view text) {
    const auto duration = base::parse_duration(text);
    if (!duration) {
        throw Error(ErrorCode::usage,
                    fmt::format("{}: '{}' is not a duration", option, base::printable(text)),
                    base::advice_on_duration(text));
    }
    return *duration;
}

std::int64_t parse_number_option(std::string_view option, std::string_view text, std::int64_t low,
                                 std::int64_t high) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < low || value > high) {
        throw Error(ErrorCode::usage, fmt::format("{}: '{}' is not a whole number from {} to {}",
                                                  option, base::printable(text), low, high));
    }
    return value;
}

std::vector<OptionDescription> describe_options(const CLI::App& app) {
    std::vector<OptionDescription> result;
    for (const CLI::Option* option : app.get_options()) {
        OptionDescription& described = result.emplace_back();
        described.positional = option->get_positional();
        described.name =
            described.positional ? option->get_name(true) : "--" + option->get_lnames().front();
        described.short_name =
            option->get_snames().empty() ? "" : "-" + option->get_snames().front();
        described.help = option->get_description();
        described.many = option->get_items_expected_max() > 1;
        if (!described.positional && option->get_items_expected_max() > 0) {
            described.value = option->get_type_name();
        }
    }
    return result;
}

std::unique_ptr<CLI::App> make_command_line(Invocation& invocation) {
    auto app = std::make_unique<CLI::App>();
    app->set_help_flag("--help,-h", "this help");
    app->add_flag("--version")->description("the version of this program");
    app->add_flag("--licenses")->description("its licence and those of what is built into it");
    app->allow_extras();
    app->require_subcommand(0, 1);
    add_common(*app, invocation.common);
    for (const Command& command : commands()) {
        CLI::App* declared = app->add_subcommand(std::string(command.name));
        declared->fallthrough()->allow_extras();
        command.declare(*declared, invocation);
    }
    return app;
}

Invocation parse_command_line(const std::vector<std::string>& arguments) {
    Invocation invocation;
    invocation.choose(NoCommand{}, run_first_steps);
    const auto app = make_command_line(invocation);
    try {
        // CLI11 takes the arguments from the back.
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        app->parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        const CLI::App* command = chosen_command(*app);
        invocation.choose(PrintText{command ? command_help(*app, *command) : main_help(*app)},
                          print_text);
        return invocation;
    } catch (const CLI::ParseError& error) {
        throw to_error(error);
    }
    for (const auto& [flag, text] :
         {std::pair<const char*, std::string_view>("--version",
                                                   "ring-snapshot " RING_SNAPSHOT_VERSION "\n"),
          std::pair<const char*, std::string_view>("--licenses", licences())}) {
        if (app->get_option(flag)->count() > 0) {
            invocation.choose(PrintText{std::string(text)}, print_text);
            return invocation;
        }
    }
    refuse_extras(*app);
    return invocation;
}

} // namespace cli
