// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/line/command_line.hpp"
#include "cli/line/completion_scripts.hpp"
#include "cli/list/known_cameras.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

namespace {

using Values = std::vector<std::pair<std::string_view, std::string>>;

/// `text` with each name replaced by what stands beside it; what was put in is not looked at again.
std::string filled(std::string_view text, const Values& values) {
    std::string result;
    while (!text.empty()) {
        const auto found = std::ranges::find_if(
            values, [&](const auto& value) { return text.starts_with(value.first); });
        if (found == values.end()) {
            result += text.front();
            text.remove_prefix(1);
        } else {
            result += found->second;
            text.remove_prefix(found->first.size());
        }
    }
    return result;
}

/// How a value, or a word without an option's name, is completed by `shell`.
std::string completer_of(const CompletionScript& shell, const OptionDescription& option) {
    constexpr std::string_view k_durations = "30s 1m 5m 15m 1h 1d";
    const std::vector<std::string> choices = choices_of(option.value);
    const auto one_of = [&](std::string words) {
        return filled(shell.words, {{"@WORDS@", std::move(words)}});
    };
    if (!choices.empty()) {
        return one_of(fmt::format("{}", fmt::join(choices, " ")));
    }
    if (option.value == "DURATION") {
        return one_of(std::string(k_durations));
    }
    if (option.positional && option.name == "COMMAND") {
        std::vector<std::string_view> names;
        for (const Command& command : commands()) {
            if (command.name.find(' ') == std::string_view::npos) {
                names.push_back(command.name);
            }
        }
        return one_of(fmt::format("{}", fmt::join(names, " ")));
    }
    if (option.positional && option.name == "DEVICE") {
        return std::string(shell.cameras);
    }
    return std::string(option.value == "FILE"      ? shell.files
                       : option.value == "DIR"     ? shell.folders
                       : option.value == "COMMAND" ? shell.programs
                                                   : shell.nothing);
}

std::string escaped(const CompletionScript& shell, std::string_view text) {
    Values values;
    for (const auto& [from, to] : shell.escapes) {
        values.emplace_back(from, to);
    }
    return filled(text, values);
}

/// `pattern` for each option of `app` but --help of a command, or for each word without one, as
/// they follow `command`.
std::string fill(const CompletionScript& shell, std::string_view long_only,
                 std::string_view with_short, const CLI::App& app, bool positional,
                 std::string_view command = {}) {
    std::string text;
    for (const OptionDescription& option : describe_options(app)) {
        const bool is_repeated = option.name == "--help" && app.get_parent() != nullptr;
        if (option.positional != positional || is_repeated) {
            continue;
        }
        const Values values = {
            {"@COMMAND@", std::string(command)},
            {"@NAME@", option.name},
            {"@SHORT@", option.short_name},
            {"@LETTER@", option.short_name.empty() ? "" : option.short_name.substr(1)},
            {"@LONG@", option.positional ? option.name : option.name.substr(2)},
            {"@EQUALS@", option.value.empty() ? "" : "="},
            {"@MANY@", option.many ? "*" : "1"},
            {"@HELP@", escaped(shell, option.help)}};
        const std::string_view pattern = option.short_name.empty() ? long_only : with_short;
        std::string completer;
        if (positional || !option.value.empty()) {
            const std::string type = option.positional ? option.name : option.value;
            completer = filled(shell.value, {{"@TYPE@", escaped(shell, type)},
                                             {"@COMPLETER@", completer_of(shell, option)}});
        }
        Values all = values;
        all.emplace_back("@VALUE@", completer);
        text += filled(pattern, all);
    }
    return text;
}

/// The options that take a value, each once: filled patterns, and the names alone.
std::pair<std::string, std::string> values_of_options(const CompletionScript& shell,
                                                      const CLI::App& app) {
    std::set<std::string> known;
    std::string text;
    std::string names;
    std::vector<const CLI::App*> apps = {&app};
    for (std::size_t at = 0; at < apps.size(); ++at) {
        const auto below = apps[at]->get_subcommands([](const CLI::App*) { return true; });
        apps.insert(apps.end(), below.begin(), below.end());
        for (const OptionDescription& option : describe_options(*apps[at])) {
            if (option.value.empty() || option.positional || !known.insert(option.name).second) {
                continue;
            }
            const std::string separator = option.short_name.empty() ? "" : "|";
            text += filled(shell.option_value,
                           {{"@NAMES@", option.short_name + separator + option.name},
                            {"@COMPLETER@", completer_of(shell, option)}});
            names += (option.short_name.empty() ? "" : " " + option.short_name) + " " + option.name;
        }
    }
    return {text, names};
}

std::string make_script(const CompletionScript& shell) {
    Invocation unused;
    const auto app = make_command_line(unused);
    std::string names;
    std::string cases;
    for (const Command& command : commands()) {
        if (command.name.find(' ') != std::string_view::npos) {
            continue;
        }
        const CLI::App& declared = find_command(*app, command.name);
        std::string options =
            fill(shell, shell.option, shell.short_option, declared, false, command.name);
        std::string list;
        for (const CLI::App* below : declared.get_subcommands([](auto*) { return true; })) {
            options += fill(shell, shell.option, shell.short_option, *below, false, command.name);
            list += (list.empty() ? "" : " ") + below->get_name();
        }
        const Values values = {
            {"@NAME@", std::string(command.name)},
            {"@HELP@", escaped(shell, command.help)},
            {"@OPTIONS@", options},
            {"@WORDS@",
             list.empty() ? fill(shell, shell.word, shell.word, declared, true, command.name)
                          : filled(shell.own_commands,
                                   {{"@COMMAND@", std::string(command.name)}, {"@LIST@", list}})}};
        names += filled(shell.command, values);
        cases += filled(shell.command_case, values);
    }
    const auto [option_values, options_with_value] = values_of_options(shell, *app);
    return filled(shell.script, {{"@COMMON@", fill(shell, shell.common_option,
                                                   shell.short_common_option, *app, false)},
                                 {"@COMMANDS@", names},
                                 {"@CASES@", cases},
                                 {"@VALUES@", option_values},
                                 {"@WITH_VALUE@", options_with_value}});
}

/// The cameras that the script of a shell offers, one a line: by name, or by id where the name is
/// not known or not the only one of its kind.
std::string camera_lines(Context& context) {
    const std::vector<KnownCamera> cameras = known_cameras(context);
    std::map<std::string, int> count;
    for (const KnownCamera& camera : cameras) {
        ++count[base::fold_case(camera.name)];
    }
    std::string lines;
    for (const KnownCamera& camera : cameras) {
        const bool is_clear = !camera.name.empty() && camera.name.front() != '-' &&
                              count[base::fold_case(camera.name)] == 1;
        lines += base::printable(is_clear ? camera.name : camera.id) + "\n";
    }
    return lines;
}

base::Error no_shell() {
    return base::Error(base::ErrorCode::usage, "completion needs the name of a shell",
                       "write: ring-snapshot completion bash (or zsh, fish)");
}

/// `cameras` is for the scripts.
void check_what(const std::string& what) {
    const auto scripts = completion_scripts();
    if (what != "cameras" &&
        std::ranges::find(scripts, what, &CompletionScript::shell) == scripts.end()) {
        throw no_shell();
    }
}

} // namespace

int run_completion(Context& context, const CompletionOptions& options) {
    if (options.what == "cameras") {
        context.output().result_bytes(camera_lines(context));
        return 0;
    }
    const auto scripts = completion_scripts();
    const auto shell = std::ranges::find(scripts, options.what, &CompletionScript::shell);
    if (shell == scripts.end()) {
        throw no_shell();
    }
    context.output().result_bytes(make_script(*shell));
    return 0;
}

void declare_completion(OptionDeclarer& command, CompletionOptions& options) {
    command.add_word("SHELL", options.what, "bash, zsh or fish", "bash|zsh|fish", check_what);
}

} // namespace cli
