// SPDX-License-Identifier: Apache-2.0
#include "service/option_file.hpp"

#include "base/error.hpp"
#include "base/process/command.hpp"
#include "base/text/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace service {

namespace {

/// `text` without its lines of comments; a # within quotes is none.
std::string without_comments(std::string_view text) {
    std::string kept;
    char quote = '\0';
    bool begins_line = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '#' && begins_line && quote == '\0') {
            i = std::min(text.find('\n', i), text.size());
            kept += '\n';
            continue;
        }
        if (quote == '\0' && (c == '\'' || c == '"')) {
            quote = c;
        } else if (c == quote) {
            quote = '\0';
        }
        begins_line = c == '\n' || (begins_line && base::is_space(c));
        kept += c;
    }
    return kept;
}

/// One word, in single quotes: they mean the same on all systems.
std::string quoted_word(std::string_view word) {
    const bool is_plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return base::is_letter_or_digit(c) ||
               std::string_view("/._-+,:=@%").find(c) != std::string_view::npos;
    });
    if (is_plain) {
        return std::string(word);
    }
    std::string text = "'";
    for (const char c : word) {
        text += c == '\'' ? std::string("'\"'\"'") : std::string(1, c);
    }
    return text + "'";
}

} // namespace

std::vector<std::string> read_words(std::string_view text) {
    const std::string words = without_comments(text);
    if (base::trimmed(words).empty()) {
        return {};
    }
    return base::split_command(words);
}

std::string option_text(std::string_view command, const std::vector<std::string>& options,
                        std::string_view start_command) {
    std::string text =
        fmt::format("# What this service does: options of `ring-snapshot {}`. After a change run\n"
                    "#   {}\n",
                    command, start_command);
    for (const std::string& option : options) {
        const bool begins = option.starts_with("--") || text.ends_with("\n");
        text += (begins && !text.ends_with("\n") ? "\n"
                 : text.ends_with("\n")          ? ""
                                                 : " ") +
                quoted_word(option);
    }
    return text.ends_with("\n") ? text : text + "\n";
}

std::string environment_text(const std::map<std::string, std::string>& environment) {
    std::string text = "# The environment of this service. It may hold secrets.\n";
    for (const auto& [name, value] : environment) {
        text += quoted_word(name + "=" + value) + "\n";
    }
    return text;
}

std::map<std::string, std::string> read_environment(std::string_view text) {
    std::map<std::string, std::string> environment;
    for (const std::string& word : read_words(text)) {
        const std::size_t sign = word.find('=');
        if (sign != std::string::npos && sign > 0) {
            environment[word.substr(0, sign)] = word.substr(sign + 1);
        }
    }
    return environment;
}

bool is_for_services(std::string_view name) {
    if (name == "RING_SNAPSHOT_SETTINGS") {
        return false;
    }
    constexpr std::array<std::string_view, 4> k_proxies = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
                                                           "NO_PROXY"};
    return name.starts_with("RING_SNAPSHOT_") || name.starts_with("AWS_") ||
           name == "SSL_CERT_FILE" || name == "TZ" ||
           std::any_of(k_proxies.begin(), k_proxies.end(), [&](std::string_view proxy) {
               return base::equal_ignoring_case(name, proxy);
           });
}

} // namespace service
