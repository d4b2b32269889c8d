// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_finding.hpp"

#include "base/text/duration.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

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

FindingText FindingText::local(std::string text, const FindingText& published) {
    FindingText result;
    result.m_shown = std::move(text);
    result.m_published = published.m_published;
    return result;
}

FindingText FindingText::one_of(std::initializer_list<FindingText> known, std::string text,
                                const FindingText& otherwise) {
    const auto* const found = std::ranges::find(known, text, &FindingText::published);
    return local(std::move(text), found == known.end() ? otherwise : *found);
}

FindingText FindingText::identifier(std::string text, const FindingText& otherwise) {
    constexpr std::size_t k_longest = 40;
    const bool is_identifier =
        !text.empty() && text.size() <= k_longest &&
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    FindingText result = local(std::move(text), otherwise);
    if (is_identifier) {
        result.m_published = result.m_shown;
    }
    return result;
}

FindingText FindingText::duration(std::chrono::milliseconds duration) {
    FindingText result;
    result.m_shown = result.m_published = base::describe_duration(duration);
    return result;
}

FindingText FindingText::message(std::string message) {
    static const FindingText known[] = {"permission denied",
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
    FindingText reasons;
    for (const FindingText& reason : known) {
        if (message.find(reason.published()) != std::string::npos) {
            reasons = joined(reasons, reason);
        }
    }
    for (const char* before : {"status ", "HTTP "}) {
        if (const int status = status_after(message, before)) {
            reasons = joined(reasons, say("HTTP status {}", status));
        }
    }
    return local(std::move(message), reasons);
}

FindingText joined(const FindingText& first, const FindingText& second,
                   const FindingText& separator) {
    const auto join = [](const std::string& left, const std::string& right,
                         const std::string& between) {
        return left.empty() || right.empty() ? left + right : left + between + right;
    };
    FindingText text;
    text.m_shown = join(first.m_shown, second.m_shown, separator.m_shown);
    text.m_published = join(first.m_published, second.m_published, separator.m_published);
    return text;
}

Finding Check::finding(State state, const FindingText& text, const std::string& hint) const {
    Finding result;
    result.check = m_name;
    result.state = state;
    result.title.m_shown = result.title.m_published = m_title;
    result.text = text;
    result.hint = hint;
    return result;
}

Finding Check::bad(base::ErrorCode code, const FindingText& text, const std::string& hint) const {
    Finding result = finding(State::not_ok, text, hint);
    result.code = code;
    return result;
}

} // namespace cli::doctor
