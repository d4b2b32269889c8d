// SPDX-License-Identifier: Apache-2.0
#include "settings/settings.hpp"

#include "base/error.hpp"
#include "base/text/duration.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "settings/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>
#include <type_traits>

namespace settings {

using base::ValueKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr auto k_password_key = "RingPassword";

template <typename T>
struct Named {
    std::string_view name;
    T value;
};

constexpr Named<TokenEncoding> k_encodings[] = {{"json", TokenEncoding::json},
                                                {"form", TokenEncoding::form}};

constexpr Named<UserAgent> k_user_agents[] = {{"bare", UserAgent::bare}, {"full", UserAgent::full}};

constexpr Named<PasswordLogin> k_password_logins[] = {{"untried", PasswordLogin::untried},
                                                      {"code_needed", PasswordLogin::code_needed},
                                                      {"refused", PasswordLogin::refused}};

struct Range {
    std::int64_t low;
    std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

constexpr Range k_retries = {k_min_retries, k_max_retries};
constexpr Range k_pictures = {1, std::numeric_limits<int>::max()};
/// The year 2200: the clock of some platforms, in nanoseconds, ends not long after.
constexpr Range k_time = {0, 7'258'118'400};
constexpr Range k_token_life = {0, 365 * 86400};

/// The table of the settings: calls `row(key, field, form)` for each, in the order of a new file.
/// The type of the field and `form` say what the key may hold.
template <typename Row>
void for_each_setting(Row&& row) {
    row("OutputPath", &Settings::output_path, ValueKind::path);
    row("RingUsername", &Settings::username, ValueKind::email);
    row(k_password_key, &Settings::password, ValueKind::password);
    row("RingRefreshToken", &Settings::refresh_token, ValueKind::token);
    row("RingDeviceId", &Settings::device_id, Range{0});
    row("ForceUpdateSnapshot", &Settings::force_update);
    row("ValidateImage", &Settings::validate_image);
    row("MaximumRetries", &Settings::maximum_retries, k_retries);

    row("RingHardwareId", &Settings::hardware_id, ValueKind::token);
    row("RingAccessToken", &Settings::access_token, ValueKind::token);
    row("RingAccessTokenExpires", &Settings::access_token_expires, k_time);
    row("RingAccessTokenLife", &Settings::access_token_life, k_token_life);
    row("RingTokenEncoding", &Settings::token_encoding, k_encodings);
    row("RingUserAgent", &Settings::user_agent, k_user_agents);
    row("PasswordLogin", &Settings::password_login, k_password_logins);
    row("RefusedPassword", &Settings::refused_password, ValueKind::text);
    row("LoginEnded", &Settings::login_ended, k_time);

    row("Devices", &Settings::devices);
    row("AllCameras", &Settings::all_cameras);
    row("Location", &Settings::location, ValueKind::text);
    row("Fresh", &Settings::fresh);
    row("RequireFresh", &Settings::require_fresh);
    row("Wait", &Settings::wait);
    row("MaximumAge", &Settings::maximum_age);
    row("FileName", &Settings::file_name, ValueKind::text);
    row("LatestFileName", &Settings::latest_file_name, ValueKind::text);
    row("ExecCommand", &Settings::exec_command, ValueKind::text);

    row("Every", &Settings::every);
    row("Between", &Settings::between, ValueKind::word);
    row("Keep", &Settings::keep);
    row("KeepLast", &Settings::keep_last, k_pictures);
    row("AllowDrain", &Settings::allow_drain);
    row("FailureCommand", &Settings::failure_command, ValueKind::text);
    row("Heartbeat", &Settings::heartbeat, ValueKind::word);
}

/// Reads one key of the file with each call.
class Reader {
public:
    Reader(const Json& json, const std::string& file, std::vector<std::string>& notices)
        : m_json(json), m_file(file), m_notices(notices) {}

    /// A text, cleaned.
    void read(const char* key, std::optional<std::string>& value, ValueKind kind) {
        const Json* member = find(key, "a text", &Json::is_string);
        // The old tool writes "" for what was never set.
        if (std::string text = member ? cleaned(kind, *member) : ""; !text.empty()) {
            value = std::move(text);
        }
    }

    /// Throws Error{cannot_write} for a token or id that cannot go to the service.
    void read(const char* key, std::string& value, ValueKind kind) {
        std::optional<std::string> text;
        read(key, text, kind);
        value = text.value_or("");
        // Most runs need no password, so it is checked where it is used.
        const std::string problem =
            kind == ValueKind::token ? problem_of(kind, value) : std::string();
        if (!problem.empty()) {
            throw_wrong(key, problem, "correct or remove it");
        }
    }

    void read(const char* key, base::Secret& value, ValueKind kind) {
        std::string text;
        read(key, text, kind);
        value = base::Secret(text);
    }

    void read(const char* key, std::optional<bool>& value) {
        if (const Json* member = find(key, "true or false", &Json::is_boolean)) {
            value = member->get<bool>();
        }
    }

    void read(const char* key, std::optional<int>& value, Range range) {
        if (const auto number = find_number(key, range)) {
            value = static_cast<int>(*number);
        }
    }

    /// An id; 0 stands for none.
    void read(const char* key, std::optional<std::int64_t>& value, Range range) {
        value = find_number(key, range);
        if (value == 0) {
            value.reset();
        }
    }

    void read(const char* key, std::optional<base::SystemTime>& value, Range range) {
        if (const auto number = find_number(key, range)) {
            value = base::SystemTime(seconds(*number));
        }
    }

    void read(const char* key, seconds& value, Range range) {
        value = seconds(find_number(key, range).value_or(0));
    }

    void read(const char* key, std::optional<milliseconds>& value) {
        const Json* member =
            find(key, "a duration such as \"90s\" or \"1h30m\"", is_text_or_number);
        if (member == nullptr) {
            return;
        }
        const std::string text =
            member->is_string() ? cleaned(ValueKind::word, *member) : member->dump();
        value = base::parse_duration(text);
        if (!value && !text.empty()) {
            const std::string advice = base::advice_on_duration(text);
            throw_wrong(key, fmt::format("is not a duration ({})", base::printable(text)),
                        advice + (advice.ends_with('?') ? " Correct it" : ". Correct it"));
        }
    }

    void read(const char* key, std::vector<std::string>& values) {
        const auto is_list = [](const Json& member) {
            return member.is_array() &&
                   std::all_of(member.begin(), member.end(),
                               [](const Json& entry) { return entry.is_string(); });
        };
        if (const Json* member = find(key, "a list of texts", is_list)) {
            for (const Json& entry : *member) {
                values.push_back(cleaned(ValueKind::text, entry));
            }
        }
    }

    template <typename T, std::size_t size>
    void read(const char* key, T& value, const Named<T> (&names)[size]) {
        std::optional<std::string> text;
        read(key, text, ValueKind::word);
        for (const auto& [name, named_value] : names) {
            if (name == text) {
                value = named_value;
            }
        }
    }

private:
    static bool is_text_or_number(const Json& member) {
        return member.is_string() || member.is_number();
    }

    static std::string cleaned(ValueKind kind, const Json& text) {
        return base::clean_value(kind, base::valid_utf8(text.get_ref<const std::string&>()));
    }

    /// The member, unless it is absent or null, which is normal, or does not fit.
    template <typename Fits>
    const Json* find(const char* key, const char* wanted, Fits fits) {
        const auto found = m_json.find(key);
        if (found == m_json.end() || found->is_null()) {
            return nullptr;
        }
        if (!std::invoke(fits, *found)) {
            m_notices.push_back(
                fmt::format("{} in the settings is not {}; it is ignored", key, wanted));
            return nullptr;
        }
        return &*found;
    }

    std::optional<std::int64_t> find_number(const char* key, Range range) {
        const Json* member = find(key, "a number", is_text_or_number);
        const auto number = member ? number_in(key, *member) : std::nullopt;
        if (!number) {
            return {};
        }
        const std::int64_t clamped = std::clamp(*number, range.low, range.high);
        if (clamped != *number) {
            m_notices.push_back(
                fmt::format("{} in the settings is out of range; {} is used", key, clamped));
        }
        return clamped;
    }

    /// std::nullopt for an empty text.
    std::optional<std::int64_t> number_in(const char* key, const Json& member) const {
        if (member.is_number_float()) {
            constexpr double k_limit = 9.2e18;
            return static_cast<std::int64_t>(std::clamp(member.get<double>(), -k_limit, k_limit));
        }
        if (member.is_number_unsigned()) {
            constexpr std::uint64_t k_most = std::numeric_limits<std::int64_t>::max();
            return static_cast<std::int64_t>(std::min(member.get<std::uint64_t>(), k_most));
        }
        if (member.is_number()) {
            return member.get<std::int64_t>();
        }
        const std::string text = cleaned(ValueKind::word, member);
        if (text.empty()) {
            return {};
        }
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size()) {
            throw_wrong(key, "is not a whole number", "correct it");
        }
        return value;
    }

    [[noreturn]] void throw_wrong(const char* key, const std::string& problem,
                                  const std::string& advice) const {
        throw base::Error(base::ErrorCode::cannot_write,
                          fmt::format("{} in the settings {}", key, problem),
                          fmt::format("{} in {}", advice, m_file));
    }

    const Json& m_json;
    const std::string& m_file;
    std::vector<std::string>& m_notices;
};

/// Puts members into the file's JSON: a value replaces or appends, an absent one becomes null where
/// the key stands already (as the old tool does) and stays away where it does not.
class Writer {
public:
    explicit Writer(Json& json) : m_json(json) {}

    template <typename T, typename... Form>
    void write(const char* key, const std::optional<T>& value, Form...) {
        if (value) {
            m_json[key] = *value;
        } else if (m_json.contains(key)) {
            m_json[key] = nullptr;
        }
    }

    void write(const char* key, const std::string& value, ValueKind) {
        write(key, value.empty() ? std::nullopt : std::optional(value));
    }

    void write(const char* key, const base::Secret& value, ValueKind kind) {
        if (kind != ValueKind::password) {
            write(key, value.reveal(), kind);
        }
    }

    void write(const char* key, const std::optional<base::SystemTime>& value, Range) {
        const auto whole = [](base::SystemTime time) {
            return std::chrono::floor<seconds>(time).time_since_epoch().count();
        };
        write(key, value ? std::optional(whole(*value)) : std::nullopt);
    }

    void write(const char* key, seconds value, Range) {
        write(key, value.count() > 0 ? std::optional(value.count()) : std::nullopt);
    }

    void write(const char* key, const std::optional<milliseconds>& value) {
        write(key, value ? std::optional(base::format_duration(*value)) : std::nullopt);
    }

    void write(const char* key, const std::vector<std::string>& values) {
        write(key, values.empty() ? std::nullopt : std::optional(values));
    }

    template <typename T, std::size_t size>
    void write(const char* key, T value, const Named<T> (&names)[size]) {
        for (const auto& [name, named_value] : names) {
            if (named_value == value && (value != T{} || m_json.contains(key))) {
                m_json[key] = std::string(name);
            }
        }
    }

private:
    Json& m_json;
};

} // namespace

void Settings::forget_session() {
    refresh_token = {};
    access_token = {};
    access_token_expires.reset();
    access_token_life = std::chrono::seconds(0);
    token_encoding = TokenEncoding::json;
    user_agent = UserAgent::bare;
    password_login = PasswordLogin::untried;
    refused_password.reset();
    login_ended.reset();
}

SavedOptions SavedOptions::with(const SavedOptions& given) const {
    SavedOptions result = *this;
    for_each_setting([&](const char*, auto field, const auto&...) {
        if constexpr (std::is_invocable_v<decltype(field), SavedOptions&>) {
            if (given.*field) {
                result.*field = given.*field;
            }
        }
    });
    return result;
}

Settings parse_settings(std::string_view text, const std::string& file,
                        std::vector<std::string>& notices) {
    Settings settings;
    settings.original = parse_object(base::decode_text(text), file);
    Reader reader(settings.original, file, notices);
    for_each_setting([&](const char* key, auto field, const auto&... form) {
        reader.read(key, settings.*field, form...);
    });
    return settings;
}

std::string to_text(const Settings& settings, StoredPassword password) {
    Json json = settings.original;
    if (password == StoredPassword::remove) {
        json.erase(k_password_key);
    }
    Writer writer(json);
    for_each_setting([&](const char* key, auto field, const auto&... form) {
        writer.write(key, settings.*field, form...);
    });
    // Texts that are not valid UTF-8 must not keep us from saving a token.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace settings
