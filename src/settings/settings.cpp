// SPDX-License-Identifier: Apache-2.0
#include "settings/settings.hpp"

#include "base/error.hpp"
#include "base/text/duration.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "settings/json_nesting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace settings {

using base::ValueKind;
using Json = nlohmann::ordered_json;

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

/// Reads the known members of the file one by one; each call names the key and where it goes.
class Reader {
public:
    Reader(const Json& json, const std::string& file, std::vector<std::string>& notices)
        : m_json(json), m_file(file), m_notices(notices) {}

    /// A text, cleaned.
    void read(const char* key, ValueKind kind, std::optional<std::string>& value) {
        if (const Json* member = find(key); member && expect(key, member->is_string(), "a text")) {
            value =
                base::clean_value(kind, base::valid_utf8(member->get_ref<const std::string&>()));
            // The old tool writes "" for what was never set.
            if (value->empty()) {
                value.reset();
            }
        }
    }

    void read(const char* key, ValueKind kind, base::Secret& value) {
        std::optional<std::string> text;
        read(key, kind, text);
        value = base::Secret(text.value_or(""));
    }

    /// A token or id that goes to the service. Throws Error{cannot_write} when it cannot be one.
    std::string read_token(const char* key) {
        std::optional<std::string> text;
        read(key, ValueKind::token, text);
        if (const std::string problem = problem_of(ValueKind::token, text.value_or(""));
            !problem.empty()) {
            throw_wrong(key, problem, "correct or remove it");
        }
        return text.value_or("");
    }

    void read(const char* key, std::optional<bool>& value) {
        if (const Json* member = find(key);
            member && expect(key, member->is_boolean(), "true or false")) {
            value = member->get<bool>();
        }
    }

    std::optional<std::int64_t> number(const char* key, std::int64_t low, std::int64_t high) {
        const Json* member = find(key);
        if (member == nullptr) {
            return {};
        }
        if (!expect(key, member->is_number() || member->is_string(), "a number")) {
            return {};
        }
        const std::optional<std::int64_t> number =
            member->is_string() ? number_in(key, member->get_ref<const std::string&>())
                                : to_integer(*member);
        if (!number) {
            return {};
        }
        const std::int64_t exact = *number;
        const std::int64_t clamped = std::clamp(exact, low, high);
        if (clamped != exact) {
            m_notices.push_back(
                fmt::format("{} in the settings is out of range; {} is used", key, clamped));
        }
        return clamped;
    }

    void read(const char* key, std::optional<std::chrono::milliseconds>& value) {
        const Json* member = find(key);
        if (member == nullptr || !expect(key, member->is_string() || member->is_number(),
                                         "a duration such as \"90s\" or \"1h30m\"")) {
            return;
        }
        const std::string text =
            member->is_string()
                ? base::clean_value(ValueKind::word, member->get_ref<const std::string&>())
                : member->dump();
        value = text.empty() ? std::nullopt : base::parse_duration(text);
        if (!value && !text.empty()) {
            const std::string advice = base::advice_on_duration(text);
            throw_wrong(key, fmt::format("is not a duration ({})", base::printable(text)),
                        advice + (advice.ends_with('?') ? " Correct it" : ". Correct it"));
        }
    }

    void read(const char* key, std::vector<std::string>& values) {
        const Json* member = find(key);
        if (member == nullptr) {
            return;
        }
        const bool texts =
            member->is_array() && std::all_of(member->begin(), member->end(),
                                              [](const Json& entry) { return entry.is_string(); });
        if (expect(key, texts, "a list of texts")) {
            for (const Json& entry : *member) {
                values.push_back(base::clean_value(
                    ValueKind::text, base::valid_utf8(entry.get_ref<const std::string&>())));
            }
        }
    }

    template <typename T, std::size_t size>
    void read(const char* key, const Named<T> (&names)[size], T& value) {
        std::optional<std::string> text;
        read(key, ValueKind::word, text);
        for (const auto& [name, named_value] : names) {
            if (name == text) {
                value = named_value;
            }
        }
    }

private:
    /// The member, unless it is absent or null: null values are normal.
    const Json* find(const char* key) const {
        const auto found = m_json.find(key);
        return found == m_json.end() || found->is_null() ? nullptr : &*found;
    }

    bool expect(const char* key, bool condition, const char* wanted) {
        if (!condition) {
            m_notices.push_back(
                fmt::format("{} in the settings is not {}; it is ignored", key, wanted));
        }
        return condition;
    }

    static bool is_beyond_int64(const Json& member) {
        return member.is_number_unsigned() &&
               member.get<std::uint64_t>() >
                   static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    }

    /// The number that a text holds; nothing for an empty one.
    std::optional<std::int64_t> number_in(const char* key, const std::string& given) const {
        const std::string text = base::clean_value(ValueKind::word, given);
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

    static std::int64_t to_integer(const Json& member) {
        // Integers are taken as such: a double would lose digits of large ids.
        if (member.is_number_integer() && !is_beyond_int64(member)) {
            return member.get<std::int64_t>();
        }
        constexpr double k_limit = 9.2e18;
        return static_cast<std::int64_t>(std::clamp(member.get<double>(), -k_limit, k_limit));
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

    template <typename T>
    void write(const char* key, const std::optional<T>& value) {
        if (value) {
            m_json[key] = *value;
        } else if (m_json.contains(key)) {
            m_json[key] = nullptr;
        }
    }

    void write(const char* key, const std::string& value) {
        write(key, value.empty() ? std::nullopt : std::optional(value));
    }

    void write(const char* key, const base::Secret& value) { write(key, value.reveal()); }

    void write(const char* key, const std::optional<std::chrono::milliseconds>& value) {
        write(key, value ? std::optional(base::format_duration(*value)) : std::nullopt);
    }

    template <typename T, std::size_t size>
    void write(const char* key, const Named<T> (&names)[size], T value) {
        for (const auto& [name, named_value] : names) {
            if (named_value == value && (value != T{} || m_json.contains(key))) {
                m_json[key] = std::string(name);
            }
        }
    }

private:
    Json& m_json;
};

std::string place_of(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto line_start = before.rfind('\n') + 1; // npos + 1 is the start of the text
    return fmt::format("line {}, column {}", line, before.size() - line_start + 1);
}

[[noreturn]] void throw_broken(const std::string& file, const std::string& reason) {
    throw base::Error(base::ErrorCode::cannot_write,
                      fmt::format("the settings file {} is broken: {}", file, reason),
                      "repair it or move it away and log in again; it was not changed");
}

Json parse_object(std::string_view text, const std::string& file) {
    if (is_nested_too_deep(text)) {
        throw_broken(file, "its values are nested more than 100 deep");
    }
    try {
        Json json = Json::parse(text);
        if (!json.is_object()) {
            throw_broken(file, "it does not hold a JSON object");
        }
        return json;
    } catch (const Json::parse_error& error) {
        throw_broken(file, text.find_first_not_of(" \t\r\n") == std::string_view::npos
                               ? "it is empty"
                               : "no valid JSON at " + place_of(text, error.byte));
    } catch (const Json::out_of_range&) {
        throw_broken(file, "a number in it is beyond all measure");
    }
}

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
}

Settings parse_settings(std::string_view text, const std::string& file,
                        std::vector<std::string>& notices) {
    Settings settings;
    settings.original = parse_object(base::decode_text(text), file);
    Reader reader(settings.original, file, notices);
    reader.read("OutputPath", ValueKind::path, settings.output_path);
    reader.read("RingUsername", ValueKind::email, settings.username);
    reader.read(k_password_key, ValueKind::password, settings.password);
    settings.refresh_token = base::Secret(reader.read_token("RingRefreshToken"));
    settings.device_id = reader.number("RingDeviceId", 0, std::numeric_limits<std::int64_t>::max());
    if (settings.device_id == 0) {
        settings.device_id.reset();
    }
    reader.read("ForceUpdateSnapshot", settings.force_update);
    reader.read("ValidateImage", settings.validate_image);
    if (const auto retries = reader.number("MaximumRetries", k_min_retries, k_max_retries)) {
        settings.maximum_retries = static_cast<int>(*retries);
    }

    settings.hardware_id = reader.read_token("RingHardwareId");
    settings.access_token = base::Secret(reader.read_token("RingAccessToken"));
    // The year 2200: the clock of some platforms, in nanoseconds, ends not long after.
    constexpr std::int64_t k_latest_second = 7'258'118'400;
    if (const auto expires = reader.number("RingAccessTokenExpires", 0, k_latest_second)) {
        settings.access_token_expires = base::SystemTime(std::chrono::seconds(*expires));
    }
    settings.access_token_life =
        std::chrono::seconds(reader.number("RingAccessTokenLife", 0, 365 * 86400).value_or(0));
    reader.read("RingTokenEncoding", k_encodings, settings.token_encoding);
    reader.read("RingUserAgent", k_user_agents, settings.user_agent);
    reader.read("PasswordLogin", k_password_logins, settings.password_login);
    reader.read("RefusedPassword", ValueKind::text, settings.refused_password);

    reader.read("Devices", settings.devices);
    reader.read("AllCameras", settings.all_cameras);
    reader.read("Location", ValueKind::text, settings.location);
    reader.read("Fresh", settings.fresh);
    reader.read("RequireFresh", settings.require_fresh);
    reader.read("Wait", settings.wait);
    reader.read("MaximumAge", settings.maximum_age);
    reader.read("FileName", ValueKind::text, settings.file_name);
    reader.read("LatestFileName", ValueKind::text, settings.latest_file_name);
    reader.read("ExecCommand", ValueKind::text, settings.exec_command);

    reader.read("Every", settings.every);
    reader.read("Between", ValueKind::word, settings.between);
    reader.read("Keep", settings.keep);
    if (const auto count = reader.number("KeepLast", 1, std::numeric_limits<int>::max())) {
        settings.keep_last = static_cast<int>(*count);
    }
    reader.read("AllowDrain", settings.allow_drain);
    reader.read("FailureCommand", ValueKind::text, settings.failure_command);
    reader.read("Heartbeat", ValueKind::word, settings.heartbeat);
    return settings;
}

std::string to_text(const Settings& settings, StoredPassword password) {
    Json json = settings.original;
    if (password == StoredPassword::remove) {
        json.erase(k_password_key);
    }
    Writer writer(json);
    writer.write("OutputPath", settings.output_path);
    writer.write("RingUsername", settings.username);
    writer.write("RingRefreshToken", settings.refresh_token);
    writer.write("RingDeviceId", settings.device_id);
    writer.write("ForceUpdateSnapshot", settings.force_update);
    writer.write("ValidateImage", settings.validate_image);
    writer.write("MaximumRetries", settings.maximum_retries);

    writer.write("RingHardwareId", settings.hardware_id);
    writer.write("RingAccessToken", settings.access_token);
    std::optional<std::int64_t> expires;
    if (settings.access_token_expires) {
        expires = std::chrono::floor<std::chrono::seconds>(*settings.access_token_expires)
                      .time_since_epoch()
                      .count();
    }
    writer.write("RingAccessTokenExpires", expires);
    const std::int64_t life = settings.access_token_life.count();
    writer.write("RingAccessTokenLife", life > 0 ? std::optional(life) : std::nullopt);
    writer.write("RingTokenEncoding", k_encodings, settings.token_encoding);
    writer.write("RingUserAgent", k_user_agents, settings.user_agent);
    writer.write("PasswordLogin", k_password_logins, settings.password_login);
    writer.write("RefusedPassword", settings.refused_password);

    writer.write("Devices",
                 settings.devices.empty() ? std::nullopt : std::optional(settings.devices));
    writer.write("AllCameras", settings.all_cameras);
    writer.write("Location", settings.location);
    writer.write("Fresh", settings.fresh);
    writer.write("RequireFresh", settings.require_fresh);
    writer.write("Wait", settings.wait);
    writer.write("MaximumAge", settings.maximum_age);
    writer.write("FileName", settings.file_name);
    writer.write("LatestFileName", settings.latest_file_name);
    writer.write("ExecCommand", settings.exec_command);

    writer.write("Every", settings.every);
    writer.write("Between", settings.between);
    writer.write("Keep", settings.keep);
    writer.write("KeepLast", settings.keep_last);
    writer.write("AllowDrain", settings.allow_drain);
    writer.write("FailureCommand", settings.failure_command);
    writer.write("Heartbeat", settings.heartbeat);
    // Foreign texts in a file edited by hand may be no valid UTF-8; they must not keep us from
    // saving a token.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace settings
