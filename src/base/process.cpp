// SPDX-License-Identifier: Apache-2.0
#include "base/process.hpp"

#include "base/command_words.hpp"
#include "base/error.hpp"
#include "base/unicode.hpp"

#include <cstddef>

namespace base {

namespace {

/// Appends what stands in the quotes that begin at `position` to `word`; the position after them.
std::size_t read_quoted(std::string_view command, std::size_t position, std::string& word) {
    const char quote = command[position];
    for (std::size_t i = position + 1; i < command.size(); ++i) {
        if (command[i] == quote) {
            return i + 1;
        }
        const bool escapes =
            quote == '"' && command[i] == '\\' && i + 1 < command.size() &&
            (command[i + 1] == '"' || (k_backslash_escapes && command[i + 1] == '\\'));
        if (escapes) {
            ++i;
        }
        word += command[i];
    }
    throw Error(ErrorCode::usage, "a quote in the command is not closed: " + std::string(command));
}

/// The same for a whole word.
std::size_t read_word(std::string_view command, std::size_t position, std::string& word) {
    while (position < command.size() && !is_blank(command[position])) {
        const char character = command[position];
        if (character == '\'' || character == '"') {
            position = read_quoted(command, position, word);
            continue;
        }
        if (character == '\\' && k_backslash_escapes && position + 1 < command.size()) {
            ++position;
        }
        word += command[position];
        ++position;
    }
    return position;
}

} // namespace

std::vector<std::string> split_command(std::string_view command) {
    std::vector<std::string> words;
    std::size_t position = 0;
    while (true) {
        while (position < command.size() && is_blank(command[position])) {
            ++position;
        }
        if (position == command.size()) {
            break;
        }
        position = read_word(command, position, words.emplace_back());
    }
    if (words.empty()) {
        throw Error(ErrorCode::usage, "the command is empty");
    }
    return words;
}

} // namespace base
