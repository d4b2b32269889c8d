// SPDX-License-Identifier: Apache-2.0
#include "settings/settings.hpp"

#include "base/text/duration.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "settings/json_object.hpp"
#include "settings/settings_reader.hpp"

#include <limits>
#include <type_traits>

namespace settings {

using base::ValueKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr auto k_password_key = "RingPassword";

constexpr Named<TokenEncoding> k_encodings[] = {{"json", TokenEncoding::json},
                                                {"form", TokenEncoding::form}};

constexpr Named<UserAgent> k_user_agents[] = {{"bare", UserAgent::bare}, {"full", UserAgent::full}};

constexpr Named<PasswordLogin> k_password_logins[] = {{"untried", PasswordLogin::untried},
                                                      {"code_needed", PasswordLogin::code_needed},
                                                      {"refused", PasswordLogin::refused}};

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
    row("Exif", &Settings::exif);

    row("Every", &Settings::every);
    row("Between", &Settings::between, ValueKind::word);
    row("Keep", &Settings::keep);
    row("KeepLast", &Settings::keep_last, k_pictures);
    row("KeepHourly", &Settings::keep_hourly, k_pictures);
    row("KeepDaily", &Settings::keep_daily, k_pictures);
    row("KeepWeekly", &Settings::keep_weekly, k_pictures);
    row("AllowDrain", &Settings::allow_drain);
    row("FailureCommand", &Settings::failure_command, ValueKind::text);
    row("Heartbeat", &Settings::heartbeat, ValueKind::word);
    row("Notify", &Settings::notify);
    row("NotifyPicture", &Settings::notify_picture);

    row("Upload", &Settings::upload);
    row("UploadName", &Settings::upload_name, ValueKind::text);
    row("S3Endpoint", &Settings::s3_endpoint, ValueKind::word);
    row("S3Region", &Settings::s3_region, ValueKind::word);
    row("S3PathStyle", &Settings::s3_path_style, ValueKind::word);

    row("Mqtt", &Settings::mqtt, ValueKind::word);
    row("MqttPassword", &Settings::mqtt_password, ValueKind::password);
    row("MqttInsecure", &Settings::mqtt_insecure);
    row("MqttCa", &Settings::mqtt_ca, ValueKind::path);
    row("MqttDiscovery", &Settings::mqtt_discovery, ValueKind::text);
}

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

    void write(const char* key, const std::optional<base::Secret>& value, ValueKind kind) {
        write(key, value ? std::optional(value->reveal()) : std::nullopt, kind);
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
    if (given.keep_last) {
        result.keep_hourly = result.keep_daily = result.keep_weekly = std::nullopt;
    } else if (given.keeps_by_period()) {
        result.keep_last.reset();
    }
    if (given.mqtt && given.mqtt != mqtt) {
        // What was meant for one broker says nothing of another, which must not get its password.
        result.mqtt_password.reset();
        result.mqtt_insecure.reset();
        result.mqtt_ca.reset();
        result.mqtt_discovery.reset();
    }
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
    SettingsReader reader(settings.original, file, notices);
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
