// SPDX-License-Identifier: Apache-2.0
#include "home_assistant/camera.hpp"
#include "support/manual_clock.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace home_assistant {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

struct StateJson : testing::Test {
    json read() const { return json::parse(state_json(state, clock)); }

    test::ScopedZone zone{"UTC"};
    test::ManualClock clock;
    CameraState state;
};

TEST_F(StateJson, of_a_camera_of_which_nothing_is_known_has_every_name_and_no_value) {
    EXPECT_EQ(read(), json::parse(R"({"captured_at": null, "age": null, "fresh": null,
        "width": null, "height": null, "bytes": null, "path": null, "battery": null,
        "power": "unknown", "online": null, "motion_detection": null, "error": null,
        "request_error": null})"));
    EXPECT_TRUE(state.is_available());
}

TEST_F(StateJson, tells_of_the_picture_with_its_age_at_that_moment) {
    state.picture = {.captured = clock.now() - 4s,
                     .age = 4s,
                     .seen = clock.steady_now(),
                     .fresh = true,
                     .width = 640,
                     .height = 360,
                     .bytes = 43'076,
                     .path = "/pictures/T\xfcr.jpg"};
    clock.advance(90s);
    const json told = read();
    EXPECT_EQ(told["captured_at"], "2026-09-21T14:13:16.000+00:00");
    EXPECT_EQ(told["age"], 94);
    EXPECT_EQ(told["fresh"], true);
    EXPECT_EQ(told["width"], 640);
    EXPECT_EQ(told["height"], 360);
    EXPECT_EQ(told["bytes"], 43'076);
    EXPECT_EQ(told["path"], "/pictures/T\xef\xbf\xbdr.jpg");
}

TEST_F(StateJson, tells_what_ring_says_of_the_camera) {
    state.device.emplace();
    state.device->connection_known = true;
    state.device->battery_percent = 83;
    state.device->power = ring::PowerSource::battery;
    state.device->motion_detection = false;
    json told = read();
    EXPECT_EQ(told["battery"], 83);
    EXPECT_EQ(told["power"], "battery");
    EXPECT_EQ(told["online"], true);
    EXPECT_EQ(told["motion_detection"], false);
    EXPECT_TRUE(state.is_available());
    state.device->offline = true;
    EXPECT_EQ(read()["online"], false);
    EXPECT_FALSE(state.is_available());
}

TEST_F(StateJson, tells_why_it_fails_and_why_a_request_did) {
    state.error = "no answer";
    state.request_error = "too dark";
    EXPECT_EQ(read()["error"], "no answer");
    EXPECT_EQ(read()["request_error"], "too dark");
    EXPECT_FALSE(state.is_available());
    state.error.clear();
    EXPECT_TRUE(state.is_available());
}

} // namespace
} // namespace home_assistant
