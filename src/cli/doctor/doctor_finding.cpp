// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_finding.hpp"

#include "base/text/duration.hpp"

#include <algorithm>
#include <charconv>

namespace cli::doctor {

namespace {

/// The HTTP status that follows `before` in `message`; 0 when there is none.
int status_after(std::string_view message, std::string_view before) {
    const std::size_t at = message.find(before);
    int status = 0;
    if (at != std::string_view::npos) {
        message.remove_prefix(at + before.size());
        std::from_chars(message.data(), message.data() + message.size(), status);
    }
    return status >= 100 && status <= 599 ? status : 0;
}

} // namespace

PublicText PublicText::one_of(std::initializer_list<PublicText> known, std::string_view text,
                              PublicText otherwise) {
    const auto found = std::find_if(known.begin(), known.end(), [&](const PublicText& candidate) {
        return candidate.str() == text;
    });
    return found == known.end() ? otherwise : *found;
}

PublicText PublicText::identifier(std::string_view text, PublicText otherwise) {
    constexpr std::size_t k_longest = 40;
    if (text.empty() || text.size() > k_longest ||
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string_view::npos) {
        return otherwise;
    }
    PublicText result;
    result.m_text = text;
    return result;
}

PublicText PublicText::duration(std::chrono::milliseconds duration) {
    PublicText result;
    result.m_text = base::describe_duration(duration);
    return result;
}

PublicText joined(const PublicText& first, const PublicText& second) {
    if (first.empty() || second.empty()) {
        return first.empty() ? second : first;
    }
    return say("{}; {}", first, second);
}

PublicText reasons_in(std::string_view message) {
    static const PublicText reasons[] = {"permission denied",
                                         "read-only",
                                         "no space left",
                                         "quota",
                                         "not a folder",
                                         "the folder does not exist",
                                         "it is a folder",
                                         "another program",
                                         "reports an error",
                                         "now only its owner can",
                                         "out of range",
                                         "is ignored",
                                         "name look-up failed",
                                         "no answer",
                                         "refused",
                                         "in time",
                                         "too large",
                                         "broke off",
                                         "does not speak TLS",
                                         "no longer accepts the stored login",
                                         "two-factor code",
                                         "asks to slow down",
                                         "out of order",
                                         "offline",
                                         "motion detection",
                                         "Ring has none",
                                         "being updated",
                                         "under maintenance",
                                         "is broken"};
    PublicText result;
    for (const PublicText& reason : reasons) {
        if (message.find(reason.str()) != std::string_view::npos) {
            result = joined(result, reason);
        }
    }
    for (const char* before : {"status ", "HTTP "}) {
        if (const int status = status_after(message, before)) {
            result = joined(result, say("HTTP status {}", status));
        }
    }
    return result;
}

std::string_view mark_of(State state) {
    switch (state) {
    case State::ok:
        return "ok";
    case State::warning:
        return "warning";
    case State::not_ok:
        return "not ok";
    case State::skipped:
        break;
    }
    return "skipped";
}

std::string_view name_of(State state) {
    return state == State::not_ok ? "not_ok" : mark_of(state);
}

} // namespace cli::doctor
