// SPDX-License-Identifier: Apache-2.0
#include "cli/list/name_match.hpp"

#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"
#include "cli/line/suggestion.hpp"

#include <algorithm>

namespace cli {

namespace {

bool separates_words(char c) {
    // An apostrophe stands within a word, and so does each byte of a letter beyond ASCII.
    return static_cast<unsigned char>(c) < 0x80 && !base::is_letter_or_digit(c) && c != '\'';
}

std::string without_blanks(std::string_view text) {
    constexpr std::string_view k_no_break_space = "\xC2\xA0";
    std::string result;
    while (!text.empty()) {
        const bool is_wide = text.starts_with(k_no_break_space);
        if (!is_wide && !base::is_space(text.front())) {
            result += text.front();
        }
        text.remove_prefix(is_wide ? k_no_break_space.size() : 1);
    }
    return result;
}

/// `name`, which is comparable, from each of its words to its end.
std::vector<std::string_view> word_beginnings(std::string_view name) {
    std::vector<std::string_view> beginnings;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (!separates_words(name[i]) && (i == 0 || separates_words(name[i - 1]))) {
            beginnings.push_back(name.substr(i));
        }
    }
    return beginnings;
}

std::string_view first_word(std::string_view text) {
    return text.substr(0,
                       static_cast<std::size_t>(
                           std::find_if(text.begin(), text.end(), separates_words) - text.begin()));
}

} // namespace

std::string comparable_name(std::string_view name) {
    return std::string(base::trimmed(base::fold_case(base::printable(name))));
}

std::vector<std::size_t> find_names(std::string_view text, const std::vector<std::string>& names) {
    const std::string wanted = comparable_name(text);
    const std::string dense = without_blanks(wanted);
    std::vector<std::size_t> found;
    const auto search = [&](auto fits) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (fits(comparable_name(names[i]))) {
                found.push_back(i);
            }
        }
    };
    if (dense.empty()) {
        return found;
    }
    search([&](const std::string& name) { return name == wanted; });
    if (found.empty()) {
        search([&](const std::string& name) { return without_blanks(name) == dense; });
    }
    if (found.empty()) {
        search([&](const std::string& name) {
            const auto begins = [&](std::string_view rest) {
                return without_blanks(rest).starts_with(dense);
            };
            return begins(name) || std::ranges::any_of(word_beginnings(name), begins);
        });
    }
    return found;
}

std::string name_like(std::string_view text, const std::vector<std::string>& names) {
    const std::string wanted = comparable_name(text);
    if (wanted.empty()) {
        return {};
    }
    // Whole names first: of two that are equally near, the first counts.
    std::vector<std::string> candidates;
    std::vector<std::size_t> owners;
    for (std::size_t i = 0; i < names.size(); ++i) {
        candidates.push_back(comparable_name(names[i]));
        owners.push_back(i);
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string name = comparable_name(names[i]);
        for (const std::string_view rest : word_beginnings(name)) {
            candidates.emplace_back(first_word(rest));
            owners.push_back(i);
        }
    }
    const std::string best = nearest(wanted, candidates);
    const auto found = std::ranges::find(candidates, best);
    return best.empty() || found == candidates.end()
               ? std::string()
               : base::printable(
                     names[owners[static_cast<std::size_t>(found - candidates.begin())]]);
}

} // namespace cli
