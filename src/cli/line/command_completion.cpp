// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/line/command_description.hpp"
#include "cli/line/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace cli {

namespace {

using Options = std::vector<OptionDescription>;

/// The options among these, without positional arguments.
Options flags_of(const Options& options) {
    Options flags;
    std::copy_if(options.begin(), options.end(), std::back_inserter(flags),
                 [](const OptionDescription& option) { return !option.positional; });
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

std::string joined(const Options& flags) {
    std::string text;
    for (const OptionDescription& flag : flags) {
        text += (text.empty() ? "" : " ") + flag.name;
    }
    return text;
}

std::string command_words() {
    std::string text;
    for (const std::string_view command : k_commands) {
        text += (text.empty() ? "" : " ") + std::string(command);
    }
    return text;
}

/// What stands as a word after a command; empty for nothing.
std::string words_after(std::string_view command) {
    return command == "completion" ? "bash zsh fish" : "";
}

std::string bash_script(const ProgramDescription& program) {
    std::string cases;
    for (const CommandDescription& command : program.commands) {
        cases += fmt::format("        {}) words=\"{} {}\" ;;\n", command.name,
                             joined(flags_of(program, command)), words_after(command.name));
    }
    return "# bash completion for ring-snapshot\n"
           "_ring_snapshot() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    local command= word words\n"
           "    case $previous in\n"
           "        --settings|--password-file) COMPREPLY=($(compgen -f -- \"$current\")); return "
           ";;\n"
           "        --out) mapfile -t COMPREPLY < <(compgen -d -- \"$current\"); return ;;\n"
           "        --flow) COMPREPLY=($(compgen -W 'auto token browser' -- \"$current\")); return "
           ";;\n"
           "    esac\n"
           "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
           "        case $word in\n"
           "            " +
           [&] {
               std::string pattern;
               for (const std::string_view name : k_commands) {
                   pattern += (pattern.empty() ? "" : "|") + std::string(name);
               }
               return pattern;
           }() +
           ") command=$word; break ;;\n"
           "        esac\n"
           "    done\n"
           "    case $command in\n" +
           cases + "        *) words=\"" + command_words() + " " +
           joined(flags_of(program.common)) +
           "\" ;;\n"
           "    esac\n"
           "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
           "}\n"
           "complete -o filenames -F _ring_snapshot ring-snapshot\n";
}

/// `text` within single quotes of a shell, without what zsh's _arguments would read.
std::string quoted(std::string text) {
    for (const auto& [from, to] :
         {std::pair("'", "’"), std::pair("[", "("), std::pair("]", ")"), std::pair(":", " -")}) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from)) {
            text.replace(at, 1, to);
        }
    }
    return text;
}

std::string zsh_arguments(const Options& flags) {
    std::string text;
    for (const OptionDescription& flag : flags) {
        const std::string action = flag.value == "DIR" ? "_files -/"
                                   : is_path(flag)     ? "_files"
                                                       : "";
        const std::string value =
            flag.value.empty() ? "" : fmt::format(":{}:{}", flag.value, action);
        text += fmt::format(" \\\n                '{}[{}]{}'", flag.name, quoted(flag.help), value);
    }
    return text;
}

std::string zsh_script(const ProgramDescription& program) {
    std::string commands;
    std::string cases;
    for (const CommandDescription& command : program.commands) {
        commands += fmt::format("        '{}:{}'\n", command.name, quoted(command.help));
        const std::string words = words_after(command.name);
        cases += fmt::format("            {})\n            _arguments{}{}\n            ;;\n",
                             command.name, zsh_arguments(flags_of(program, command)),
                             words.empty() ? "" : fmt::format(" '1:shell:({})'", words));
    }
    return "#compdef ring-snapshot\n"
           "_ring_snapshot() {\n"
           "    local -a commands\n"
           "    local state line\n"
           "    commands=(\n" +
           commands +
           "    )\n"
           "    _arguments -C" +
           zsh_arguments(flags_of(program.common)) +
           " \\\n                '1:command:->command' '*::argument:->argument'\n"
           "    case $state in\n"
           "        command) _describe command commands ;;\n"
           "        argument)\n"
           "        case $line[1] in\n" +
           cases +
           "        esac\n"
           "        ;;\n"
           "    esac\n"
           "}\n"
           "_ring_snapshot \"$@\"\n";
}

std::string fish_option(const std::string& condition, const OptionDescription& flag) {
    const std::string value = flag.value.empty() ? "" : is_path(flag) ? " -r -F" : " -x";
    return fmt::format("complete -c ring-snapshot{} -l {} -d '{}'{}\n", condition,
                       flag.name.substr(2), quoted(flag.help), value);
}

std::string fish_script(const ProgramDescription& program) {
    std::string text = "# fish completion for ring-snapshot\n"
                       "complete -c ring-snapshot -f\n";
    for (const OptionDescription& flag : flags_of(program.common)) {
        text += fish_option("", flag);
    }
    for (const CommandDescription& command : program.commands) {
        text += fmt::format("complete -c ring-snapshot -n __fish_use_subcommand -a {} -d '{}'\n",
                            command.name, quoted(command.help));
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

} // namespace cli
