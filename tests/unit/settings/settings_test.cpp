// SPDX-License-Identifier: Apache-2.0
#include "settings/settings.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace settings {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Settings parsed(std::string_view text) {
    std::vector<std::string> notices;
    Settings settings = parse_settings(text, "Settings.json", notices);
    EXPECT_THAT(notices, IsEmpty()) << text;
    return settings;
}

std::vector<std::string> notices_of(std::string_view text) {
    std::vector<std::string> notices;
    parse_settings(text, "Settings.json", notices);
    return notices;
}

base::Error error_of(std::string_view text) {
    return test::error_of([&] {
        std::vector<std::string> notices;
        parse_settings(text, "/home/kim/Settings.json", notices);
    });
}

/// The file as RingSnapshotDownload 3.0 writes it.
constexpr std::string_view k_old_file = R"({
  "OutputPath": "/pictures",
  "RingUsername": "kim@example.test",
  "RingPassword": "p&ss",
  "RingRefreshToken": "sim-r1",
  "RingDeviceId": 31000417,
  "ForceUpdateSnapshot": true,
  "ValidateImage": false,
  "MaximumRetries": 3
})";

TEST(ParseSettings, reads_the_file_of_the_old_tool) {
    const Settings settings = parsed(k_old_file);
    EXPECT_EQ(settings.output_path, "/pictures");
    EXPECT_EQ(settings.username, "kim@example.test");
    EXPECT_EQ(settings.password.reveal(), "p&ss");
    EXPECT_EQ(settings.refresh_token.reveal(), "sim-r1");
    EXPECT_EQ(settings.device_id, 31000417);
    EXPECT_EQ(settings.force_update, true);
    EXPECT_EQ(settings.validate_image, false);
    EXPECT_EQ(settings.maximum_retries, 3);
    EXPECT_TRUE(settings.has_session());
}

TEST(ParseSettings, null_and_empty_values_are_normal_and_mean_absent) {
    for (const std::string_view text :
         {R"({})",
          R"({"OutputPath":null,"RingUsername":null,"RingPassword":null,"RingRefreshToken":null,
              "RingDeviceId":null,"ForceUpdateSnapshot":null,"ValidateImage":null,
              "MaximumRetries":null,"Devices":null,"Wait":null,"RingAccessTokenExpires":null})",
          R"({"OutputPath":"","RingUsername":"","RingPassword":"","RingRefreshToken":"",
              "RingDeviceId":0,"Devices":[]})"}) {
        const Settings settings = parsed(text);
        EXPECT_EQ(settings.output_path, std::nullopt) << text;
        EXPECT_EQ(settings.username, std::nullopt) << text;
        EXPECT_TRUE(settings.password.empty()) << text;
        EXPECT_FALSE(settings.has_session()) << text;
        EXPECT_EQ(settings.device_id, std::nullopt) << text;
        EXPECT_EQ(settings.force_update, std::nullopt) << text;
        EXPECT_EQ(settings.maximum_retries, std::nullopt) << text;
        EXPECT_THAT(settings.devices, IsEmpty()) << text;
        EXPECT_EQ(settings.wait, std::nullopt) << text;
        EXPECT_EQ(settings.access_token_expires, std::nullopt) << text;
    }
}

TEST(ParseSettings, a_session_is_a_refresh_or_an_access_token) {
    EXPECT_TRUE(parsed(R"({"RingRefreshToken":"r"})").has_session());
    EXPECT_TRUE(parsed(R"({"RingAccessToken":"a"})").has_session());
    EXPECT_FALSE(parsed(R"({"RingUsername":"u","RingPassword":"p"})").has_session());
}

TEST(ParseSettings, device_ids_of_64_bits_are_exact) {
    const std::vector<std::pair<const char*, std::int64_t>> table = {
        {R"({"RingDeviceId":4294967301})", 4294967301},
        {R"({"RingDeviceId":9007199254740995})", 9007199254740995},
        {R"({"RingDeviceId":9223372036854775807})", 9223372036854775807},
        {R"({"RingDeviceId":"9007199254740995"})", 9007199254740995},
        {R"({"RingDeviceId":"9223372036854775807"})", 9223372036854775807},
    };
    for (const auto& [text, id] : table) {
        const Settings settings = parsed(text);
        EXPECT_EQ(settings.device_id, id) << text;
        EXPECT_EQ(parsed(to_text(settings)).device_id, id) << text;
        EXPECT_THAT(to_text(settings), HasSubstr(std::to_string(id))) << text;
    }
}

TEST(ParseSettings, numbers_out_of_range_are_clamped_and_said) {
    const std::vector<std::pair<const char*, int>> table = {
        {R"({"MaximumRetries":0})", 1},
        {R"({"MaximumRetries":-7})", 1},
        {R"({"MaximumRetries":101})", 100},
        {R"({"MaximumRetries":1e300})", 100},
        {R"({"MaximumRetries":-1e300})", 1},
        {R"({"MaximumRetries":18446744073709551615})", 100},
        {R"({"MaximumRetries":99999999999999999999999999})", 100},
        {R"({"MaximumRetries":"500"})", 100},
    };
    for (const auto& [text, retries] : table) {
        std::vector<std::string> notices;
        EXPECT_EQ(parse_settings(text, "f", notices).maximum_retries, retries) << text;
        EXPECT_THAT(notices, ElementsAre("MaximumRetries in the settings is out of range; " +
                                         std::to_string(retries) + " is used"))
            << text;
    }
    EXPECT_THAT(notices_of(R"({"RingDeviceId":-5})"), ElementsAre(HasSubstr("RingDeviceId")));
}

TEST(ParseSettings, an_expiry_that_no_clock_can_hold_is_clamped) {
    for (const char* text :
         {R"({"RingAccessTokenExpires":14444444790003600})",
          R"({"RingAccessTokenExpires":253402300799})", R"({"RingAccessTokenExpires":1e300})"}) {
        std::vector<std::string> notices;
        const Settings settings = parse_settings(text, "f", notices);
        EXPECT_EQ(settings.access_token_expires, base::SystemTime(7258118400s)) << text;
        EXPECT_THAT(notices, ElementsAre(HasSubstr("RingAccessTokenExpires"))) << text;
    }
}

TEST(ParseSettings, a_fraction_is_cut_off) {
    EXPECT_EQ(parsed(R"({"MaximumRetries":4.0})").maximum_retries, 4);
}

TEST(ParseSettings, notices_never_repeat_a_value) {
    EXPECT_THAT(notices_of(R"({"RingPassword":["hunter2"],"RingRefreshToken":{"x":"hunter2"}})"),
                testing::Each(Not(HasSubstr("hunter2"))));
}

TEST(ParseSettings, a_broken_file_is_named_with_line_and_column) {
    const std::vector<std::pair<std::string, const char*>> table = {
        {"{\"OutputPath\": }", "no valid JSON at line 1, column 16"},
        {"{\n  \"OutputPath\": \"x\",\n  oops\n}", "no valid JSON at line 3, column 3"},
        {"{\"OutputPath\": \"x\"", "no valid JSON at line 1, column 19"},
        {"{\n\"RingUsername\": \"a\"\n\"RingPassword\": \"b\"}",
         "no valid JSON at line 3, column 14"},
        {"<html></html>", "no valid JSON at line 1, column 1"},
        {"", "it is empty"},
        {" \r\n\t", "it is empty"},
        {"[]", "it does not hold a JSON object"},
        {"null", "it does not hold a JSON object"},
        {"\"text\"", "it does not hold a JSON object"},
        {"{\"OutputPath\":\"\xff\"}", "no valid JSON at line 1, column 16"},
    };
    for (const auto& [text, reason] : table) {
        const base::Error error = error_of(text);
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write) << text;
        EXPECT_EQ(error.message(),
                  std::string("the settings file /home/kim/Settings.json is broken: ") + reason);
        EXPECT_THAT(error.hint(), HasSubstr("it was not changed"));
    }
}

TEST(ParseSettings, a_number_beyond_all_measure_makes_a_broken_file_and_no_crash) {
    const base::Error error = error_of("{\n  \"MaximumRetries\": 1e999\n}");
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_THAT(error.message(), HasSubstr("/home/kim/Settings.json is broken"));
}

TEST(ParseSettings, no_error_repeats_what_stands_in_the_file) {
    EXPECT_THAT(error_of(R"({"RingPassword":"hunter2" "RingRefreshToken":"hunter2"})").message(),
                Not(HasSubstr("hunter2")));
}

TEST(ParseSettings, tolerates_a_byte_order_mark_as_windows_editors_write_it) {
    EXPECT_EQ(parsed("\xEF\xBB\xBF{\"OutputPath\":\"x\"}").output_path, "x");
}

TEST(ParseSettings, reads_the_session_and_the_remembered_options) {
    const Settings settings = parsed(R"({"RingHardwareId":"h","RingAccessToken":"a",
        "RingAccessTokenExpires":1790003600,"RingAccessTokenLife":3600,"RingTokenEncoding":"form","RingUserAgent":"full",
        "PasswordLogin":"code_needed","Devices":["Front Door","Garden"],"AllCameras":true,
        "Location":"Home","Fresh":true,"RequireFresh":true,"Wait":"1m30s","MaximumAge":"2h",
        "FileName":"{id}.jpg","LatestFileName":"{name}.jpg","ExecCommand":"sh -c true","Exif":true})");
    EXPECT_EQ(settings.hardware_id, "h");
    EXPECT_EQ(settings.access_token.reveal(), "a");
    EXPECT_EQ(settings.access_token_expires, base::SystemTime(1790003600s));
    EXPECT_EQ(settings.access_token_life, 3600s);
    EXPECT_EQ(settings.token_encoding, TokenEncoding::form);
    EXPECT_EQ(settings.user_agent, UserAgent::full);
    EXPECT_EQ(settings.password_login, PasswordLogin::code_needed);
    EXPECT_THAT(settings.devices, ElementsAre("Front Door", "Garden"));
    EXPECT_EQ(settings.all_cameras, true);
    EXPECT_EQ(settings.location, "Home");
    EXPECT_EQ(settings.fresh, true);
    EXPECT_EQ(settings.require_fresh, true);
    EXPECT_EQ(settings.wait, 90s);
    EXPECT_EQ(settings.maximum_age, 2h);
    EXPECT_EQ(settings.file_name, "{id}.jpg");
    EXPECT_EQ(settings.latest_file_name, "{name}.jpg");
    EXPECT_EQ(settings.exec_command, "sh -c true");
    EXPECT_EQ(settings.exif, true);
}

TEST(ParseSettings, unknown_words_for_encoding_and_password_login_mean_the_default) {
    const Settings settings =
        parsed(R"({"RingTokenEncoding":"xml","RingUserAgent":"curl","PasswordLogin":"maybe"})");
    EXPECT_EQ(settings.token_encoding, TokenEncoding::json);
    EXPECT_EQ(settings.password_login, PasswordLogin::untried);
}

TEST(ToText, everything_survives_a_round_trip) {
    Settings settings;
    settings.output_path = "/bilder/t\xC3\xBCr";
    settings.username = "kim@example.test";
    settings.refresh_token = base::Secret("sim-r2+/==");
    settings.device_id = 9007199254740995;
    settings.force_update = false;
    settings.validate_image = true;
    settings.maximum_retries = 7;
    settings.hardware_id = "h";
    settings.access_token = base::Secret("sim-a2");
    settings.access_token_expires = base::SystemTime(1790003600s);
    settings.access_token_life = 3600s;
    settings.token_encoding = TokenEncoding::form;
    settings.user_agent = UserAgent::full;
    settings.password_login = PasswordLogin::refused;
    settings.refused_password = "salt:mark";
    settings.devices = {"Front \"Door\"", "\xF0\x9F\x9A\xAA"};
    settings.all_cameras = true;
    settings.location = "Home";
    settings.fresh = true;
    settings.require_fresh = false;
    settings.wait = 1500ms;
    settings.maximum_age = 26h;
    settings.file_name = "{name}/{time:%H:%M}.jpg";
    settings.latest_file_name = "{name}.jpg";
    settings.exec_command = "notify 'a b'";
    settings.exif = true;

    const Settings again = parsed(to_text(settings));
    EXPECT_EQ(again.output_path, settings.output_path);
    EXPECT_EQ(again.username, settings.username);
    EXPECT_TRUE(again.refresh_token == settings.refresh_token);
    EXPECT_EQ(again.device_id, settings.device_id);
    EXPECT_EQ(again.force_update, settings.force_update);
    EXPECT_EQ(again.validate_image, settings.validate_image);
    EXPECT_EQ(again.maximum_retries, settings.maximum_retries);
    EXPECT_EQ(again.hardware_id, settings.hardware_id);
    EXPECT_TRUE(again.access_token == settings.access_token);
    EXPECT_EQ(again.access_token_expires, settings.access_token_expires);
    EXPECT_EQ(again.access_token_life, settings.access_token_life);
    EXPECT_EQ(again.token_encoding, settings.token_encoding);
    EXPECT_EQ(again.user_agent, settings.user_agent);
    EXPECT_EQ(again.password_login, settings.password_login);
    EXPECT_EQ(again.refused_password, settings.refused_password);
    EXPECT_EQ(again.devices, settings.devices);
    EXPECT_EQ(again.all_cameras, settings.all_cameras);
    EXPECT_EQ(again.location, settings.location);
    EXPECT_EQ(again.fresh, settings.fresh);
    EXPECT_EQ(again.require_fresh, settings.require_fresh);
    EXPECT_EQ(again.wait, settings.wait);
    EXPECT_EQ(again.maximum_age, settings.maximum_age);
    EXPECT_EQ(again.file_name, settings.file_name);
    EXPECT_EQ(again.latest_file_name, settings.latest_file_name);
    EXPECT_EQ(again.exec_command, settings.exec_command);
    EXPECT_EQ(again.exif, settings.exif);
    EXPECT_EQ(to_text(again), to_text(settings));
}

TEST(ToText, keeps_unknown_keys_and_the_order_of_all) {
    Settings settings = parsed(R"({
  "Zebra": {
    "b": [1, 2.50, null],
    "a": 12345678901234567890
  },
  "RingRefreshToken": "sim-r1",
  "RingUsername": null,
  "Apple": "x"
})");
    settings.refresh_token = base::Secret("sim-r2");
    settings.hardware_id = "h";
    EXPECT_EQ(to_text(settings), R"({
  "Zebra": {
    "b": [
      1,
      2.5,
      null
    ],
    "a": 12345678901234567890
  },
  "RingRefreshToken": "sim-r2",
  "RingUsername": null,
  "Apple": "x",
  "RingHardwareId": "h"
}
)");
}

TEST(ToText, nothing_remembered_makes_an_empty_object) {
    EXPECT_EQ(to_text(Settings()), "{}\n");
}

TEST(ToText, the_password_is_never_written) {
    Settings settings = parsed(k_old_file);
    EXPECT_FALSE(settings.password.empty());
    EXPECT_THAT(to_text(settings), Not(HasSubstr("RingPassword")));
    EXPECT_THAT(to_text(settings), Not(HasSubstr("p&ss")));
    settings.password = base::Secret("hunter2");
    for (const StoredPassword stored : {StoredPassword::remove, StoredPassword::keep}) {
        EXPECT_THAT(to_text(settings, stored), Not(HasSubstr("hunter2")));
    }
    // One that stands there already may stay for a while.
    EXPECT_THAT(to_text(settings, StoredPassword::keep), HasSubstr(R"("RingPassword": "p&ss")"));
    EXPECT_THAT(to_text(Settings(), StoredPassword::keep), Not(HasSubstr("RingPassword")));
}

TEST(ToText, what_was_cleared_becomes_null_where_its_key_stood) {
    Settings settings = parsed(k_old_file);
    settings.output_path.reset();
    settings.device_id.reset();
    settings.refresh_token = {};
    const std::string text = to_text(settings);
    EXPECT_THAT(text, HasSubstr("\"OutputPath\": null"));
    EXPECT_THAT(text, HasSubstr("\"RingDeviceId\": null"));
    EXPECT_THAT(text, HasSubstr("\"RingRefreshToken\": null"));
    EXPECT_FALSE(parsed(text).has_session());
}

TEST(ToText, a_text_that_is_no_utf_8_does_not_keep_a_token_from_being_saved) {
    Settings settings;
    settings.output_path = "/bilder/t\xFCr";
    settings.refresh_token = base::Secret("sim-r2");
    EXPECT_EQ(parsed(to_text(settings)).refresh_token.reveal(), "sim-r2");
}

TEST(ForgetSession, keeps_the_installations_id_and_the_options) {
    Settings settings = parsed(k_old_file);
    settings.hardware_id = "h";
    settings.access_token = base::Secret("a");
    settings.access_token_expires = base::SystemTime(1s);
    settings.access_token_life = 1s;
    settings.token_encoding = TokenEncoding::form;
    settings.user_agent = UserAgent::full;
    settings.password_login = PasswordLogin::refused;
    settings.refused_password = "salt:mark";
    settings.forget_session();
    EXPECT_FALSE(settings.has_session());
    EXPECT_EQ(settings.access_token_expires, std::nullopt);
    EXPECT_EQ(settings.access_token_life, 0s);
    EXPECT_EQ(settings.token_encoding, TokenEncoding::json);
    EXPECT_EQ(settings.user_agent, UserAgent::bare);
    EXPECT_EQ(settings.password_login, PasswordLogin::untried);
    EXPECT_EQ(settings.refused_password, std::nullopt);
    EXPECT_EQ(settings.hardware_id, "h");
    EXPECT_EQ(settings.device_id, 31000417);
    EXPECT_EQ(settings.output_path, "/pictures");
    EXPECT_EQ(settings.username, "kim@example.test");
}

} // namespace
} // namespace settings
