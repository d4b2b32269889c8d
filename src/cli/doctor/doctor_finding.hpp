// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cli::doctor {

/// A text in two readings: for the user of this machine, and for strangers in a forum.
struct Text {
    std::string shown;
    /// Holds nothing that tells who and where the user is.
    std::string in_public;

    Text() = default;

    Text(const char* same) : shown(same), in_public(same) {}

    Text(std::string for_user, std::string for_strangers)
        : shown(std::move(for_user)), in_public(std::move(for_strangers)) {}

    bool empty() const { return shown.empty(); }

    const std::string& reading(bool for_strangers) const {
        return for_strangers ? in_public : shown;
    }
};

/// A text that holds nothing private.
inline Text harmless(const std::string& text) {
    return {text, text};
}

namespace detail {

template <typename Part>
const auto& reading_of(const Part& part, bool for_strangers) {
    // What comes as a plain string may hold a name: it has to say what strangers may see.
    static_assert(!std::is_convertible_v<Part, std::string_view> || std::is_array_v<Part> ||
                      std::is_same_v<Part, const char*>,
                  "wrap it in a Text");
    if constexpr (std::is_same_v<Part, Text>) {
        return part.reading(for_strangers);
    } else {
        return part;
    }
}

} // namespace detail

/// Both readings of a format with its parts: literals, numbers and Texts.
template <typename... Parts>
Text compose(std::string_view format, const Parts&... parts) {
    return {fmt::format(fmt::runtime(format), detail::reading_of(parts, false)...),
            fmt::format(fmt::runtime(format), detail::reading_of(parts, true)...)};
}

enum class State { ok, warning, not_ok, skipped };

/// "ok", "warning", "not ok", "skipped".
std::string_view mark_of(State state);
/// As in JSON output: "not_ok".
std::string_view name_of(State state);

/// What one check found.
struct Finding {
    /// In JSON output: "settings", "camera" …
    const char* check = "";
    /// What the line is about: "Settings", the name of a camera.
    Text subject;
    State state = State::ok;
    Text message;
    /// What to do; empty when there is nothing.
    Text hint;
    /// Set when it is not ok: what a command that needs this would end with.
    std::optional<base::ErrorCode> code;
    /// Of a camera only.
    std::string camera_id;
    std::string camera_name;
};

inline Finding good(const char* check, Text subject, Text message) {
    return {check, std::move(subject), State::ok, std::move(message), {}, {}, {}, {}};
}

inline Finding caution(const char* check, Text subject, Text message, Text hint) {
    return {check, std::move(subject), State::warning, std::move(message), std::move(hint), {}, {},
            {}};
}

inline Finding bad(const char* check, Text subject, base::ErrorCode code, Text message, Text hint) {
    return {check, std::move(subject), State::not_ok, std::move(message), std::move(hint), code, {},
            {}};
}

inline Finding skipped(const char* check, Text subject, Text reason) {
    return {check, std::move(subject), State::skipped, std::move(reason), {}, {}, {}, {}};
}

} // namespace cli::doctor
