// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settings {

/// How the body of a token request is encoded (docs/ring-service.md 2.2).
enum class TokenEncoding { json, form };

/// Which User-Agent Ring took last: the app's name alone, or with its version and build.
enum class UserAgent { bare, full };

/// How a password login without a person ended: cron must not make Ring send messages.
enum class PasswordLogin { untried, code_needed, refused };

/// Bounds of MaximumRetries and --retries.
inline constexpr int k_min_retries = 1;
inline constexpr int k_max_retries = 100;
inline constexpr int k_default_retries = 3;

/// The options of `get` and `watch` that are remembered as they were given; std::nullopt when
/// absent. A new one is a field here, a row in settings.cpp and an option in
/// declare_get() or declare_watch().
struct SavedOptions {
    std::optional<int> maximum_retries;
    std::optional<std::chrono::milliseconds> wait;
    std::optional<std::chrono::milliseconds> maximum_age;
    std::optional<std::string> file_name;
    std::optional<std::string> latest_file_name;
    std::optional<std::string> exec_command;
    std::optional<bool> exif;

    std::optional<std::chrono::milliseconds> every;
    std::optional<std::string> between;
    std::optional<std::chrono::milliseconds> keep;
    std::optional<int> keep_last;
    /// What stays of the pictures older than `keep`; replaces keep_last, and the other way round.
    std::optional<int> keep_hourly;
    std::optional<int> keep_daily;
    std::optional<int> keep_weekly;
    std::optional<bool> allow_drain;
    std::optional<std::string> failure_command;
    std::optional<std::string> heartbeat;
    std::optional<std::vector<std::string>> notify;
    std::optional<bool> notify_picture;

    /// Where pictures are uploaded, as they were given: "s3://BUCKET/PREFIX".
    std::optional<std::vector<std::string>> upload;
    std::optional<std::string> upload_name;
    std::optional<std::string> s3_endpoint;
    std::optional<std::string> s3_region;
    std::optional<std::string> s3_path_style;

    /// Where pictures are published: "mqtts://USER@HOST/PREFIX", without a password.
    std::optional<std::string> mqtt;
    /// Goes with `mqtt`, and with no other broker.
    std::optional<base::Secret> mqtt_password;
    std::optional<bool> mqtt_insecure;
    std::optional<std::string> mqtt_ca;
    std::optional<std::string> mqtt_discovery;

    bool keeps_by_period() const { return keep_hourly || keep_daily || keep_weekly; }

    /// These options, replaced by those of `given` that are not absent.
    SavedOptions with(const SavedOptions& given) const;
};

/// What `Settings.json` holds. Everything may be absent.
struct Settings : SavedOptions {
    // Keys of RingSnapshotDownload 3.0, as is maximum_retries.
    std::optional<std::string> output_path;
    std::optional<std::string> username;
    /// Only ever read; to_text() leaves it out.
    base::Secret password;
    base::Secret refresh_token;
    std::optional<std::int64_t> device_id;
    std::optional<bool> force_update;
    std::optional<bool> validate_image;

    // The session.
    std::string hardware_id;
    base::Secret access_token;
    std::optional<base::SystemTime> access_token_expires;
    std::chrono::seconds access_token_life{0};
    TokenEncoding token_encoding = TokenEncoding::json;
    UserAgent user_agent = UserAgent::bare;
    PasswordLogin password_login = PasswordLogin::untried;
    /// Of the login that was refused (refused_password.hpp).
    std::optional<std::string> refused_password;
    /// When Ring was first found to have ended the stored login; std::nullopt while it has not.
    std::optional<base::SystemTime> login_ended;

    // Options that --save remembers too, and that replace each other.
    std::vector<std::string> devices;
    std::optional<bool> all_cameras;
    std::optional<std::string> location;
    std::optional<bool> fresh;
    std::optional<bool> require_fresh;

    /// The file as it was read: unknown keys and the order of all keys are kept from here.
    nlohmann::ordered_json original = nlohmann::ordered_json::object();

    /// Whether anything of a session is stored that a run can start from.
    bool has_session() const { return !refresh_token.empty() || !access_token.empty(); }

    /// Whether a login is stored that Ring has not ended, as far as is known.
    bool is_logged_in() const { return has_session() && !login_ended; }

    /// Forgets tokens and what belongs to them; the hardware id stays for good.
    void forget_session();
};

/// Reads the text of a settings file, which may be UTF-16. Texts are cleaned as options are.
/// Numbers out of range are clamped and values of a wrong type ignored, each with a sentence in
/// `notices`. Throws Error{cannot_write} when `text` is not a JSON object or a duration, number,
/// token or id cannot be one; `file` is its name for these messages. User name and password are not
/// checked.
Settings parse_settings(std::string_view text, const std::string& file,
                        std::vector<std::string>& notices);

/// What happens to a password in the file.
enum class StoredPassword { remove, keep };

/// The text to write: the original's keys in their order, changed ones replaced, new ones at the
/// end. A password is never added; one that stands there is removed unless it is to be kept.
std::string to_text(const Settings& settings, StoredPassword password = StoredPassword::remove);

} // namespace settings
