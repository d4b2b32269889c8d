// SPDX-License-Identifier: Apache-2.0
#include "service_fixture.hpp"

#include <map>
#include <set>

namespace simulator {
namespace {

class SessionTest : public ServiceTest {
protected:
    Fields with_hardware_id() {
        auto headers = bearer();
        headers.emplace_back("hardware_id", "hw-1");
        return headers;
    }

    Reply create_session(const Json& api_version = 11) {
        return send_json("POST", "/clients_api/session",
                         {{"device",
                           {{"hardware_id", "hw-1"},
                            {"metadata", {{"api_version", api_version}, {"device_model", "test"}}},
                            {"os", "android"}}}},
                         bearer());
    }
};

TEST_F(SessionTest, TheReplyHasTheProfile) {
    const auto reply = create_session();
    ASSERT_EQ(reply.status, 200);
    const auto profile = body_of(reply)["profile"];
    EXPECT_EQ(profile["hardware_id"], "hw-1");
    EXPECT_EQ(profile["email"], "demo@example.com");
    EXPECT_TRUE(profile["features"].is_object());
    EXPECT_EQ(create_session("11").status, 200) << "the version may be text";
}

TEST_F(SessionTest, TheOldFormIsNoLongerEnough) {
    EXPECT_EQ(post_form("/clients_api/session", "device%5Bos%5D=android", bearer()).status, 406);
    EXPECT_EQ(send_json("POST", "/clients_api/session", {{"device", {{"os", "android"}}}}, bearer())
                  .status,
              400);
}

TEST_F(SessionTest, IsNotNeededByDefault) {
    EXPECT_EQ(get("/clients_api/ring_devices", with_hardware_id()).status, 200);
}

TEST_F(SessionTest, WhenNeededA404NamesTheHardwareId) {
    Options options;
    options.require_session = true;
    restart(options);
    const auto reply = get("/clients_api/ring_devices", with_hardware_id());
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.body, R"({"error":"Session not found for hw-1"})");
    EXPECT_EQ(get("/clients_api/ring_devices", bearer()).status, 200) << "no header, no session";
    EXPECT_EQ(get("/devices/v1/locations", with_hardware_id()).status, 200)
        << "not under clients_api";
    create_session();
    EXPECT_EQ(get("/clients_api/ring_devices", with_hardware_id()).status, 200);
    control("POST", "state", {{"forget_sessions", true}});
    EXPECT_EQ(get("/clients_api/ring_devices", with_hardware_id()).status, 404);
}

TEST_F(SessionTest, CanBeLostAfterSomeCalls) {
    Options options;
    options.require_session = true;
    options.account.session_calls = 2;
    restart(options);
    create_session();
    EXPECT_EQ(get("/clients_api/ring_devices", with_hardware_id()).status, 200);
    EXPECT_EQ(get("/clients_api/ring_devices", with_hardware_id()).status, 200);
    EXPECT_EQ(get("/clients_api/ring_devices", with_hardware_id()).status, 404);
}

TEST_F(SessionTest, EveryApiPathNeedsAToken) {
    for (const auto* path :
         {"/clients_api/ring_devices", "/clients_api/profile", "/device_info/v3/devices",
          "/devices/v1/locations", "/location_info/v3/locations",
          "/clients_api/snapshots/image/31000417", "/clients_api/snapshots/uuid?uuid=x",
          "/snapshots/next/31000417", "/evm/v2/timeline/devices/31000417",
          "/recordings/public/footages/31000417", "/clients_api/dings/active",
          "/clients_api/doorbots/31000417/health"}) {
        for (const auto& headers : {Fields{}, Fields{{"authorization", "Bearer nonsense"}}}) {
            const auto reply = get(path, headers);
            EXPECT_EQ(reply.status, 401) << path;
            EXPECT_EQ(reply.body, R"({"error":"Unauthorized","status_code":401})");
        }
    }
}

TEST_F(SessionTest, AnOldClientsTokenInTheQueryIsAccepted) {
    const auto token = world().account.grant_for_password().access_token;
    EXPECT_EQ(get("/clients_api/ring_devices?api_version=11&auth_token=" + token).status, 200);
}

TEST_F(SessionTest, UnknownPathsAndWrongMethods) {
    const auto unknown = get("/clients_api/nothing", bearer());
    EXPECT_EQ(unknown.status, 404);
    EXPECT_TRUE(body_of(unknown)["error"].is_string());
    const auto wrong = send_json("POST", "/clients_api/ring_devices", {}, bearer());
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("Allow"), "GET");
}

TEST_F(SessionTest, EveryAnswerHasTheServicesDate) {
    control("POST", "state", {{"clock_offset", 1e6}});
    const auto date = get("/nowhere").header("Date");
    const auto now = world().clock.now_ms();
    EXPECT_TRUE(date == http_date(now) || date == http_date(now - 1000)) << *date;
}

TEST_F(SessionTest, WhatOtherClientsCallIsThere) {
    const Fields headers = bearer();
    EXPECT_EQ(body_of(get("/clients_api/doorbots/31000417/health", headers))["device_health"]["id"],
              k_front_door);
    const auto updated = body_of(get("/clients_api/doorbots/31000417/health",
                                     headers))["device_health"]["updated_at"]
                             .get<std::string>();
    EXPECT_EQ(updated.size(), 25U) << "whole seconds: " << updated;
    EXPECT_EQ(updated.substr(19), "+00:00");
    EXPECT_EQ(body_of(get("/clients_api/doorbots/31000417/history?limit=3", headers)).size(), 3U);
    EXPECT_EQ(get("/clients_api/dings/active", headers).body, "[]");
    EXPECT_EQ(send_json("POST", "/clients_api/doorbots/31000417/subscribe", {}, headers).status,
              204);
    EXPECT_EQ(send_json("PATCH", "/clients_api/device", {{"device", {}}}, headers).status, 204);
    EXPECT_EQ(
        body_of(get("/api/v1/mode/location/11111111-aaaa-4aaa-8aaa-111111111111", headers))["mode"],
        "disarmed");
    EXPECT_EQ(get("/clients_api/doorbots/5/health", headers).status, 404);
    EXPECT_EQ(body_of(get("/clients_api/ringtones", headers))["audios"].size(), 2U);
    EXPECT_EQ(get("/clients_api/chimes/7001/linked_doorbots", headers).body, "[]");
    EXPECT_EQ(get("/clients_api/chimes/5/linked_doorbots", headers).status, 404);
    for (const auto* what : {"play_sound", "do_not_disturb"}) {
        const auto path = std::string("/clients_api/chimes/7001/") + what;
        EXPECT_EQ(send_json("POST", path, Json::object(), headers).status, 204) << path;
    }
    EXPECT_EQ(
        send_json("PUT", "/clients_api/chimes/7001/do_not_disturb", {{"time", 60}}, headers).status,
        204);
}

TEST_F(SessionTest, RingClientApisSlashAtTheEndIsTaken) {
    for (const auto* path : {"/clients_api/doorbots/31000417/", "/clients_api/chimes/7001/",
                             "/clients_api/doorbots/518000222/floodlight_light_on",
                             "/clients_api/doorbots/518000222/siren_off"}) {
        EXPECT_EQ(send_json("PUT", path, Json::object(), bearer()).status, 204) << path;
    }
    EXPECT_EQ(send_json("PUT", "/clients_api/doorbots/5/", Json::object(), bearer()).status, 404);
}

TEST_F(SessionTest, TheOldListOfEventsIsPagedByItsIds) {
    const std::string target = "/clients_api/doorbots/31000417/history?limit=3";
    const auto first = body_of(get(target, bearer()));
    ASSERT_EQ(first.size(), 3U);
    const auto second = body_of(get(target + "&older_than=" + to_text(first[2]["id"]), bearer()));
    ASSERT_EQ(second.size(), 3U);
    EXPECT_LT(second[0]["id"], first[2]["id"]);
    EXPECT_EQ(body_of(get(target + "&older_than=5", bearer())), first);
}

TEST_F(SessionTest, TheOldListOfAllEventsIsMadeOfTheCamerasLists) {
    Options options;
    options.devices = DeviceMode::mixed;
    restart(options);
    const std::string target = "/clients_api/doorbots/history?limit=8";
    const auto first = body_of(get(target, bearer()));
    const auto second = body_of(get(target + "&older_than=" + to_text(first[7]["id"]), bearer()));
    ASSERT_EQ(first.size(), 8U);
    ASSERT_EQ(second.size(), 8U);
    auto all = first;
    all.insert(all.end(), second.begin(), second.end());
    std::map<std::int64_t, Json> by_camera;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0) {
            EXPECT_LT(all[i]["id"], all[i - 1]["id"]);
            EXPECT_LE(all[i]["created_at"], all[i - 1]["created_at"]);
        }
        auto& events = by_camera[all[i]["doorbot"]["id"].get<std::int64_t>()];
        events.push_back(all[i]);
    }
    EXPECT_EQ(by_camera.size(), 6U) << "those that the older interface knows";
    for (const auto& [camera, events] : by_camera) {
        const auto path = "/clients_api/doorbots/" + std::to_string(camera) +
                          "/history?limit=" + std::to_string(events.size());
        EXPECT_EQ(body_of(get(path, bearer())), events);
    }
}

TEST_F(SessionTest, RingClientApisListOfEventsIsPagedByItsKey) {
    const std::string target = "/clients_api/locations/11111111-aaaa-4aaa-8aaa-111111111111/"
                               "devices/31000417/events?limit=2";
    const auto first = body_of(get(target, bearer()));
    ASSERT_EQ(first["events"].size(), 2U);
    const auto& last = first["events"][1];
    EXPECT_EQ(last["doorbot_id"], 31000417);
    EXPECT_EQ(first["meta"]["pagination_key"], last["ding_id_str"]);
    const auto second = body_of(
        get(target + "&pagination_key=" + last["ding_id_str"].get<std::string>(), bearer()));
    EXPECT_LT(second["events"][0]["ding_id"], last["ding_id"]);
    EXPECT_EQ(get("/clients_api/locations/11111111-aaaa-4aaa-8aaa-111111111111/devices/5/events",
                  bearer())
                  .status,
              404);
    const auto play = "/clients_api/dings/" + last["ding_id_str"].get<std::string>() +
                      "/share/play?disable_redirect=true";
    EXPECT_TRUE(body_of(get(play, bearer()))["url"].is_string());
}

TEST_F(SessionTest, RingClientApisEventsOfALocationAreThoseOfItsCameras) {
    const auto home = body_of(
        get("/clients_api/locations/11111111-aaaa-4aaa-8aaa-111111111111/events", bearer()));
    std::set<std::int64_t> cameras;
    for (const auto& event : home["events"]) {
        cameras.insert(event["doorbot_id"].get<std::int64_t>());
    }
    EXPECT_EQ(cameras, (std::set<std::int64_t>{31000417, 518000222, 518000301, 518000302}));
    EXPECT_EQ(body_of(get("/clients_api/locations/loc-2/events", bearer()))["events"],
              Json::array());
}

TEST_F(SessionTest, MotionDetectionCanBeSwitchedThroughTheSettings) {
    const std::string path = "/devices/v1/devices/31000417/settings";
    EXPECT_EQ(body_of(get(path, bearer()))["motion_settings"]["motion_detection_enabled"], true);
    send_json("PATCH", path, {{"motion_settings", {{"motion_detection_enabled", false}}}},
              bearer());
    EXPECT_EQ(body_of(get(path, bearer()))["motion_settings"]["motion_detection_enabled"], false);
    EXPECT_EQ(body_of(get("/clients_api/ring_devices",
                          bearer()))["doorbots"][0]["settings"]["motion_detection_enabled"],
              false);
}

} // namespace
} // namespace simulator
