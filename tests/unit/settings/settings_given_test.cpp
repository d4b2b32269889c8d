// SPDX-License-Identifier: Apache-2.0
// What people and their editors put into a settings file.
#include "settings/settings.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ParseSettings, values_of_a_wrong_type_are_ignored_and_said) {
    const std::vector<std::pair<const char*, const char*>> table = {
        {R"({"OutputPath":5})", "OutputPath in the settings is not a text; it is ignored"},
        {R"({"RingUsername":{}})", "RingUsername in the settings is not a text; it is ignored"},
        {R"({"RingPassword":["p"]})", "RingPassword in the settings is not a text; it is ignored"},
        {R"({"RingRefreshToken":true})",
         "RingRefreshToken in the settings is not a text; it is ignored"},
        {R"({"RingDeviceId":true})", "RingDeviceId in the settings is not a number; it is ignored"},
        {R"({"MaximumRetries":[3]})",
         "MaximumRetries in the settings is not a number; it is ignored"},
        {R"({"ForceUpdateSnapshot":1})",
         "ForceUpdateSnapshot in the settings is not true or false; it is ignored"},
        {R"({"ValidateImage":"true"})",
         "ValidateImage in the settings is not true or false; it is ignored"},
        {R"({"Devices":"door"})", "Devices in the settings is not a list of texts; it is ignored"},
        {R"({"Devices":["door",5]})",
         "Devices in the settings is not a list of texts; it is ignored"},
        {R"({"Wait":true})", "Wait in the settings is not a duration such as \"90s\" or "
                             "\"1h30m\"; it is ignored"},
    };
    for (const auto& [text, notice] : table) {
        std::vector<std::string> notices;
        const Settings settings = parse_settings(text, "f", notices);
        EXPECT_THAT(notices, ElementsAre(notice)) << text;
        EXPECT_EQ(settings.output_path, std::nullopt);
        EXPECT_EQ(settings.device_id, std::nullopt);
        EXPECT_THAT(settings.devices, IsEmpty());
        EXPECT_EQ(settings.wait, std::nullopt);
        EXPECT_FALSE(settings.has_session());
    }
}

TEST(ParseSettings, texts_are_cleaned_as_options_are) {
    std::vector<std::string> notices;
    const Settings settings = parse_settings(
        R"({"RingUsername":" <demo@example.com>\r\n","RingPassword":" p w \n",)"
        R"("RingRefreshToken":"\"abc.def\"\n","RingHardwareId":" id ","OutputPath":"'/a b' ",)"
        R"("RingDeviceId":" 12 ","MaximumRetries":"","Wait":" 5 min\r","Devices":["Front Door\r"],)"
        R"("Between":" 07:30-22:00 "})",
        "f", notices);
    EXPECT_THAT(notices, IsEmpty());
    EXPECT_EQ(settings.username, "demo@example.com");
    EXPECT_EQ(settings.password.reveal(), " p w ");
    EXPECT_EQ(settings.refresh_token.reveal(), "abc.def");
    EXPECT_EQ(settings.hardware_id, "id");
    EXPECT_EQ(settings.output_path, "/a b");
    EXPECT_EQ(settings.device_id, 12);
    EXPECT_EQ(settings.maximum_retries, std::nullopt);
    EXPECT_EQ(settings.wait, std::chrono::minutes(5));
    EXPECT_THAT(settings.devices, ElementsAre("Front Door"));
    EXPECT_EQ(settings.between, "07:30-22:00");
}

TEST(ParseSettings, a_value_that_is_still_wrong_is_an_error_that_names_its_key) {
    const std::vector<std::tuple<const char*, const char*, const char*>> table = {
        {R"({"RingDeviceId":"door"})", "RingDeviceId in the settings is not a whole number",
         "correct it in f"},
        {R"({"Wait":"soon"})", "Wait in the settings is not a duration (soon)",
         "write it like 30s, 5m, 1h30m or 2d. Correct it in f"},
        {R"({"Every":"5"})", "Every in the settings is not a duration (5)",
         "5s or 5m? Correct it in f"},
        {R"({"Keep":30})", "Keep in the settings is not a duration (30)",
         "30s or 30m? Correct it in f"},
        {R"({"RingRefreshToken":"two words"})",
         "RingRefreshToken in the settings holds characters that no token has",
         "correct or remove it in f"},
        {R"({"RingAccessToken":"a\nb"})",
         "RingAccessToken in the settings holds characters that no token has",
         "correct or remove it in f"},
        {R"({"RingHardwareId":"caf\u00e9"})",
         "RingHardwareId in the settings holds characters that no token has",
         "correct or remove it in f"},
    };
    for (const auto& [text, message, hint] : table) {
        std::vector<std::string> notices;
        const base::Error error =
            test::error_of([&, text = text] { parse_settings(text, "f", notices); });
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write) << text;
        EXPECT_EQ(error.message(), message);
        EXPECT_EQ(error.hint(), hint);
    }
}

TEST(ParseSettings, a_file_in_utf16_is_read) {
    for (const bool mark : {true, false}) {
        std::string bytes = mark ? "\xFF\xFE" : "";
        for (const char c : std::string(R"({"RingDeviceId": 12})")) {
            bytes += c;
            bytes += '\0';
        }
        std::vector<std::string> notices;
        EXPECT_EQ(parse_settings(bytes, "f", notices).device_id, 12);
    }
}

TEST(SavedOptions, of_a_broker_survive_a_round_trip_with_its_password) {
    Settings settings;
    settings.mqtt = "mqtts://kim@nas/home";
    settings.mqtt_password = base::Secret(" hush\thush ");
    settings.mqtt_insecure = true;
    settings.mqtt_ca = "/etc/ca.pem";
    settings.mqtt_discovery = "off";
    std::vector<std::string> notices;
    const Settings read = parse_settings(to_text(settings), "file", notices);
    EXPECT_EQ(read.mqtt, settings.mqtt);
    EXPECT_EQ(read.mqtt_password->reveal(), " hush\thush ");
    EXPECT_EQ(read.mqtt_insecure, true);
    EXPECT_EQ(read.mqtt_ca, "/etc/ca.pem");
    EXPECT_EQ(read.mqtt_discovery, "off");
    Settings forgotten = read;
    static_cast<SavedOptions&>(forgotten) = {};
    EXPECT_EQ(to_text(forgotten).find("hush"), std::string::npos);
}

TEST(SavedOptions, of_a_broker_do_not_go_with_another_one) {
    SavedOptions saved;
    saved.mqtt = "mqtts://kim@nas";
    saved.mqtt_password = base::Secret("hush");
    saved.mqtt_insecure = true;
    saved.mqtt_ca = "/etc/ca.pem";
    SavedOptions given;
    given.mqtt = "mqtts://kim@nas";
    EXPECT_EQ(saved.with(given).mqtt_password->reveal(), "hush");
    given.mqtt = "mqtts://kim@elsewhere";
    const SavedOptions result = saved.with(given);
    EXPECT_FALSE(result.mqtt_password);
    EXPECT_FALSE(result.mqtt_insecure);
    EXPECT_FALSE(result.mqtt_ca);
    given.mqtt_password = base::Secret("another");
    EXPECT_EQ(saved.with(given).mqtt_password->reveal(), "another");
}

} // namespace
} // namespace settings
