// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cli::doctor {

class PublicText;

/// What may become a part of a PublicText; any other text may be private.
template <typename Part>
concept PublicPart = std::is_arithmetic_v<Part> || std::is_same_v<Part, PublicText>;

/// As what fmt formats such a part.
template <typename Part>
using Formatted = std::conditional_t<std::is_same_v<Part, PublicText>, std::string, Part>;

/// A text that may be published in a forum. Only this program's own literals, numbers and
/// identifiers of the protocol can become a part of one, so that it cannot tell who and where the
/// user is.
class PublicText {
public:
    PublicText() = default;

    template <std::size_t N>
    PublicText(const char (&literal)[N]) : m_text(literal) {}

    template <std::size_t N>
    PublicText(char (&variable)[N]) = delete;

    /// The one of `known` that `text` equals; `otherwise` when there is none.
    static PublicText one_of(std::initializer_list<PublicText> known, std::string_view text,
                             PublicText otherwise);

    /// `text` when it looks like an identifier of the protocol, such as "doorbell_oyster": at most
    /// 40 lower-case letters, digits and underscores; else `otherwise`.
    static PublicText identifier(std::string_view text, PublicText otherwise);

    /// "2 h 5 min".
    static PublicText duration(std::chrono::milliseconds duration);

    bool empty() const { return m_text.empty(); }

    const std::string& str() const { return m_text; }

private:
    template <PublicPart... Parts>
    friend PublicText say(fmt::format_string<Formatted<Parts>...> format, const Parts&... parts);

    std::string m_text;
};

template <PublicPart Part>
const auto& formatted_part(const Part& part) {
    if constexpr (std::is_same_v<Part, PublicText>) {
        return part.str();
    } else {
        return part;
    }
}

/// The literal `format` with numbers and other public texts in it.
template <PublicPart... Parts>
PublicText say(fmt::format_string<Formatted<Parts>...> format, const Parts&... parts) {
    PublicText text;
    const fmt::string_view pattern = format;
    text.m_text = fmt::vformat(pattern, fmt::make_format_args(formatted_part(parts)...));
    return text;
}

/// `first` and `second` with "; " in between where neither is empty.
PublicText joined(const PublicText& first, const PublicText& second);

/// "s" unless `count` is one.
inline PublicText plural(std::size_t count) {
    return count == 1 ? PublicText() : PublicText("s");
}

/// What may be published of a message in which a path or a name may stand: the reasons and the HTTP
/// status that are known to this program. Empty when there are none.
PublicText reasons_in(std::string_view message);

enum class State { ok, warning, not_ok, skipped };

/// "ok", "warning", "not ok", "skipped".
std::string_view mark_of(State state);
/// As in JSON output: "not_ok".
std::string_view name_of(State state);

/// What one check found.
struct Finding {
    /// In JSON output: "settings", "camera" …
    const char* check = "";
    State state = State::ok;
    /// What the line of a report is about, and what it says.
    PublicText title;
    PublicText facts;
    /// What the user of this machine reads, who may see names and paths: "Settings", the name of a
    /// camera.
    std::string subject;
    std::string message;
    /// What to do; empty when there is nothing. Not in a report.
    std::string hint;
    /// Set when it is not ok: what a command that needs this would end with.
    std::optional<base::ErrorCode> code;
    /// Of a camera only.
    std::string camera_id;
    std::string camera_name;
};

/// @param message  for the user, who may read names and paths; std::nullopt: the facts
inline Finding finding(State state, const char* check, PublicText title, PublicText facts,
                       std::string hint, std::optional<std::string> message) {
    std::string subject = title.str();
    std::string shown = message.value_or(facts.str());
    return {check,
            state,
            std::move(title),
            std::move(facts),
            std::move(subject),
            std::move(shown),
            std::move(hint),
            {},
            {},
            {}};
}

inline Finding good(const char* check, PublicText title, PublicText facts,
                    std::optional<std::string> message = {}) {
    return finding(State::ok, check, std::move(title), std::move(facts), {}, std::move(message));
}

inline Finding caution(const char* check, PublicText title, PublicText facts, std::string hint,
                       std::optional<std::string> message = {}) {
    return finding(State::warning, check, std::move(title), std::move(facts), std::move(hint),
                   std::move(message));
}

inline Finding bad(const char* check, PublicText title, base::ErrorCode code, PublicText facts,
                   std::string hint, std::optional<std::string> message = {}) {
    Finding result = finding(State::not_ok, check, std::move(title), std::move(facts),
                             std::move(hint), std::move(message));
    result.code = code;
    return result;
}

/// A finding that is not ok for the reason that `error` gives.
inline Finding bad(const char* check, PublicText title, const base::Error& error) {
    return bad(check, std::move(title), error.code(), reasons_in(error.message()), error.hint(),
               error.message());
}

inline Finding skipped(const char* check, PublicText title, PublicText reason) {
    return finding(State::skipped, check, std::move(title), std::move(reason), {}, {});
}

} // namespace cli::doctor
