// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace cli {

/// The completion script of a shell, as texts in which names between @ stand for values.
struct CompletionScript {
    std::string_view shell;
    /// @COMMON@, @COMMANDS@ and @CASES@: the next ones for each common option or command; @VALUES@:
    /// `option_value` for each option with a value; @WITH_VALUE@: their names.
    std::string_view script;
    std::string_view common_option;
    std::string_view short_common_option;
    std::string_view command;
    /// What completes after a command: its @OPTIONS@ and @WORDS@.
    std::string_view command_case;
    /// An option of @COMMAND@, with the @VALUE@ that it takes; the second has a short form.
    std::string_view option;
    std::string_view short_option;
    /// A word without an option's name.
    std::string_view word;
    /// The @LIST@ of the commands of @COMMAND@, and the files that may follow them.
    std::string_view own_commands;
    /// The @VALUE@ of the @TYPE@ that the help names, with its @COMPLETER@, one of those below.
    std::string_view value;
    std::string_view option_value;
    std::string_view files;
    std::string_view folders;
    std::string_view programs;
    std::string_view cameras;
    /// One of @WORDS@.
    std::string_view words;
    /// What nobody can know.
    std::string_view nothing;
    /// What stands for characters that the shell would read.
    std::span<const std::pair<std::string_view, std::string_view>> escapes;
};

/// Those of bash, zsh and fish.
std::span<const CompletionScript> completion_scripts();

} // namespace cli
