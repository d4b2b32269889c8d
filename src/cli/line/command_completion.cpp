// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "cli/commands.hpp"
#include "cli/line/command_line.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

namespace {

/// The completion script of a shell, as texts in which names between @ stand for values.
struct Shell {
    std::string_view name;
    /// @COMMON@, @COMMANDS@ and @CASES@: the next three for each common option or command.
    std::string_view script;
    std::string_view common_option;
    std::string_view command;
    /// What completes after a command: its @OPTIONS@, and the @WORDS@ of `completion`.
    std::string_view command_case;
    /// An option of @COMMAND@, with the @VALUE@ that it takes.
    std::string_view option;
    std::string_view file_value = {};
    std::string_view folder_value = {};
    std::string_view other_value = {};
    std::string_view words;
};

constexpr Shell k_shells[] = {
    {.name = "bash",
     .script = R"(# bash completion for ring-snapshot
_ring_snapshot() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local commands="@COMMANDS@"
    local word words=$commands
    case $previous in
        --settings|--password-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --out) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
        --flow) COMPREPLY=($(compgen -W 'auto token browser' -- "$current")); return ;;
    esac
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
@CASES@            *) continue ;;
        esac
        break
    done
    COMPREPLY=($(compgen -W "$words@COMMON@" -- "$current"))
}
complete -o filenames -F _ring_snapshot ring-snapshot
)",
     .common_option = " @NAME@",
     .command = " @NAME@",
     .command_case = "            @NAME@) words=\"@OPTIONS@@WORDS@\" ;;\n",
     .option = " @NAME@",
     .words = " bash zsh fish"},
    {.name = "zsh",
     .script = R"(#compdef ring-snapshot
_ring_snapshot() {
    local -a commands common
    local state line
    commands=(
@COMMANDS@    )
    common=(
@COMMON@    )
    _arguments -C $common '1:command:->command' '*::argument:->argument'
    case $state in
        command) _describe command commands ;;
        argument)
        case $line[1] in
@CASES@        esac
        ;;
    esac
}
_ring_snapshot "$@"
)",
     .common_option = "        '@NAME@[@HELP@]@VALUE@'\n",
     .command = "        '@NAME@:@HELP@'\n",
     .command_case = "            @NAME@)\n            _arguments $common@OPTIONS@@WORDS@\n"
                     "            ;;\n",
     .option = " \\\n                '@NAME@[@HELP@]@VALUE@'",
     .file_value = ":@TYPE@:_files",
     .folder_value = ":@TYPE@:_files -/",
     .other_value = ":@TYPE@:",
     .words = " '1:shell:(bash zsh fish)'"},
    {.name = "fish",
     .script = "# fish completion for ring-snapshot\n"
               "complete -c ring-snapshot -f\n@COMMON@@COMMANDS@@CASES@",
     .common_option = "complete -c ring-snapshot -l @LONG@ -d '@HELP@'@VALUE@\n",
     .command = "complete -c ring-snapshot -n __fish_use_subcommand -a @NAME@ -d '@HELP@'\n",
     .command_case = "@OPTIONS@@WORDS@",
     .option = "complete -c ring-snapshot -n '__fish_seen_subcommand_from @COMMAND@' -l @LONG@ "
               "-d '@HELP@'@VALUE@\n",
     .file_value = " -r -F",
     .folder_value = " -r -F",
     .other_value = " -x",
     .words = "complete -c ring-snapshot -n '__fish_seen_subcommand_from completion' "
              "-a 'bash zsh fish'\n"},
};

using Values = std::vector<std::pair<std::string_view, std::string>>;

/// `text` with each name replaced by what stands beside it.
std::string filled(std::string_view text, const Values& values) {
    std::string result(text);
    for (const auto& [name, value] : values) {
        for (std::size_t at = 0; (at = result.find(name, at)) != std::string::npos;
             at += value.size()) {
            result.replace(at, name.size(), value);
        }
    }
    return result;
}

/// `text` within single quotes of a shell, without what zsh's _arguments would read.
std::string escaped(std::string_view text) {
    return filled(text, {{"'", "’"}, {"[", "("}, {"]", ")"}, {":", " -"}});
}

/// `pattern` for each option of `app` but `without`.
std::string fill_options(std::string_view pattern, const Shell& shell, const CLI::App& app,
                         std::string_view without) {
    std::string text;
    for (const OptionDescription& option : describe_options(app)) {
        if (option.positional || option.name == without) {
            continue;
        }
        const std::string_view value = option.value.empty()     ? ""
                                       : option.value == "FILE" ? shell.file_value
                                       : option.value == "DIR"  ? shell.folder_value
                                                                : shell.other_value;
        text += filled(pattern, {{"@COMMAND@", app.get_name()},
                                 {"@NAME@", option.name},
                                 {"@LONG@", option.name.substr(2)},
                                 {"@HELP@", escaped(option.help)},
                                 {"@VALUE@", filled(value, {{"@TYPE@", option.value}})}});
    }
    return text;
}

std::string make_script(const Shell& shell) {
    Invocation unused;
    const auto app = make_command_line(unused);
    std::string names;
    std::string cases;
    for (const Command& command : commands()) {
        const CLI::App& declared = *app->get_subcommand(std::string(command.name));
        const Values values = {
            {"@NAME@", declared.get_name()},
            {"@HELP@", escaped(command.help)},
            {"@OPTIONS@", fill_options(shell.option, shell, declared, "--help")},
            {"@WORDS@", std::string(command.name == "completion" ? shell.words : "")}};
        names += filled(shell.command, values);
        cases += filled(shell.command_case, values);
    }
    return filled(shell.script, {{"@COMMON@", fill_options(shell.common_option, shell, *app, "")},
                                 {"@COMMANDS@", names},
                                 {"@CASES@", cases}});
}

} // namespace

int run_completion(Context& context, const CompletionOptions& options) {
    const auto* const shell = std::ranges::find(k_shells, options.shell, &Shell::name);
    if (shell == std::end(k_shells)) {
        throw base::Error(base::ErrorCode::usage, "completion needs the name of a shell",
                          "write: ring-snapshot completion bash (or zsh, fish)");
    }
    context.output().result_bytes(make_script(*shell));
    return 0;
}

void declare_completion(OptionDeclarer& command, CompletionOptions& options) {
    command.add_word("SHELL", options.shell, "bash, zsh or fish");
}

} // namespace cli
