// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.hpp"
#include "cli/commands.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace cli {

namespace {

/// What a shell needs to know of an option.
struct Flag {
    std::string name;
    std::string help;
    /// Name of its value, such as FILE; empty for a switch.
    std::string value;
};

std::vector<Flag> flags_of(const CLI::App& app) {
    std::vector<Flag> flags;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            flags.push_back({"--" + name, option->get_description(),
                             option->get_items_expected_max() == 0 ? "" : option->get_type_name()});
        }
    }
    return flags;
}

/// All options of a command: its own and the common ones.
std::vector<Flag> flags_of(const CLI::App& app, const CLI::App& command) {
    std::vector<Flag> flags = flags_of(command);
    for (Flag& flag : flags_of(app)) {
        const bool known = std::any_of(flags.begin(), flags.end(),
                                       [&](const Flag& other) { return other.name == flag.name; });
        if (!known && flag.name != "--version") {
            flags.push_back(std::move(flag));
        }
    }
    return flags;
}

bool is_path(const Flag& flag) {
    return flag.value == "FILE" || flag.value == "DIR";
}

std::string joined(const std::vector<Flag>& flags) {
    std::string text;
    for (const Flag& flag : flags) {
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

std::string bash_script(const CLI::App& app) {
    std::string cases;
    for (const std::string_view name : k_commands) {
        const CLI::App& command = *app.get_subcommand(std::string(name));
        cases += fmt::format("        {}) words=\"{} {}\" ;;\n", name,
                             joined(flags_of(app, command)), words_after(name));
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
           cases + "        *) words=\"" + command_words() + " " + joined(flags_of(app)) +
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

std::string zsh_arguments(const std::vector<Flag>& flags) {
    std::string text;
    for (const Flag& flag : flags) {
        const std::string action = flag.value == "DIR" ? "_files -/"
                                   : is_path(flag)     ? "_files"
                                                       : "";
        const std::string value =
            flag.value.empty() ? "" : fmt::format(":{}:{}", flag.value, action);
        text += fmt::format(" \\\n                '{}[{}]{}'", flag.name, quoted(flag.help), value);
    }
    return text;
}

std::string zsh_script(const CLI::App& app) {
    std::string commands;
    std::string cases;
    for (const std::string_view name : k_commands) {
        const CLI::App& command = *app.get_subcommand(std::string(name));
        commands += fmt::format("        '{}:{}'\n", name, quoted(command.get_description()));
        const std::string words = words_after(name);
        cases += fmt::format("            {})\n            _arguments{}{}\n            ;;\n", name,
                             zsh_arguments(flags_of(app, command)),
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
           zsh_arguments(flags_of(app)) +
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

std::string fish_option(const std::string& condition, const Flag& flag) {
    const std::string value = flag.value.empty() ? "" : is_path(flag) ? " -r -F" : " -x";
    return fmt::format("complete -c ring-snapshot{} -l {} -d '{}'{}\n", condition,
                       flag.name.substr(2), quoted(flag.help), value);
}

std::string fish_script(const CLI::App& app) {
    std::string text = "# fish completion for ring-snapshot\n"
                       "complete -c ring-snapshot -f\n";
    for (const Flag& flag : flags_of(app)) {
        text += fish_option("", flag);
    }
    for (const std::string_view name : k_commands) {
        const CLI::App& command = *app.get_subcommand(std::string(name));
        text += fmt::format("complete -c ring-snapshot -n __fish_use_subcommand -a {} -d '{}'\n",
                            name, quoted(command.get_description()));
        const std::string condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", name);
        for (const Flag& flag : flags_of(command)) {
            if (flag.name != "--help") {
                text += fish_option(condition, flag);
            }
        }
        if (const std::string words = words_after(name); !words.empty()) {
            text += fmt::format("complete -c ring-snapshot{} -a '{}'\n", condition, words);
        }
    }
    return text;
}

} // namespace

int run_completion(Context& context, const CompletionOptions& options) {
    Invocation invocation;
    const auto app = make_command_line(invocation);
    const std::string script = options.shell == "bash"  ? bash_script(*app)
                               : options.shell == "zsh" ? zsh_script(*app)
                                                        : fish_script(*app);
    context.output().result_bytes(script);
    return 0;
}

} // namespace cli
