// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_privacy.hpp"

#include "base/files/paths.hpp"
#include "base/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace cli::doctor {

namespace {

constexpr std::size_t k_shortest_hidden = 3;
constexpr auto k_left_out = "…";

/// Names of folders and files that come with systems or with this program.
constexpr std::array<std::string_view, 32> k_common_names = {"Application Support",
                                                             "Library",
                                                             "Pictures",
                                                             "RingSnapshot",
                                                             "Settings.json",
                                                             "System",
                                                             "Users",
                                                             "Volumes",
                                                             "bin",
                                                             "certs",
                                                             "data",
                                                             "dev",
                                                             "etc",
                                                             "home",
                                                             "lib",
                                                             "local",
                                                             "media",
                                                             "mnt",
                                                             "opt",
                                                             "pictures",
                                                             "ring-snapshot",
                                                             "root",
                                                             "run",
                                                             "share",
                                                             "snapshots",
                                                             "srv",
                                                             "ssl",
                                                             "tmp",
                                                             "usr",
                                                             "var",
                                                             ".config",
                                                             "Temp"};

/// Names of users and cameras that tell nothing, and that this program's own words hold.
constexpr std::array<std::string_view, 12> k_common_words = {
    "admin", "camera",        "door", "home",     "login",    "pictures",
    "ring",  "ring-snapshot", "root", "settings", "snapshot", "user"};

bool is_common_word(std::string word) {
    return std::find(k_common_words.begin(), k_common_words.end(), base::to_lower(word)) !=
           k_common_words.end();
}

bool is_common_name(std::string_view name) {
    return std::find(k_common_names.begin(), k_common_names.end(), name) != k_common_names.end();
}

/// Whether a short value stands at `at` as a word, not by chance within a longer one.
bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
    constexpr std::size_t k_long_enough = 6;
    const std::size_t end = at + size;
    return size >= k_long_enough || ((at == 0 || !base::is_letter_or_digit(text[at - 1])) &&
                                     (end == text.size() || !base::is_letter_or_digit(text[end])));
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool consists_of(std::string_view text, std::string_view more) {
    return std::all_of(text.begin(), text.end(), [more](char c) {
        return base::is_letter_or_digit(c) || holds(more, {&c, 1});
    });
}

/// A host, an address or a file: words with dots between them, perhaps with a port.
bool looks_like_host(std::string_view word) {
    const auto dot = word.find('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < word.size() &&
           consists_of(word, ".-_:");
}

bool is_public_host(std::string_view word) {
    return word == "ring.com" || word.ends_with(".ring.com") || word == "Settings.json" ||
           word == ".NET";
}

/// What to show strangers in place of a word; the word itself when it is harmless.
std::string_view public_word(std::string_view word) {
    constexpr std::size_t k_longest_number = 4;
    constexpr std::size_t k_longest_word = 23;
    if (holds(word, "://")) {
        return "(address)";
    }
    if (holds(word, "@")) {
        return "(e-mail address)";
    }
    if (word.starts_with('/') || word.starts_with("~/") || holds(word, "\\") ||
        std::count(word.begin(), word.end(), '/') > 1) {
        return "(path)";
    }
    if (is_public_host(word)) {
        return word;
    }
    if (looks_like_host(word)) {
        return "(host)";
    }
    // An address of IPv6, or of a device.
    if (std::count(word.begin(), word.end(), ':') > 1) {
        return "(address)";
    }
    std::size_t run = 0;
    for (const char c : word) {
        run = base::is_digit(c) ? run + 1 : 0;
        if (run > k_longest_number) {
            return "(number)";
        }
    }
    if (word.size() > k_longest_word && std::any_of(word.begin(), word.end(), base::is_digit)) {
        return "(token)";
    }
    return word;
}

std::string with_public_words(std::string_view text) {
    constexpr std::string_view marks = "'\"“”‘’()[]{}<>,;:.!?=";
    std::string result;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find(' ', start), text.size());
        const std::string_view word = text.substr(start, end - start);
        const std::size_t first = std::min(word.find_first_not_of(marks), word.size());
        const std::size_t last = word.find_last_not_of(marks);
        const std::size_t after = last == std::string_view::npos ? first : last + 1;
        result += word.substr(0, first);
        result += public_word(word.substr(first, after - first));
        result += word.substr(after);
        if (end < text.size()) {
            result += ' ';
        }
        start = end + 1;
    }
    return result;
}

} // namespace

Privacy::Privacy(std::string home) : m_home(std::move(home)) {
    while (m_home.size() > 1 && m_home.back() == '/') {
        m_home.pop_back();
    }
    // As the home of some services: everything would be in it.
    if (m_home == "/") {
        m_home.clear();
    }
    hide(m_home, "~");
}

void Privacy::hide(std::string value, std::string stand_in) {
    if (value.size() < k_shortest_hidden || is_common_word(value)) {
        return;
    }
    const auto place = std::find_if(m_hidden.begin(), m_hidden.end(), [&](const auto& entry) {
        return entry.first.size() < value.size();
    });
    m_hidden.insert(place, {std::move(value), std::move(stand_in)});
}

void Privacy::hide_path(const std::filesystem::path& path, std::string stand_in) {
    hide(base::utf8_from_path(path), std::move(stand_in));
    for (auto folder = path.parent_path(); folder.has_relative_path();
         folder = folder.parent_path()) {
        hide(base::utf8_from_path(folder), "(folder)");
    }
}

Text Privacy::path(const std::filesystem::path& path) const {
    const std::string text = base::utf8_from_path(path);
    std::string_view rest = text;
    std::string open;
    if (!m_home.empty() && text.starts_with(m_home) &&
        (text.size() == m_home.size() || text[m_home.size()] == '/')) {
        open = "~";
        rest.remove_prefix(m_home.size());
    } else if (path.has_root_name()) {
        const std::string root = base::utf8_from_path(path.root_name());
        open = root.size() == 2 ? root : k_left_out;
        rest.remove_prefix(root.size());
    }
    bool left_out = false;
    std::string names;
    for (const auto& part : base::path_from_utf8(rest).relative_path()) {
        const std::string name = base::utf8_from_path(part);
        const bool common = is_common_name(name) || name == "." || name == "..";
        if (name.empty() || (!common && left_out)) {
            continue;
        }
        left_out = !common;
        names += (names.empty() ? "" : "/") + (common ? name : std::string(k_left_out));
    }
    const bool rooted = !open.empty() || path.is_absolute();
    if (rooted && (!names.empty() || open.empty())) {
        open += "/";
    }
    return {text, open + names};
}

std::string Privacy::in_public(std::string text) const {
    for (const auto& [value, stand_in] : m_hidden) {
        std::size_t at = text.find(value);
        while (at != std::string::npos) {
            std::size_t next = at + value.size();
            if (stands_alone(text, at, value.size())) {
                text.replace(at, value.size(), stand_in);
                next = at + stand_in.size();
            }
            at = text.find(value, next);
        }
    }
    return with_public_words(text);
}

Text Privacy::foreign(const std::string& text) const {
    return {text, in_public(text)};
}

Finding bad(const char* check, Text subject, const base::Error& error, const Privacy& privacy) {
    return bad(check, std::move(subject), error.code(), privacy.foreign(error.message()),
               privacy.foreign(error.hint()));
}

} // namespace cli::doctor
