// SPDX-License-Identifier: Apache-2.0
#include "cli/line/suggestion.hpp"

#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/list/name_match.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>

namespace cli {

namespace {

/// Insertions, deletions, replacements, and swaps of neighbours that lead from `left` to `right`.
std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> before_last;
    std::vector<std::size_t> last(right.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::vector<std::size_t> row(right.size() + 1);
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t cost = left[i - 1] == right[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        before_last = std::move(last);
        last = std::move(row);
    }
    return last.back();
}

/// The command that other programs, and people, call by this word; empty when there is none.
std::string_view command_meant(const std::string& word) {
    constexpr std::pair<std::string_view, std::string_view> k_words[] = {
        {"ls", "list"},
        {"devices", "list"},
        {"device", "list"},
        {"cameras", "list"},
        {"camera", "list"},
        {"snap", "get"},
        {"snapshot", "get"},
        {"snapshots", "get"},
        {"download", "get"},
        {"fetch", "get"},
        {"picture", "get"},
        {"pictures", "get"},
        {"run", "watch"},
        {"loop", "watch"},
        {"daemon", "watch"},
        {"signin", "login"},
        {"auth", "login"},
        {"signout", "logout"},
        {"info", "status"},
        {"check", "doctor"},
        {"diagnose", "doctor"},
        {"rebuild", "archive rebuild"},
        {"backup", "archive backup"},
        {"export", "archive export"},
    };
    const auto* found =
        std::ranges::find(k_words, word, &std::pair<std::string_view, std::string_view>::first);
    return found == std::end(k_words) ? "" : found->second;
}

bool is_plain(std::string_view name) {
    return !name.empty() && name.front() != '-' && std::ranges::all_of(name, [](char c) {
        return base::is_letter_or_digit(c) || c == '-' || c == '_' || c == '.' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

/// `camera` as a word for a shell: by its id where its name is one that shells read into.
std::string as_argument(const KnownCamera& camera) {
    if (is_plain(camera.name)) {
        return camera.name;
    }
    const bool can_be_quoted = !camera.name.empty() && camera.name.front() != '-' &&
                               camera.name.find_first_of("\"$`\\!%") == std::string::npos &&
                               base::printable(camera.name) == camera.name;
    return can_be_quoted ? fmt::format("\"{}\"", camera.name) : camera.id;
}

/// The camera that `text` names; else the one that is like it.
std::optional<KnownCamera> camera_meant(std::string_view text, bool exactly,
                                        const std::vector<KnownCamera>& cameras) {
    std::vector<std::string> names;
    for (const KnownCamera& camera : cameras) {
        names.push_back(camera.name);
    }
    const std::vector<std::size_t> found = find_names(text, names);
    if (!found.empty() &&
        (!exactly || comparable_name(names[found.front()]) == comparable_name(text))) {
        return found.size() == 1 || exactly ? std::optional(cameras[found.front()]) : std::nullopt;
    }
    const std::string like = exactly ? "" : name_like(text, names);
    const auto alike = std::ranges::find_if(
        cameras, [&](const KnownCamera& camera) { return base::printable(camera.name) == like; });
    return like.empty() || alike == cameras.end() ? std::nullopt : std::optional(*alike);
}

bool is_id(std::string_view word) {
    return word.size() >= 4 && word.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The command that may have been meant by `word`; empty when none is like it.
std::string command_like(const std::string& word) {
    if (const auto command = command_meant(base::fold_case(word)); !command.empty()) {
        return std::string(command);
    }
    std::vector<std::string> names;
    for (const Command& command : commands()) {
        names.emplace_back(command.name);
    }
    return nearest(word, names);
}

/// What may have been meant by `words`; empty when nothing is like them.
std::string meaning_of(const std::vector<std::string>& words,
                       const std::vector<KnownCamera>& cameras) {
    const std::string all = fmt::format("{}", fmt::join(words, " "));
    const auto find_camera = [&](bool exactly) {
        const auto camera = camera_meant(all, exactly, cameras);
        return camera ? camera : camera_meant(words.front(), exactly, cameras);
    };
    auto camera = find_camera(true);
    if (!camera) {
        if (const std::string command = command_like(words.front()); !command.empty()) {
            return fmt::format("did you mean {}?", command);
        }
        camera = is_id(words.front()) ? KnownCamera{words.front(), ""} : find_camera(false);
    }
    return camera ? fmt::format("did you mean: ring-snapshot get {}", as_argument(*camera)) : "";
}

} // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    const std::string folded = base::fold_case(word);
    std::string best;
    // One typing error in three letters is still a typing error.
    std::size_t best_distance = std::max<std::size_t>(1, folded.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = edit_distance(folded, base::fold_case(candidate));
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates,
                       const std::string& otherwise) {
    const std::string best = nearest(word, candidates);
    return best.empty() ? otherwise : "did you mean " + best + "?";
}

base::Error unknown_command(const std::vector<std::string>& words,
                            const std::vector<KnownCamera>& cameras) {
    const std::string meaning = meaning_of(words, cameras);
    return base::Error(base::ErrorCode::usage,
                       fmt::format("unknown command '{}'", base::printable(words.front())),
                       meaning.empty() ? "run: ring-snapshot --help" : meaning);
}

} // namespace cli
