// SPDX-License-Identifier: Apache-2.0
#include "cli/line/completion_scripts.hpp"

namespace cli {

namespace {

using Escape = std::pair<std::string_view, std::string_view>;

constexpr Escape k_zsh_escapes[] = {
    {"'", R"('\'')"}, {"\\", R"(\\)"}, {"[", R"(\[)"}, {"]", R"(\])"}, {":", R"(\:)"}};
constexpr Escape k_fish_escapes[] = {{"'", R"(\')"}, {"\\", R"(\\)"}};

constexpr CompletionScript k_bash = {
    .shell = "bash",
    // Written for bash 3.2, which macOS has: no mapfile, no lower case by ${name,,}.
    .script = R"sh(# bash completion for ring-snapshot

# Prints how the value of an option is completed; fails for an option without one.
_ring_snapshot_value() {
    case $1 in
@VALUES@        *) return 1 ;;
    esac
}

# Offers the lines of standard input that begin with $1.
_ring_snapshot_lines() {
    local line
    while IFS= read -r line; do
        if [[ $line == "$1"* ]]; then
            COMPREPLY+=("$line")
        fi
    done
}

_ring_snapshot_cameras() {
    local typed=$1 program=${COMP_WORDS[0]} line quoting
    # The names are compared without case.
    quoting=$(shopt -p nocasematch)
    shopt -s nocasematch
    case $typed in
        [\"\']*)
            _ring_snapshot_lines "${typed#?}" \
                < <("${program/#\~/$HOME}" completion cameras 2>/dev/null)
            ;;
        *)
            while IFS= read -r line; do
                if [[ $line == "${typed//\\/}"* ]]; then
                    COMPREPLY+=("$(printf %q "$line")")
                fi
            done < <("${program/#\~/$HOME}" completion cameras 2>/dev/null)
            ;;
    esac
    $quoting
}

# Offers what completes $2, which is a value of the kind $1.
_ring_snapshot_offer() {
    case $1 in
        @files) compopt -o filenames 2>/dev/null; _ring_snapshot_lines "" < <(compgen -f -- "$2") ;;
        @folders) compopt -o filenames 2>/dev/null; _ring_snapshot_lines "" < <(compgen -d -- "$2") ;;
        @programs) _ring_snapshot_lines "" < <(compgen -c -- "$2") ;;
        @cameras) _ring_snapshot_cameras "$2" ;;
        *) _ring_snapshot_lines "" < <(compgen -W "$1" -- "$2") ;;
    esac
}

_ring_snapshot() {
    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]}
    local index word command="" below="" options="" words="@COMMANDS@" kind
    COMPREPLY=()
    # What stands behind "=" is a word of its own here.
    if [[ $current == "=" ]]; then
        current=""
    elif [[ $option == "=" ]]; then
        option=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if [[ $option == -* ]] && kind=$(_ring_snapshot_value "$option"); then
        _ring_snapshot_offer "$kind" "$current"
        return
    fi
    for ((index = 1; index < COMP_CWORD && ${#below} == 0; index++)); do
        word=${COMP_WORDS[index]}
        if [[ $word != -* ]]; then
            if ((${#command} == 0)); then
                command=$word
            else
                below=$word
            fi
        elif _ring_snapshot_value "$word" >/dev/null; then
            if [[ ${COMP_WORDS[index+1]} == "=" ]]; then
                index=$((index + 1))
            fi
            index=$((index + 1))
        fi
    done
    case $command in
@CASES@        "") ;;
        *) words="" ;;
    esac
    if [[ $words == "@commands "* ]]; then
        if [[ -n $below ]]; then
            words=@files
        else
            words=${words#@commands }
        fi
    fi
    if [[ $current != -* ]]; then
        _ring_snapshot_offer "$words" "$current"
        if ((${#COMPREPLY[@]} > 0)) || [[ -n $current ]]; then
            return
        fi
    fi
    _ring_snapshot_lines "" < <(compgen -W "$options@COMMON@" -- "$current")
}
complete -F _ring_snapshot ring-snapshot
)sh",
    .common_option = " @NAME@",
    .short_common_option = " @SHORT@ @NAME@",
    .command = " @NAME@",
    .command_case = "        @NAME@) options=\"@OPTIONS@\" words=\"@WORDS@\" ;;\n",
    .option = " @NAME@",
    .short_option = " @SHORT@ @NAME@",
    .word = "@VALUE@",
    .own_commands = "@commands @LIST@",
    .value = "@COMPLETER@",
    .option_value = "        @NAMES@) echo '@COMPLETER@' ;;\n",
    .files = "@files",
    .folders = "@folders",
    .programs = "@programs",
    .cameras = "@cameras",
    .words = "@WORDS@",
    .nothing = "",
    .escapes = {},
};

constexpr CompletionScript k_zsh = {
    .shell = "zsh",
    .script = R"sh(#compdef ring-snapshot

_ring_snapshot_cameras() {
    local -a cameras
    cameras=(${(f)"$(${~program} completion cameras 2>/dev/null)"})
    _wanted cameras expl camera compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -a cameras
}

_ring_snapshot() {
    local -a commands common
    local state line expl program=$words[1]
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

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _ring_snapshot "$@"
else
    # Read by "source": the completions of the shell may not be there yet.
    if (( ! $+functions[compdef] )); then
        autoload -Uz compinit && compinit
    fi
    compdef _ring_snapshot ring-snapshot
fi
)sh",
    .common_option = "        '@NAME@@EQUALS@[@HELP@]@VALUE@'\n",
    .short_common_option = "        '(@SHORT@ @NAME@)'{@SHORT@,@NAME@@EQUALS@}'[@HELP@]@VALUE@'\n",
    .command = "        '@NAME@:@HELP@'\n",
    .command_case = "            @NAME@)\n            _arguments $common@OPTIONS@@WORDS@\n"
                    "            ;;\n",
    .option = " \\\n                '@NAME@@EQUALS@[@HELP@]@VALUE@'",
    .short_option =
        " \\\n                '(@SHORT@ @NAME@)'{@SHORT@,@NAME@@EQUALS@}'[@HELP@]@VALUE@'",
    .word = " \\\n                '@MANY@@VALUE@'",
    .own_commands = " \\\n                '1:COMMAND:(@LIST@)' \\\n                '*:FILE:_files'",
    .value = ":@TYPE@:@COMPLETER@",
    .option_value = "",
    .files = "_files",
    .folders = "_files -/",
    .programs = "_command_names -e",
    .cameras = "_ring_snapshot_cameras",
    .words = "(@WORDS@)",
    .nothing = " ",
    .escapes = k_zsh_escapes,
};

constexpr CompletionScript k_fish = {
    .shell = "fish",
    .script = R"sh(# fish completion for ring-snapshot

# Whether the command is one of these; without any, whether there is none yet.
function __ring_snapshot_command_is
    set -l tokens (commandline -opc)
    set -l is_value no
    for token in $tokens[2..-1]
        if test $is_value = yes
            set is_value no
        else if contains -- $token@WITH_VALUE@
            set is_value yes
        else if not string match -q -- '-*' $token
            contains -- $token $argv
            return
        end
    end
    test (count $argv) -eq 0
end

function __ring_snapshot_cameras
    set -l tokens (commandline -opc)
    $tokens[1] completion cameras 2>/dev/null
end

complete -c ring-snapshot -f
@COMMON@@COMMANDS@@CASES@)sh",
    .common_option = "complete -c ring-snapshot -l @LONG@ -d '@HELP@'@VALUE@\n",
    .short_common_option = "complete -c ring-snapshot -s @LETTER@ -l @LONG@ -d '@HELP@'@VALUE@\n",
    .command = "complete -c ring-snapshot -n __ring_snapshot_command_is -a @NAME@ -d '@HELP@'\n",
    .command_case = "@WORDS@@OPTIONS@",
    .option = "complete -c ring-snapshot -n '__ring_snapshot_command_is @COMMAND@' -l @LONG@ "
              "-d '@HELP@'@VALUE@\n",
    .short_option = "complete -c ring-snapshot -n '__ring_snapshot_command_is @COMMAND@' "
                    "-s @LETTER@ -l @LONG@ -d '@HELP@'@VALUE@\n",
    .word = "complete -c ring-snapshot -n '__ring_snapshot_command_is @COMMAND@'@VALUE@\n",
    .own_commands = "complete -c ring-snapshot -n '__ring_snapshot_command_is @COMMAND@' -F "
                    "-a '@LIST@'\n",
    .value = "@COMPLETER@",
    .option_value = "",
    .files = " -r -F",
    .folders = " -x -a '(__fish_complete_directories)'",
    .programs = " -x -a '(__fish_complete_command)'",
    .cameras = " -x -a '(__ring_snapshot_cameras)'",
    .words = " -x -a '@WORDS@'",
    .nothing = " -x",
    .escapes = k_fish_escapes,
};

constexpr CompletionScript k_scripts[] = {k_bash, k_zsh, k_fish};

} // namespace

std::span<const CompletionScript> completion_scripts() {
    return k_scripts;
}

} // namespace cli
