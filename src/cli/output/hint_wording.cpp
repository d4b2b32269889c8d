// SPDX-License-Identifier: Apache-2.0
#include "cli/output/hint_wording.hpp"

#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace cli {

namespace {

constexpr std::string_view k_new_name = "ring-snapshot ";
constexpr std::string_view k_old_command = "RingSnapshotDownload -";

struct Rewording {
    std::string_view from;
    std::string_view to;
};

/// What hints say, and how it is said in the old form. The first match counts; what is
/// replaced by itself has no counterpart there.
constexpr Rewording k_rewordings[] = {
    {"ring-snapshot login --refresh-token", "ring-snapshot login --refresh-token"},
    {"ring-snapshot login --2fa-code CODE",
     "RingSnapshotDownload -username EMAIL -password PASSWORD -2facode CODE -list"},
    {"ring-snapshot login --password-file FILE --2fa-code CODE",
     "RingSnapshotDownload -username EMAIL -password PASSWORD -2facode CODE -list"},
    {"ring-snapshot login", "RingSnapshotDownload -username EMAIL -password PASSWORD -list"},
    {"ring-snapshot list --everything", "ring-snapshot list --everything"},
    {"ring-snapshot list", "RingSnapshotDownload -list"},
    {"ring-snapshot get --fresh", "RingSnapshotDownload -forceupdate"},
    {"--fresh", "-forceupdate"},
    {"--cached", "-cached"},
    {"--retries", "-maxretries"},
    {"--out", "-out"},
    {"--settings", "-settings"},
    {"--2fa-code", "-2facode"},
    {"--max-age", "MaximumAge in the settings"},
    {"--wait", "Wait in the settings"},
};

bool ends_word(const std::string& text, std::size_t at) {
    return at >= text.size() || (!base::is_letter_or_digit(text[at]) && text[at] != '-');
}

std::string in_old_form(const std::string& hint) {
    std::string result;
    for (std::size_t at = 0; at < hint.size();) {
        const auto* found = std::find_if(
            std::begin(k_rewordings), std::end(k_rewordings), [&](const Rewording& rewording) {
                return hint.compare(at, rewording.from.size(), rewording.from) == 0 &&
                       ends_word(hint, at + rewording.from.size());
            });
        if (found == std::end(k_rewordings)) {
            result += hint[at++];
        } else {
            result += found->to;
            at += found->from.size();
        }
    }
    return result;
}

/// The end of the command that begins at `at`: behind the command word of the new form, or the
/// program's name of the old one. npos when no command that uses settings begins there.
std::size_t end_of_command(const std::string& hint, std::size_t at) {
    if (hint.compare(at, k_old_command.size(), k_old_command) == 0) {
        const std::size_t end = at + k_old_command.size() - 2;
        return hint.compare(end, 6, " -help") == 0 ? std::string::npos : end;
    }
    if (hint.compare(at, k_new_name.size(), k_new_name) != 0) {
        return std::string::npos;
    }
    const std::size_t start = at + k_new_name.size();
    // The longest name counts: "archive check" begins with "archive".
    std::size_t longest = std::string::npos;
    for (const Command& command : commands()) {
        const std::string_view name = command.name;
        const std::size_t end = start + name.size();
        const bool uses_settings = name != "completion" && name != "help" && name != "version";
        if (uses_settings && hint.compare(start, name.size(), name) == 0 && ends_word(hint, end) &&
            (longest == std::string::npos || end > longest)) {
            longest = end;
        }
    }
    return longest;
}

} // namespace

std::string settings_option(const std::string& file) {
    return file.empty() ? "" : fmt::format(" --settings \"{}\"", base::printable(file));
}

std::string complete_hint(std::string hint, const HintWording& wording) {
    if (wording.old_form) {
        hint = in_old_form(hint);
    }
    const std::string option = settings_option(wording.settings_file);
    for (std::size_t at = 0; !option.empty() && at < hint.size(); ++at) {
        const std::size_t end = end_of_command(hint, at);
        if (end == std::string::npos) {
            continue;
        }
        // One dash where the user writes one.
        const bool old_command = hint[at] == 'R';
        const std::string written = old_command ? " " + option.substr(2) : option;
        hint.insert(end, written);
        at = end + written.size() - 1;
    }
    return hint;
}

} // namespace cli
