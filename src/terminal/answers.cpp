// SPDX-License-Identifier: Apache-2.0
#include "terminal/answers.hpp"

#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace terminal {
namespace {

constexpr int k_largest_number = 100'000;

/// "\e[PARAMETERS FINAL" without its parts.
struct ControlSequence {
    /// '?' or '>', or 0.
    char kind = 0;
    std::vector<int> numbers;
    char final = 0;
};

/// The sequence whose parameters begin at `at`, which becomes its end; std::nullopt when it is not
/// whole.
std::optional<ControlSequence> read_sequence(std::string_view bytes, std::size_t& at) {
    ControlSequence sequence;
    if (at < bytes.size() && (bytes[at] == '?' || bytes[at] == '>')) {
        sequence.kind = bytes[at++];
    }
    sequence.numbers.push_back(0);
    for (; at < bytes.size(); ++at) {
        const char c = bytes[at];
        int& number = sequence.numbers.back();
        if (base::is_digit(c)) {
            number = std::min(number * 10 + (c - '0'), k_largest_number);
        } else if (c == ';') {
            sequence.numbers.push_back(0);
        } else if (c >= '@' && c <= '~') {
            sequence.final = c;
            ++at;
            return sequence;
        } else {
            return {};
        }
    }
    return {};
}

/// The text up to the end of a string ("\e\\" or BEL) that begins at `at`, which becomes its end;
/// std::nullopt when that has not come.
std::optional<std::string_view> read_string(std::string_view bytes, std::size_t& at) {
    const std::size_t end = bytes.find_first_of("\x1B\x07", at);
    if (end == std::string_view::npos) {
        at = bytes.size();
        return {};
    }
    const std::string_view text = bytes.substr(at, end - at);
    at = end + (bytes[end] == '\x07' ? 1 : 2);
    return text;
}

void take(const ControlSequence& sequence, Answers& answers) {
    constexpr int k_sixel = 4;
    constexpr int k_cell_size = 6;
    const auto& numbers = sequence.numbers;
    if (sequence.kind == '?' && sequence.final == 'c') {
        answers.has_sixel = std::find(numbers.begin() + 1, numbers.end(), k_sixel) != numbers.end();
        answers.is_complete = true;
    } else if (sequence.kind == 0 && sequence.final == 't' && numbers.size() == 3 &&
               numbers[0] == k_cell_size) {
        answers.cell_height = numbers[1];
        answers.cell_width = numbers[2];
    } else if (sequence.kind == '?' && sequence.final == 'S' && numbers.size() >= 3 &&
               numbers[0] == 1 && numbers[1] == 0) {
        answers.colors = numbers[2];
    }
}

} // namespace

std::string_view question() {
    return "\x1B[>q"                                    // XTVERSION
           "\x1B_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1B\\" // a picture, to be looked at only
           "\x1B[16t"                                   // size of a cell
           "\x1B[c"                                     // DA1
           "\r\x1B[K";
}

std::string_view question_for_colors() {
    return "\x1B[?1;1;0S\x1B[c";
}

Answers read_answers(std::string_view bytes) {
    Answers answers;
    for (std::size_t at = 0; at + 1 < bytes.size();) {
        if (bytes[at] != '\x1B') {
            ++at;
            continue;
        }
        const char kind = bytes[at + 1];
        at += 2;
        if (kind == '[') {
            if (const auto sequence = read_sequence(bytes, at)) {
                take(*sequence, answers);
            }
        } else if (kind == 'P' || kind == '_') {
            const auto text = read_string(bytes, at);
            if (text && kind == 'P' && text->starts_with(">|")) {
                answers.name = base::printable(text->substr(2));
            } else if (text && kind == '_' && text->starts_with("G") && text->ends_with(";OK")) {
                answers.has_kitty = true;
            }
        }
    }
    return answers;
}

} // namespace terminal
