// SPDX-License-Identifier: Apache-2.0
#include "service_fixture.hpp"

namespace simulator {
namespace {

using ControlTest = ServiceTest;

TEST_F(ControlTest, TheStateCountsWhatHappened) {
    post_form("/oauth/token", "grant_type=refresh_token&refresh_token=R0");
    send_json("POST", "/clients_api/session", {{"device", {{"hardware_id", "x"}}}}, bearer());
    send_json("PUT", "/clients_api/snapshots/update_all", {{"doorbot_ids", {k_driveway}}},
              bearer());
    pass_seconds(1);
    const auto state = body_of(control("GET", "state"));
    EXPECT_EQ(state["refreshes"], 1);
    EXPECT_EQ(state["sessions_created"], 1);
    EXPECT_EQ(state["codes_sent"], 0);
    EXPECT_EQ(state["captures"], 1);
    for (const auto& camera : state["cameras"]) {
        EXPECT_EQ(camera["wakes"], camera["id"] == k_driveway ? 1 : 0) << camera;
        EXPECT_TRUE(camera["capture_time_ms"].is_number_integer());
    }
}

TEST_F(ControlTest, AStoredPictureCanBeOfAnyTime) {
    control("POST", "state", {{"camera", k_front_door}, {"capture_time_ms", 1'790'000'012'345}});
    EXPECT_EQ(capture_time(get("/snapshots/next/31000417", bearer())), 1'790'000'012'345);
}

TEST_F(ControlTest, TheCaptureDelayCanBeChanged) {
    control("POST", "state", {{"camera", k_front_door}, {"capture_delay", 0.1}});
    const auto before = *world().cameras.newest_ms(k_front_door);
    send_json("PUT", "/clients_api/snapshots/update_all", {{"doorbot_ids", {k_front_door}}},
              bearer());
    pass_seconds(0.2);
    EXPECT_GT(*world().cameras.newest_ms(k_front_door), before);
}

TEST_F(ControlTest, WhatIsWrongIsRefusedAndChangesNothing) {
    const std::vector<Json> wrong = {{{"nonsense", true}},
                                     {{"online", false}},
                                     {{"camera", 5}, {"online", false}},
                                     {{"camera", k_front_door}, {"online", "no"}},
                                     {{"camera", k_front_door}, {"online", false}, {"typo", 1}},
                                     {{"two_factor", "pigeon"}},
                                     Json::array()};
    for (const auto& body : wrong) {
        const auto reply = control("POST", "state", body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_TRUE(body_of(reply)["error"].is_string());
    }
    EXPECT_TRUE(world().cameras.look_at(k_front_door)->facts().online);
    auto request = make("POST", "/simulator/state", {});
    request.body = "not json";
    EXPECT_EQ(send(request).status, 400);
}

TEST_F(ControlTest, UnknownFaultsAndRoutesGet400) {
    EXPECT_EQ(control("POST", "faults", {{"route", "nowhere"}, {"faults", {"good"}}}).status, 400);
    EXPECT_EQ(control("POST", "faults", {{"route", "next"}, {"faults", {"explode"}}}).status, 400);
    EXPECT_EQ(control("POST", "faults", {{"route", "next"}}).status, 400);
    EXPECT_EQ(control("POST", "faults", {{"route", "nowhere"}, {"faults", Json::array()}}).status,
              400);
    EXPECT_EQ(
        control("POST", "faults", {{"route", "next"}, {"faults", {"good"}}, {"typo", 1}}).status,
        400);
}

TEST_F(ControlTest, WrongMethodsAndPathsAreRefused) {
    EXPECT_EQ(control("PUT", "state").status, 405);
    EXPECT_EQ(control("GET", "faults").status, 405);
    EXPECT_EQ(control("POST", "requests").status, 405);
    EXPECT_EQ(control("GET", "nothing").status, 404);
}

} // namespace
} // namespace simulator
