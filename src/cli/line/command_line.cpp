// SPDX-License-Identifier: Apache-2.0
#include "cli/line/command_line.hpp"

#include "base/error.hpp"
#include "base/text/duration.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/line/suggestion.hpp"
#include "cli/output/licences.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

void add_common(CLI::App& app, CommonOptions& common) {
    OptionDeclarer declarer(app);
    declarer.add("--settings", "FILE", common.settings_file, "use this settings file");
    declarer.add_flag("--json", common.output.json, "print results as JSON, one object a line");
    declarer.add_flag("-q,--quiet", common.output.quiet,
                      "print only errors and data: no progress, notices, or lines for pictures");
    declarer.add_flag("-v,--verbose", common.output.verbose, "show each request and its outcome");
    declarer.add(
        "--color", "auto|always|never",
        [&common](const std::string& text) {
            common.output.color = text == "always"  ? ColorChoice::always
                                  : text == "never" ? ColorChoice::never
                                                    : ColorChoice::automatic;
        },
        "use colours (default auto: on a terminal, unless NO_COLOR is set)");
    declarer.add_flag("--ascii", common.output.ascii, "use only ASCII characters");
    app.add_flag_callback(
        "--no-color", [&common] { common.output.color = ColorChoice::never; },
        "use no colours, the same as --color never");
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
                                        command ? full_name(*command) : "")));
}

Error unexpected_argument(const std::string& argument, const CLI::App& app,
                          const CLI::App* command) {
    if (argument.size() > 1 && argument.front() == '-') {
        return unknown_option(argument, app, command);
    }
    if (command != nullptr) {
        const std::string name = full_name(*command);
        std::vector<std::string> names;
        for (const CLI::App* each : command->get_subcommands([](auto*) { return true; })) {
            names.push_back(each->get_name());
        }
        return Error(
            ErrorCode::usage,
            fmt::format("unexpected argument '{}' of {}", base::printable(argument), name),
            suggestion(argument, names, fmt::format("run: ring-snapshot {} --help", name)));
    }
    return unknown_command({argument}, {});
}

const CLI::App* chosen_command(const CLI::App& app) {
    const CLI::App* command = nullptr;
    for (auto chosen = app.get_subcommands(); !chosen.empty();
         chosen = command->get_subcommands()) {
        command = chosen.front();
    }
    return command;
}

bool is_word(const std::string& argument) {
    return argument.size() < 2 || argument.front() != '-';
}

/// The words where a command should stand; empty when a command or an option does.
std::vector<std::string> words_for_command(const CLI::App& app) {
    std::vector<std::string> words;
    const std::vector<std::string> extras = app.remaining();
    if (chosen_command(app) == nullptr && !extras.empty() && is_word(extras.front())) {
        // What follows an option may be its value.
        words.assign(extras.begin(), std::ranges::find_if_not(extras, is_word));
    }
    return words;
}

/// Whether each letter of `letters` is a short option without a value.
bool are_switches(std::string_view letters, const std::vector<OptionDescription>& options) {
    return std::ranges::all_of(letters, [&](char letter) {
        return std::ranges::any_of(options, [&](const OptionDescription& option) {
            return option.value.empty() && option.short_name == std::string("-") + letter;
        });
    });
}

/// The long option that `argument` names behind a single dash, "-out" or "-quiet", which would be
/// read as the short one and its value; empty when it does not.
std::string behind_single_dash(const std::string& argument,
                               const std::vector<OptionDescription>& options) {
    if (argument.size() < 3 || argument[0] != '-' || argument[1] == '-') {
        return {};
    }
    const std::string word = argument.substr(1, argument.find('=') - 1);
    for (const OptionDescription& option : options) {
        const bool has_short = option.short_name == argument.substr(0, 2);
        if (!option.positional && (option.name == "--" + word ||
                                   (has_short && word.starts_with(option.name.substr(2))))) {
            return option.name;
        }
    }
    // "-verbos" would be read as four switches.
    const bool begins_with_switch = are_switches(word.substr(0, 1), options);
    return begins_with_switch && !are_switches(word, options)
               ? nearest("--" + word,
                         [&] {
                             std::vector<std::string> names;
                             for (const OptionDescription& option : options) {
                                 names.push_back(option.name);
                             }
                             return names;
                         }())
               : "";
}

/// Throws Error{usage} for "-out" and its kind; what follows an option that takes a value is not
/// looked at.
void refuse_single_dashes(const CLI::App& app, const std::vector<std::string>& arguments) {
    std::vector<OptionDescription> options = describe_options(app);
    const CLI::App* holder = &app;
    bool is_value = false;
    for (const std::string& argument : arguments) {
        if (argument == "--") {
            return;
        }
        if (is_value) {
            is_value = false;
            continue;
        }
        if (is_word(argument)) {
            for (const CLI::App* command : holder->get_subcommands(
                     [&](const CLI::App* each) { return each->get_name() == argument; })) {
                std::ranges::copy(describe_options(*command), std::back_inserter(options));
                holder = command;
            }
            continue;
        }
        if (const std::string meant = behind_single_dash(argument, options); !meant.empty()) {
            throw Error(ErrorCode::usage,
                        fmt::format("unknown option {}",
                                    base::printable(argument.substr(0, argument.find('=')))),
                        fmt::format("did you mean {}?", meant));
        }
        is_value = std::ranges::any_of(options, [&](const OptionDescription& option) {
            return !option.value.empty() &&
                   (option.name == argument || option.short_name == argument);
        });
    }
}

void refuse_extras(const CLI::App& app) {
    const CLI::App* command = chosen_command(app);
    for (const CLI::App* holder : {command, &app}) {
        if (holder != nullptr && holder->remaining_size() > 0) {
            throw unexpected_argument(holder->remaining().front(), app, command);
        }
    }
}

/// Throws Error{usage} for a word that is neither a command nor an argument of one.
void refuse_words(const CLI::App& app) {
    const CLI::App* command = chosen_command(app);
    for (const CLI::App* holder : {command, &app}) {
        if (holder != nullptr && holder->remaining_size() > 0 &&
            is_word(holder->remaining().front())) {
            throw unexpected_argument(holder->remaining().front(), app, command);
        }
    }
}

/// What --help is to explain; behind `help`, what that is to explain.
std::vector<std::string> command_to_explain(const CLI::App* command) {
    if (command == nullptr) {
        return {};
    }
    const auto words = command->get_name() == "help" ? command->get_option("COMMAND")->results()
                                                     : std::vector<std::string>();
    if (!words.empty()) {
        return words;
    }
    std::vector<std::string> explained = {full_name(*command)};
    // An action that there is not is blamed, and not explained.
    for (const CLI::Option* option : command->get_options()) {
        if (option->get_positional() && option->count() > 0 &&
            !choices_of(option->get_type_name()).empty()) {
            explained.push_back(option->results().front());
        }
    }
    return explained;
}

/// Some versions of CLI11 ask for help before they hand on what stands beside it.
void take_common_options(CLI::App& app) {
    for (CLI::Option* option : app.get_options()) {
        if (option->count() > 0 && option != app.get_help_ptr()) {
            option->run_callback();
        }
    }
}

/// CLI11's own messages, for what only it can notice.
Error to_error(const CLI::ParseError& error) {
    const std::string text = error.what();
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ArgumentMismatch)) {
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
        if (option->get_group().empty()) {
            continue;
        }
        OptionDescription& described = result.emplace_back();
        described.positional = option->get_positional();
        described.name =
            described.positional ? option->get_name(true) : "--" + option->get_lnames().front();
        described.short_name =
            option->get_snames().empty() ? "" : "-" + option->get_snames().front();
        described.help = option->get_description();
        described.many = option->get_items_expected_max() > 1;
        if (option->get_items_expected_max() > 0) {
            described.value = option->get_type_name();
        }
    }
    return result;
}

std::string full_name(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    return parent == nullptr || parent->get_parent() == nullptr
               ? command.get_name()
               : full_name(*parent) + " " + command.get_name();
}

CLI::App& find_command(CLI::App& app, std::string_view name) {
    const std::size_t blank = name.find(' ');
    CLI::App& command = *app.get_subcommand(std::string(name.substr(0, blank)));
    return blank == std::string_view::npos ? command
                                           : find_command(command, name.substr(blank + 1));
}

std::unique_ptr<CLI::App> make_command_line(Invocation& invocation,
                                            const std::vector<std::string>* words) {
    auto app = std::make_unique<CLI::App>();
    app->set_help_flag("--help,-h", "show this help");
    app->add_flag("--version,-V")->description("show the version");
    app->add_flag("--licenses")->description("show licences");
    app->allow_extras();
    app->require_subcommand(0, 1);
    add_common(*app, invocation.common);
    for (const Command& command : commands()) {
        const std::string_view first = command.name.substr(0, command.name.find(' '));
        if (words != nullptr && std::ranges::find(*words, first) == words->end()) {
            continue;
        }
        const std::size_t blank = command.name.rfind(' ');
        CLI::App& holder = blank == std::string_view::npos
                               ? *app
                               : find_command(*app, command.name.substr(0, blank));
        CLI::App* declared = holder.add_subcommand(
            std::string(command.name.substr(blank == std::string_view::npos ? 0 : blank + 1)));
        declared->fallthrough()->allow_extras()->require_subcommand(0, 1);
        command.declare(*declared, invocation);
    }
    return app;
}

Invocation parse_command_line(const std::vector<std::string>& arguments) {
    Invocation invocation;
    invocation.choose(NoCommand{}, run_first_steps);
    const auto app = make_command_line(invocation, &arguments);
    refuse_single_dashes(*app, arguments);
    try {
        // CLI11 takes the arguments from the back.
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        app->parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        if (auto words = words_for_command(*app); !words.empty()) {
            invocation.choose(UnknownCommand{std::move(words)}, refuse_command);
            return invocation;
        }
        refuse_words(*app);
        take_common_options(*app);
        invocation.choose(HelpOptions{command_to_explain(chosen_command(*app))}, run_help);
        return invocation;
    } catch (const CLI::ParseError& error) {
        throw to_error(error);
    }
    if (app->get_option("--version")->count() > 0) {
        invocation.choose(PrintText{"ring-snapshot " RING_SNAPSHOT_VERSION "\n"}, print_text);
        return invocation;
    }
    if (app->get_option("--licenses")->count() > 0) {
        invocation.choose(PrintText{std::string(licences())}, print_text);
        return invocation;
    }
    if (auto words = words_for_command(*app); !words.empty()) {
        invocation.choose(UnknownCommand{std::move(words)}, refuse_command);
        return invocation;
    }
    refuse_extras(*app);
    return invocation;
}

} // namespace cli
