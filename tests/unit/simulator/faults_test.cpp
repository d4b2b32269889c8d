// SPDX-License-Identifier: Apache-2.0
#include "service_fixture.hpp"

#include <fmt/format.h>

namespace simulator {
namespace {

class FaultsTest : public ServiceTest {
protected:
    Reply image() { return get("/clients_api/snapshots/image/31000417", bearer()); }

    Reply next(const std::string& query = "") {
        return get("/snapshots/next/31000417?" + query, bearer());
    }

    Json timestamps(const std::string& fault) {
        set_faults("timestamps", {fault});
        const auto reply = send_json("POST", "/clients_api/snapshots/timestamps",
                                     {{"doorbot_ids", {k_front_door, k_driveway}}}, bearer());
        return body_of(reply)["timestamps"];
    }

    Reply refresh(const std::string& token = "R0") {
        return post_form("/oauth/token", "grant_type=refresh_token&refresh_token=" + token);
    }
};

TEST_F(FaultsTest, TheNthRequestGetsTheNthFaultAndThenAllIsGood) {
    set_faults("image", {"status:503", "good", "status:404"});
    EXPECT_EQ(image().status, 503);
    EXPECT_EQ(image().status, 200);
    EXPECT_EQ(image().status, 404);
    EXPECT_EQ(image().status, 200);
}

TEST_F(FaultsTest, AStarIsForEver) {
    set_faults("image", {"good", "status:500*"});
    EXPECT_EQ(image().status, 200);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(image().status, 500);
    }
    control("DELETE", "faults");
    EXPECT_EQ(image().status, 200);
}

TEST_F(FaultsTest, AScriptCanBeForOneCamera) {
    control("POST", "faults",
            {{"route", "image"}, {"faults", {"status:500*"}}, {"camera", k_driveway}});
    EXPECT_EQ(image().status, 200);
    EXPECT_EQ(get("/clients_api/snapshots/image/518000222", bearer()).status, 500);
}

TEST_F(FaultsTest, TheCommandLinesScriptsCountFromTheStart) {
    Options options;
    options.faults = {"next=status:504,429:7", "image=reset"};
    restart(options);
    const auto reply = next();
    EXPECT_EQ(reply.status, 504);
    EXPECT_EQ(reply.body, R"({"error":"Gateway Timeout","status_code":504})");
    EXPECT_EQ(next().header("Retry-After"), "7");
    EXPECT_EQ(image().wire, Wire::reset);
    EXPECT_EQ(next().status, 200);
}

TEST_F(FaultsTest, StatusesHaveTheBodyThatTheRouteHas) {
    set_faults("image", {"status:404", "status:401"});
    EXPECT_EQ(image().body, "no snapshot");
    EXPECT_EQ(image().body, R"({"error":"Unauthorized","status_code":401})");
    set_faults("next", {"status:404", "status:500"});
    EXPECT_EQ(next().body, "");
    const auto broken = next();
    EXPECT_EQ(broken.content_type, "text/html");
    EXPECT_NE(broken.body.find("openresty"), std::string::npos);
    set_faults("token", {"status:401", "status:406", "status:412"});
    EXPECT_EQ(body_of(refresh())["error"], "invalid_grant");
    EXPECT_EQ(refresh().body, "Not Acceptable");
    EXPECT_EQ(body_of(refresh())["tsv_state"], "sms");
    set_faults("session", {"status:404"});
    EXPECT_EQ(
        send_json("POST", "/clients_api/session", {{"device", {{"hardware_id", "hw"}}}}, bearer())
            .body,
        R"({"error":"Session not found for hw"})");
}

TEST_F(FaultsTest, RetryAfterComesAsSecondsAsADateOrNotAtAll) {
    set_faults("next", {"429", "429:30", "429-date:30"});
    EXPECT_FALSE(next().header("Retry-After"));
    EXPECT_EQ(next().header("Retry-After"), "30");
    const auto date = next().header("Retry-After");
    const auto expected = world().clock.now_ms() + 30'000;
    EXPECT_TRUE(date == http_date(expected) || date == http_date(expected - 1000)) << *date;
}

TEST_F(FaultsTest, APictureOfTwelveBitsIsWholeByItsMarkers) {
    set_faults("image", {"12-bit"});
    const auto body = image().body;
    EXPECT_TRUE(body.starts_with("\xff\xd8\xff"));
    EXPECT_TRUE(body.ends_with("\xff\xd9"));
    EXPECT_NE(body.find(std::string("\xff\xc1\0\x0b\x0c", 5)), std::string::npos);
}

TEST_F(FaultsTest, PagesAndOddBodies) {
    set_faults("image", {"html", "html:502", "empty", "garbage", "h264",
                         "redirect:http://elsewhere.test/a"});
    auto reply = image();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.content_type, "text/html");
    EXPECT_EQ(image().status, 502);
    reply = image();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "");
    EXPECT_FALSE(parse_json(image().body));
    EXPECT_EQ(image().body.substr(0, 5), std::string("\0\0\0\1\x67", 5));
    reply = image();
    EXPECT_EQ(reply.status, 302);
    EXPECT_EQ(reply.header("Location"), "http://elsewhere.test/a");
}

TEST_F(FaultsTest, TooManyCodesOrTokensAreRefusedInTwoSpellings) {
    constexpr auto k_reason = "too many requests from dependency service";
    set_faults("token", {"throttled", "throttled-description"});
    const auto reply = refresh();
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(body_of(reply)["err_msg"], k_reason);
    EXPECT_EQ(body_of(refresh())["error_description"], k_reason);
}

TEST_F(FaultsTest, HalfAndGzipChangeTheGoodAnswer) {
    const auto whole = image().body;
    set_faults("image", {"half"});
    EXPECT_EQ(image().body, whole.substr(0, whole.size() / 2));
    set_faults("devices", {"gzip"});
    const auto reply = get("/clients_api/ring_devices", bearer());
    EXPECT_EQ(reply.header("Content-Encoding"), "gzip");
    EXPECT_EQ(reply.body.substr(0, 2), "\x1f\x8b");
}

TEST_F(FaultsTest, NextCanLackItsTimeOrBeStale) {
    set_faults("next", {"no-time", "stale"});
    EXPECT_FALSE(next().header("x-time-millis"));
    const auto reply = next("after-ms=1790000000000&extras=force");
    EXPECT_EQ(reply.status, 200);
    EXPECT_LT(capture_time(reply), 1'790'000'000'000);
}

TEST_F(FaultsTest, AssetErrorsCarryTheirCodes) {
    set_faults("next", {"asset:7019", "asset:7062+9999"});
    auto reply = next();
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.body, R"({"errors":[7019]})");
    EXPECT_EQ(next().body, R"({"errors":[7062,9999]})");
}

TEST_F(FaultsTest, ALostReplyHasRotatedTheToken) {
    set_faults("token", {"lost-reply"});
    EXPECT_EQ(refresh().wire, Wire::reset);
    EXPECT_EQ(world().account.counters().refreshes, 1);
    EXPECT_EQ(refresh().status, 200) << "the old token is good for the grace time";
}

TEST_F(FaultsTest, TokenFaultsWaitForAnAnswerWithTokens) {
    set_faults("token", {"no-refresh-token", "no-expires"});
    EXPECT_EQ(refresh("wrong").status, 401);
    auto body = body_of(refresh());
    EXPECT_TRUE(body.contains("access_token"));
    EXPECT_FALSE(body.contains("refresh_token"));
    body = body_of(refresh());
    EXPECT_TRUE(body.contains("refresh_token"));
    EXPECT_FALSE(body.contains("expires_in"));
}

TEST_F(FaultsTest, DelayAddsToTheGoodAnswer) {
    set_faults("image", {"delay:1500"});
    const auto reply = image();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.delay_ms, 1500);
}

TEST_F(FaultsTest, TimestampsCanBeOdd) {
    const auto door = *world().cameras.newest_ms(k_front_door);
    auto list = timestamps("shuffled");
    ASSERT_EQ(list.size(), 5U);
    EXPECT_EQ(list[0]["doorbot_id"], 99);
    EXPECT_EQ(list[1]["doorbot_id"], k_driveway);
    EXPECT_EQ(list[3]["timestamp"], door);
    EXPECT_LT(list[4]["timestamp"], door);
    list = timestamps("missing");
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0]["doorbot_id"], k_driveway);
    EXPECT_EQ(timestamps("zero")[0]["timestamp"], 0);
    EXPECT_TRUE(timestamps("null")[1]["timestamp"].is_null());
    EXPECT_EQ(timestamps("seconds")[0]["timestamp"], door / 1000);
    EXPECT_EQ(timestamps("no-entries"), Json::array());
}

TEST_F(FaultsTest, AFaultOfUpdateAllOrdersNoPicture) {
    set_faults("update-all", {"status:500"});
    const Json body = {{"doorbot_ids", {k_driveway}}};
    EXPECT_EQ(send_json("PUT", "/clients_api/snapshots/update_all", body, bearer()).status, 500);
    EXPECT_EQ(world().cameras.look_at(k_driveway)->asked(), 0);
}

TEST_F(FaultsTest, EveryRouteHasAName) {
    const std::map<std::string, Request> requests = {
        {"devices", make("GET", "/clients_api/ring_devices", {})},
        {"ring-devices", make("GET", "/clients_api/ring_devices", {})},
        {"v3-devices", make("GET", "/device_info/v3/devices", {})},
        {"locations", make("GET", "/devices/v1/locations", {})},
        {"v1-locations", make("GET", "/devices/v1/locations", {})},
        {"v3-locations", make("GET", "/location_info/v3/locations", {})},
        {"session", make("POST", "/clients_api/session", {})},
        {"token", make("POST", "/oauth/token", {})},
        {"authorize", make("GET", "/oauth/v2/authorize", {})},
        {"signin", make("POST", "/oauth/v2/signin", {})},
        {"verify", make("POST", "/oauth/v2/2fa/verify", {})},
        {"update-all", make("PUT", "/clients_api/snapshots/update_all", {})},
        {"timestamps", make("POST", "/clients_api/snapshots/timestamps", {})},
        {"image", make("GET", "/clients_api/snapshots/image/1", {})},
        {"next", make("GET", "/snapshots/next/1", {})},
        {"uuid", make("GET", "/clients_api/snapshots/uuid", {})},
        {"footages", make("GET", "/recordings/public/footages/1", {})},
        {"timeline", make("GET", "/evm/v2/timeline/devices/1", {})},
        {"film", make("GET", "/simulated-media/footage/1-2.mp4", {})}};
    ASSERT_EQ(requests.size(), k_fault_routes.size());
    for (const auto& [route, request] : requests) {
        set_faults(route, {"status:503"});
        EXPECT_EQ(send(request).status, 503) << route;
    }
}

TEST_F(FaultsTest, OneNameSpoilsBothRoutesOfAKindAlike) {
    set_faults("devices", {"status:503", "html"});
    for (const auto* path : {"/clients_api/ring_devices", "/device_info/v3/devices"}) {
        EXPECT_EQ(get(path, bearer()).status, 503) << path;
        EXPECT_EQ(get(path, bearer()).content_type, "text/html") << path;
        EXPECT_EQ(get(path, bearer()).content_type, "application/json") << path;
    }
    set_faults("v3-locations", {"status:403*"});
    EXPECT_EQ(get("/location_info/v3/locations", bearer()).status, 403);
    EXPECT_EQ(get("/devices/v1/locations", bearer()).status, 200);
    set_faults("locations", {});
    EXPECT_EQ(get("/location_info/v3/locations", bearer()).status, 200);
}

TEST(FaultScriptTest, MistakesAreNamed) {
    const std::map<std::string, std::string> mistakes = {
        {"next", "is not ROUTE=FAULT"},
        {"nowhere=good", "unknown route 'nowhere'"},
        {"next=explode", "unknown fault 'explode'"},
        {"next=good,", "unknown fault ''"},
        {"next=status", "fault 'status'"},
        {"next=status:99", "fault 'status:99'"},
        {"next=429:soon", "fault '429:soon'"},
        {"next=good:1", "fault 'good:1'"},
        {"next=zero", "not for the route 'next'"},
        {"image=no-expires", "only for: token"}};
    for (const auto& [text, message] : mistakes) {
        try {
            parse_fault_script(text);
            ADD_FAILURE() << text << " was accepted";
        } catch (const std::invalid_argument& e) {
            EXPECT_NE(std::string{e.what()}.find(message), std::string::npos) << e.what();
        }
    }
}

TEST(FaultScriptTest, AScriptIsReadFromLeftToRight) {
    const auto [route, script] = parse_fault_script("next=status:404,429,redirect:http://a:1/b*");
    EXPECT_EQ(route, "next");
    ASSERT_EQ(script.size(), 3U);
    EXPECT_EQ(script[0].argument, "404");
    EXPECT_EQ(script[1].argument, "");
    EXPECT_EQ(script[2].argument, "http://a:1/b");
    EXPECT_TRUE(script[2].for_ever);
    EXPECT_FALSE(script[0].for_ever);
}

} // namespace
} // namespace simulator
