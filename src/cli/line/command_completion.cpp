// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/line/command_description.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

namespace {

using Options = std::vector<OptionDescription>;

constexpr std::string_view k_bash = R"(# bash completion for ring-snapshot
_ring_snapshot() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local command= word words
    case $previous in
        --settings|--password-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --out) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
        --flow) COMPREPLY=($(compgen -W 'auto token browser' -- "$current")); return ;;
    esac
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
            @PATTERN@) command=$word; break ;;
        esac
    done
    case $command in
@CASES@        *) words="@COMMANDS@ @COMMON@" ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o filenames -F _ring_snapshot ring-snapshot
)";

constexpr std::string_view k_zsh = R"(#compdef ring-snapshot
_ring_snapshot() {
    local -a commands
    local state line
    commands=(
@COMMANDS@    )
    _arguments -C@COMMON@ \
                '1:command:->command' '*::argument:->argument'
    case $state in
        command) _describe command commands ;;
        argument)
        case $line[1] in
@CASES@        esac
        ;;
    esac
}
_ring_snapshot "$@"
)";

/// `text` with each name replaced by what stands beside it.
std::string filled(std::string_view text,
                   const std::vector<std::pair<std::string_view, std::string>>& values) {
    std::string result(text);
    for (const auto& [name, value] : values) {
        for (std::size_t at = 0; (at = result.find(name, at)) != std::string::npos;
             at += value.size()) {
            result.replace(at, name.size(), value);
        }
    }
    return result;
}

/// The options among these, without positional arguments.
Options flags_of(const Options& options) {
    Options flags = options;
    std::erase_if(flags, [](const OptionDescription& option) { return option.positional; });
    return flags;
}

/// All options of a command: its own and the common ones.
Options flags_of(const ProgramDescription& program, const CommandDescription& command) {
    Options flags = flags_of(command.options);
    for (const OptionDescription& flag : program.common) {
        if (flag.name != "--help" && flag.name != "--version") {
            flags.push_back(flag);
        }
    }
    return flags;
}

bool is_path(const OptionDescription& flag) {
    return flag.value == "FILE" || flag.value == "DIR";
}

/// The names of commands or options, with `separator` between them.
template <typename Described>
std::string names_of(const std::vector<Described>& all, std::string_view separator = " ") {
    std::string text;
    for (const Described& each : all) {
        text += (text.empty() ? std::string_view() : separator);
        text += each.name;
    }
    return text;
}

/// What stands as a word after a command; empty when nothing does.
std::string words_after(std::string_view command) {
    return command == "completion" ? "bash zsh fish" : "";
}

std::string bash_script(const ProgramDescription& program) {
    std::string cases;
    for (const CommandDescription& command : program.commands) {
        cases += fmt::format("        {}) words=\"{} {}\" ;;\n", command.name,
                             names_of(flags_of(program, command)), words_after(command.name));
    }
    return filled(k_bash, {{"@PATTERN@", names_of(program.commands, "|")},
                           {"@CASES@", cases},
                           {"@COMMANDS@", names_of(program.commands)},
                           {"@COMMON@", names_of(program.common)}});
}

/// `text` within single quotes of a shell, without what zsh's _arguments would read.
std::string escaped(std::string_view text) {
    return filled(text, {{"'", "’"}, {"[", "("}, {"]", ")"}, {":", " -"}});
}

std::string zsh_arguments(const Options& flags) {
    std::string text;
    for (const OptionDescription& flag : flags) {
        const std::string action = flag.value == "DIR" ? "_files -/"
                                   : is_path(flag)     ? "_files"
                                                       : "";
        const std::string value =
            flag.value.empty() ? "" : fmt::format(":{}:{}", flag.value, action);
        text +=
            fmt::format(" \\\n                '{}[{}]{}'", flag.name, escaped(flag.help), value);
    }
    return text;
}

std::string zsh_script(const ProgramDescription& program) {
    std::string commands;
    std::string cases;
    for (const CommandDescription& command : program.commands) {
        commands += fmt::format("        '{}:{}'\n", command.name, escaped(command.help));
        const std::string words = words_after(command.name);
        cases += fmt::format("            {})\n            _arguments{}{}\n            ;;\n",
                             command.name, zsh_arguments(flags_of(program, command)),
                             words.empty() ? "" : fmt::format(" '1:shell:({})'", words));
    }
    return filled(k_zsh, {{"@COMMANDS@", commands},
                          {"@COMMON@", zsh_arguments(flags_of(program.common))},
                          {"@CASES@", cases}});
}

std::string fish_option(const std::string& condition, const OptionDescription& flag) {
    const std::string value = flag.value.empty() ? "" : is_path(flag) ? " -r -F" : " -x";
    return fmt::format("complete -c ring-snapshot{} -l {} -d '{}'{}\n", condition,
                       flag.name.substr(2), escaped(flag.help), value);
}

std::string fish_script(const ProgramDescription& program) {
    std::string text = "# fish completion for ring-snapshot\n"
                       "complete -c ring-snapshot -f\n";
    for (const OptionDescription& flag : flags_of(program.common)) {
        text += fish_option("", flag);
    }
    for (const CommandDescription& command : program.commands) {
        text += fmt::format("complete -c ring-snapshot -n __fish_use_subcommand -a {} -d '{}'\n",
                            command.name, escaped(command.help));
        const std::string condition =
            fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
        for (const OptionDescription& flag : flags_of(command.options)) {
            if (flag.name != "--help") {
                text += fish_option(condition, flag);
            }
        }
        if (const std::string words = words_after(command.name); !words.empty()) {
            text += fmt::format("complete -c ring-snapshot{} -a '{}'\n", condition, words);
        }
    }
    return text;
}

} // namespace

int run_completion(Context& context, const CompletionOptions& options) {
    const ProgramDescription program = describe_command_line();
    const std::string script = options.shell == "bash"  ? bash_script(program)
                               : options.shell == "zsh" ? zsh_script(program)
                                                        : fish_script(program);
    context.output().result_bytes(script);
    return 0;
}

void declare_completion(OptionDeclarer& command, CompletionOptions& options) {
    command.add_word("SHELL", options.shell, "bash, zsh or fish");
}

} // namespace cli
