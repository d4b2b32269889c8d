// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "cli/context.hpp"
#include "cli/line/options.hpp"
#include "ring/devices/device.hpp"
#include "settings/settings.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cli::doctor {

class FindingText;

/// What may become a part of a FindingText; any other text may be private.
template <typename Part>
concept PublicPart = std::is_arithmetic_v<Part> || std::is_same_v<Part, FindingText>;

/// As what fmt formats such a part.
template <typename Part>
using Formatted = std::conditional_t<std::is_same_v<Part, FindingText>, std::string, Part>;

/// A text in two forms: as shown to the user of this machine, and as a report publishes it. Only
/// literals of this program, numbers and identifiers of the protocol can become a part of what is
/// published, so that it cannot tell who and where the user is.
class FindingText {
public:
    FindingText() = default;

    template <std::size_t N>
    FindingText(const char (&literal)[N]) : m_shown(literal), m_published(literal) {}

    template <std::size_t N>
    FindingText(char (&variable)[N]) = delete;

    /// `text` where it is shown; in a report, what `published` says there.
    static FindingText local(std::string text, const FindingText& published = {});
    /// `text`; in a report `otherwise` unless it is one of `known`.
    static FindingText one_of(std::initializer_list<FindingText> known, std::string text,
                              const FindingText& otherwise);
    /// `text`; in a report `otherwise` unless it looks like an identifier of the protocol, such as
    /// "doorbell_oyster": at most 40 lower-case letters, digits and underscores.
    static FindingText identifier(std::string text, const FindingText& otherwise);
    /// "2 h 5 min".
    static FindingText duration(std::chrono::milliseconds duration);
    /// `message`, in which a path or a name may stand; in a report, the reasons and the HTTP status
    /// in it that this program knows.
    static FindingText message(std::string message);

    const std::string& shown() const { return m_shown; }

    const std::string& published() const { return m_published; }

private:
    friend class Check;
    template <PublicPart... Parts>
    friend FindingText say(fmt::format_string<Formatted<Parts>...> format, const Parts&... parts);
    friend FindingText joined(const FindingText& first, const FindingText& second,
                              const FindingText& separator);

    std::string m_shown;
    std::string m_published;
};

template <PublicPart Part>
const auto& form_of(const Part& part, const std::string& (FindingText::*form)() const) {
    if constexpr (std::is_same_v<Part, FindingText>) {
        return (part.*form)();
    } else {
        return part;
    }
}

/// The literal `format` with numbers and other texts in it.
template <PublicPart... Parts>
FindingText say(fmt::format_string<Formatted<Parts>...> format, const Parts&... parts) {
    const auto formatted = [&](const std::string& (FindingText::*form)() const) {
        const fmt::string_view pattern = format;
        return fmt::vformat(pattern, fmt::make_format_args(form_of(parts, form)...));
    };
    FindingText text;
    text.m_shown = formatted(&FindingText::shown);
    text.m_published = formatted(&FindingText::published);
    return text;
}

/// `first` and `second` with `separator` in between where neither is empty.
FindingText joined(const FindingText& first, const FindingText& second,
                   const FindingText& separator = "; ");

/// "s" unless `count` is one.
inline FindingText plural(std::size_t count) {
    return count == 1 ? FindingText() : FindingText("s");
}

enum class State { ok, warning, not_ok, skipped };

/// What one check found.
struct Finding {
    /// In JSON output: "settings", "camera" …
    const char* check = "";
    State state = State::ok;
    /// What the line is about: "Settings", the name of a camera.
    FindingText title;
    FindingText text;
    /// What to do; empty when there is nothing. Not in a report.
    std::string hint;
    /// Set when it is not ok: what a command that needs this would end with.
    std::optional<base::ErrorCode> code;
    /// Of a camera only.
    std::string camera_id;
    std::string camera_name;
};

/// What is checked, and makes findings about it.
class Check {
public:
    template <std::size_t N>
    consteval Check(const char* name, const char (&title)[N]) : m_name(name), m_title(title) {}

    Finding good(const FindingText& text) const { return finding(State::ok, text, {}); }

    Finding caution(const FindingText& text, const std::string& hint) const {
        return finding(State::warning, text, hint);
    }

    Finding bad(base::ErrorCode code, const FindingText& text, const std::string& hint) const;

    /// Not ok for the reason that `error` gives.
    Finding bad(const base::Error& error) const {
        return bad(error.code(), FindingText::message(error.message()), error.hint());
    }

    Finding skipped(const FindingText& reason) const { return finding(State::skipped, reason, {}); }

    Finding finding(State state, const FindingText& text, const std::string& hint) const;

private:
    const char* m_name;
    const char* m_title;
};

inline constexpr Check k_settings("settings", "Settings");
inline constexpr Check k_clock("clock", "Clock");
inline constexpr Check k_proxy("proxy", "Proxy");
inline constexpr Check k_certificates("certificates", "Certificates");
inline constexpr Check k_connection("connection", "Connection");
inline constexpr Check k_login("login", "Login");
inline constexpr Check k_devices("devices", "Device list");
inline constexpr Check k_cameras("camera", "Cameras");
inline constexpr Check k_output("output", "Pictures");
inline constexpr Check k_record("record", "Saved pictures");
inline constexpr Check k_uploads("uploads", "Uploads");
inline constexpr Check k_mqtt("mqtt", "MQTT");

/// What the checks share: what they work with, and what those before found.
struct Examination {
    Context& context;
    const DoctorOptions& options;
    /// Set when the file could be read, or there is none yet.
    std::optional<settings::Settings> settings = {};
    /// False when the file belongs to another user, whom a renewal would take it from.
    bool settings_are_own = true;
    /// What the settings made of the file said about it.
    std::vector<std::string> notices = {};
    bool connected = false;
    bool logged_in = false;
    std::optional<std::vector<ring::Device>> devices = {};
};

/// Takes a finding as soon as there is one. The checks, check_settings() and so on, each report one
/// or more; an Error that they throw, but for Error{interrupted}, is one more.
using Report = std::function<void(const Finding&)>;

} // namespace cli::doctor
