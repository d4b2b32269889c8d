// SPDX-License-Identifier: Apache-2.0
#include "service/quoting.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace service {

namespace {

using base::Error;
using base::ErrorCode;

/// Of a command in a crontab, for the implementations in use; the shortest is 998 with the times.
constexpr std::size_t k_longest_crontab_line = 900;

void refuse_control_characters(std::string_view text, std::string_view place) {
    if (base::has_control_character(text)) {
        throw Error(ErrorCode::usage,
                    fmt::format("{} cannot hold a line end or another control character: {}", place,
                                base::printable(text)),
                    "rename the folder");
    }
}

bool is_plain(std::string_view word, std::string_view also) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [&](char c) {
        return base::is_letter_or_digit(c) || also.find(c) != std::string_view::npos;
    });
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
        text.replace(at, what.size(), with);
    }
}

/// @param is_program  in the program systemd expands specifiers, but no variables
std::string systemd_word(std::string_view word, bool is_program) {
    refuse_control_characters(word, "a unit of systemd");
    std::string text(word);
    replace_all(text, "\\", "\\\\");
    replace_all(text, "\"", "\\\"");
    replace_all(text, "%", "%%");
    if (!is_program) {
        replace_all(text, "$", "$$");
    }
    return is_plain(word, "/._-+,:=") ? text : '"' + text + '"';
}

/// The character that begins at `position` of valid UTF-8, and moves `position` behind it.
std::uint32_t next_character(std::string_view text, std::size_t& position) {
    const auto first = static_cast<unsigned char>(text[position++]);
    if (first < 0x80U) {
        return first;
    }
    std::uint32_t code = first >= 0xF0U   ? first & 0x07U
                         : first >= 0xE0U ? first & 0x0FU
                                          : first & 0x1FU;
    while (position < text.size() && base::continues_utf8(text[position])) {
        code = (code << 6U) | (static_cast<unsigned char>(text[position++]) & 0x3FU);
    }
    return code;
}

std::string windows_word(std::string_view word) {
    if (!word.empty() && word.find_first_of(" \t\n\v\"") == std::string_view::npos) {
        return std::string(word);
    }
    std::string text = "\"";
    std::size_t backslashes = 0;
    for (const char character : word) {
        if (character == '\\') {
            ++backslashes;
            continue;
        }
        // Backslashes mean themselves, but for those before a quote.
        text.append(character == '"' ? 2 * backslashes + 1 : backslashes, '\\');
        text += character;
        backslashes = 0;
    }
    return text.append(2 * backslashes, '\\') + '"';
}

/// What `quote` makes of each word, with blanks between them.
template <typename Quote>
std::string joined(const std::vector<std::string>& words, Quote quote) {
    std::string line;
    for (const std::string& word : words) {
        line += (line.empty() ? "" : " ") + quote(word);
    }
    return line;
}

} // namespace

std::string shell_word(std::string_view word) {
    if (is_plain(word, "/._-+,:=@%")) {
        return std::string(word);
    }
    std::string text(word);
    replace_all(text, "'", "'\\''");
    return "'" + text + "'";
}

std::string shell_line(const std::vector<std::string>& words) {
    return joined(words, shell_word);
}

std::string crontab_line(const std::vector<std::string>& words) {
    std::string line = shell_line(words);
    refuse_control_characters(line, "a crontab");
    // cron ends the command at a percent sign, and takes this backslash away, also within quotes.
    replace_all(line, "%", "\\%");
    if (line.size() > k_longest_crontab_line) {
        throw Error(ErrorCode::usage, "the paths are too long for a line of a crontab",
                    "move the program or the settings to a shorter path");
    }
    return line;
}

std::string systemd_command(const std::vector<std::string>& words) {
    if (words.front().find_first_of("\"'\\") != std::string::npos) {
        throw Error(
            ErrorCode::usage,
            fmt::format("systemd starts no program whose path holds a quote or a backslash: {}",
                        base::printable(words.front())),
            "move the program to another folder");
    }
    bool is_program = true;
    return joined(words, [&](const std::string& word) {
        const std::string text = systemd_word(word, is_program);
        is_program = false;
        return text;
    });
}

std::string systemd_folder(std::string_view folder) {
    refuse_control_characters(folder, "a unit of systemd");
    if (folder.find_first_of("\"'\\") != std::string_view::npos) {
        throw Error(ErrorCode::usage,
                    fmt::format("a system service cannot be let into a folder whose name holds a "
                                "quote or a backslash: {}",
                                base::printable(folder)),
                    "choose another folder with --out");
    }
    std::string text(folder);
    replace_all(text, "%", "%%");
    return is_plain(folder, "/._-+,=") ? text : '"' + text + '"';
}

std::string xml_text(std::string_view text) {
    refuse_control_characters(text, "XML");
    const std::string valid = base::valid_utf8(text);
    std::string xml;
    for (std::size_t position = 0; position < valid.size();) {
        const std::uint32_t code = next_character(valid, position);
        if (code >= 0x80U || code == '&' || code == '<' || code == '>' || code == '"') {
            xml += fmt::format("&#{};", code);
        } else {
            xml += static_cast<char>(code);
        }
    }
    return xml;
}

std::string windows_line(const std::vector<std::string>& words) {
    return joined(words, windows_word);
}

} // namespace service
