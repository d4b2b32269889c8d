// SPDX-License-Identifier: Apache-2.0
#include "service_fixture.hpp"

#include <fmt/format.h>

#include <future>
#include <thread>

namespace simulator {
namespace {

class SnapshotsTest : public ServiceTest {
protected:
    Reply next(std::int64_t id, const std::string& query) {
        return get(fmt::format("/snapshots/next/{}?{}", id, query), bearer());
    }

    Reply image(std::int64_t id, Fields more = {}) {
        auto headers = bearer();
        headers.insert(headers.end(), more.begin(), more.end());
        return get(fmt::format("/clients_api/snapshots/image/{}", id), headers);
    }

    Reply update_all(const Json& ids) {
        return send_json("PUT", "/clients_api/snapshots/update_all",
                         {{"doorbot_ids", ids}, {"refresh", true}}, bearer());
    }

    Json timestamps(const Json& ids) {
        return body_of(send_json("POST", "/clients_api/snapshots/timestamps",
                                 {{"doorbot_ids", ids}}, bearer()));
    }

    std::int64_t newest(std::int64_t id) { return world().cameras.newest_ms(id).value_or(-1); }

    /// Starts a request on a thread of its own and returns once the camera has been asked.
    std::future<Reply> start_forced(std::int64_t id, const std::string& query) {
        bearer();
        const auto asked = world().cameras.look_at(id)->asked();
        auto answer =
            std::async(std::launch::async, [=, this] { return next(id, query + "&extras=force"); });
        while (world().cameras.look_at(id)->asked() == asked) {
            std::this_thread::yield();
        }
        return answer;
    }
};

TEST_F(SnapshotsTest, NextReturnsAStoredNewerPictureAtOnce) {
    const auto reply = next(k_front_door, "after-ms=0");
    ASSERT_EQ(reply.status, 200);
    EXPECT_EQ(reply.content_type, "image/jpeg");
    EXPECT_EQ(capture_time(reply), newest(k_front_door));
    EXPECT_EQ(reply.body.substr(0, 3), "\xff\xd8\xff");
    EXPECT_EQ(get(fmt::format("/snapshots/next/{}", k_front_door), bearer()).status, 200)
        << "no query at all";
}

TEST_F(SnapshotsTest, NextWaitsForAForcedPicture) {
    const auto before = newest(k_front_door);
    auto answer = start_forced(k_front_door, fmt::format("after-ms={}&max-wait-ms=20000", before));
    pass_seconds(4);
    const auto reply = answer.get();
    EXPECT_EQ(reply.status, 200);
    EXPECT_GT(capture_time(reply), before);
    EXPECT_LE(capture_time(reply), world().clock.now_ms());
}

TEST_F(SnapshotsTest, NextGivesUpWhenTheWaitIsOver) {
    const auto reply =
        next(k_front_door, fmt::format("after-ms={}&max-wait-ms=0", newest(k_front_door)));
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.body, "");
    auto waiting = start_forced(k_front_door, "after-ms=99999999999999&max-wait-ms=9000000");
    pass_seconds(31);
    EXPECT_EQ(waiting.get().status, 404) << "the longest wait is 30 s";
}

TEST_F(SnapshotsTest, TheWaitEndsWhenTheSimulatorDoes) {
    auto waiting = start_forced(k_front_door, "after-ms=99999999999999");
    world().cameras.stop_waiting();
    EXPECT_EQ(waiting.get().status, 404);
}

TEST_F(SnapshotsTest, AnUnknownDeviceGets404) {
    EXPECT_EQ(next(12345, "after-ms=0").status, 404);
    EXPECT_EQ(next(0, "after-ms=0").status, 404);
    EXPECT_EQ(get("/snapshots/next/frontdoor", bearer()).status, 404);
    EXPECT_EQ(image(12345).body, "no snapshot");
}

TEST_F(SnapshotsTest, UpdateAllAnswers204AndOrdersAPicture) {
    const auto before = newest(k_driveway);
    const auto reply = update_all({k_driveway, 999});
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.body, "");
    EXPECT_EQ(newest(k_driveway), before);
    pass_seconds(0.5);
    EXPECT_GT(newest(k_driveway), before);
}

TEST_F(SnapshotsTest, ABatteryCameraTakesLongerThanAWiredOne) {
    const auto before = newest(k_front_door);
    update_all({k_front_door});
    pass_seconds(3.5);
    EXPECT_EQ(newest(k_front_door), before);
    pass_seconds(0.6);
    EXPECT_GT(newest(k_front_door), before);
}

TEST_F(SnapshotsTest, UpdateAllNeedsAJsonBodyAndPut) {
    auto request = make("PUT", "/clients_api/snapshots/update_all", bearer());
    auto reply = send(request);
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(reply.body, "");
    request.headers.emplace_back("content-type", "application/json");
    request.body = "not json";
    EXPECT_EQ(send(request).status, 422);
    EXPECT_EQ(
        send_json("POST", "/clients_api/snapshots/update_all", {{"doorbot_ids", {1}}}, bearer())
            .status,
        405);
    EXPECT_EQ(get("/clients_api/snapshots/timestamps", bearer()).status, 405);
    EXPECT_EQ(send_json("PUT", "/clients_api/snapshots/update_all",
                        {{"doorbot_ids", Json::array()}}, bearer())
                  .status,
              204);
}

TEST_F(SnapshotsTest, TimestampsComeInTheOrderAskedOncePerKnownId) {
    const auto body = timestamps({k_driveway, 5, k_front_door, k_driveway});
    EXPECT_EQ(body,
              (Json{{"timestamps",
                     {{{"timestamp", newest(k_driveway)}, {"doorbot_id", k_driveway}},
                      {{"timestamp", newest(k_front_door)}, {"doorbot_id", k_front_door}}}}}));
    EXPECT_EQ(timestamps(Json::array()), (Json{{"timestamps", Json::array()}}));
}

TEST_F(SnapshotsTest, AskingForTimestampsMakesWiredCamerasTakeAPicture) {
    constexpr std::int64_t k_tahoe = 77;
    const auto now = world().clock.now();
    CameraFacts facts;
    facts.id = k_tahoe;
    facts.kind = "doorbell_tahoe";
    world().cameras.add(Camera{std::move(facts), now.service_ms - 60'000, now});
    const auto ask = [&] { timestamps({k_front_door, k_driveway, k_tahoe}); };
    const auto captures = [&](std::int64_t id) { return world().cameras.look_at(id)->captures(); };
    ask();
    pass_seconds(5);
    EXPECT_EQ(captures(k_driveway), 1);
    EXPECT_EQ(captures(k_front_door), 0) << "not those on a battery";
    EXPECT_EQ(captures(k_tahoe), 0) << "nor this kind";
    ask();
    pass_seconds(20);
    EXPECT_EQ(captures(k_driveway), 1) << "the picture is fresh enough";
    pass_seconds(10);
    ask();
    pass_seconds(5);
    EXPECT_EQ(captures(k_driveway), 2);
}

TEST_F(SnapshotsTest, TimestampsUnderstandsJsonWithTheLabelOfAForm) {
    const auto reply = post_form(
        "/clients_api/snapshots/timestamps?api_version=11",
        R"({"doorbot_ids":[31000417],"device[os]":"android","api_version":"11"})", bearer());
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(body_of(reply)["timestamps"][0]["timestamp"], newest(k_front_door));
}

TEST_F(SnapshotsTest, ACameraWithoutAPictureSaysSo) {
    control("POST", "state", {{"camera", k_front_door}, {"has_picture", false}});
    const auto reply = image(k_front_door);
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.content_type, "text/plain");
    EXPECT_EQ(reply.body, "no snapshot");
    EXPECT_EQ(timestamps({k_front_door})["timestamps"][0]["timestamp"], 0);
    EXPECT_EQ(next(k_front_door, "max-wait-ms=0").status, 404);
}

TEST_F(SnapshotsTest, BothInterfacesGiveTheSameBytesOfOneCapture) {
    EXPECT_EQ(image(k_front_door).body, next(k_front_door, "after-ms=0").body);
    EXPECT_EQ(image(k_front_door).body, image(k_front_door).body);
    EXPECT_FALSE(image(k_front_door).header("x-time-millis"));
}

TEST_F(SnapshotsTest, BlockedCamerasShowTheOldPictureButTakeNoNewOne) {
    for (const auto* member : {"online", "motion_detection"}) {
        restart({});
        const auto before = newest(k_driveway);
        control("POST", "state", {{"camera", k_driveway}, {member, false}});
        update_all({k_driveway});
        pass_seconds(10);
        EXPECT_EQ(newest(k_driveway), before);
        EXPECT_EQ(image(k_driveway).status, 200);
        EXPECT_EQ(
            next(k_driveway, fmt::format("extras=force&max-wait-ms=0&after-ms={}", before)).status,
            404);
    }
}

TEST_F(SnapshotsTest, ARecordingFreezesABatteryCamera) {
    control("POST", "state", {{"camera", k_front_door}, {"recording_seconds", 30}});
    const auto before = newest(k_front_door);
    update_all({k_front_door});
    pass_seconds(29);
    EXPECT_EQ(newest(k_front_door), before);
    pass_seconds(2);
    EXPECT_GT(newest(k_front_door), before);
}

TEST_F(SnapshotsTest, APartIsSentOnlyWhenWantedAndAskedFor) {
    EXPECT_EQ(image(k_front_door, {{"range", "bytes=0-"}}).status, 200);
    Options options;
    options.image_partial = true;
    restart(options);
    EXPECT_EQ(image(k_front_door).status, 200);
    const auto reply = image(k_front_door, {{"range", "bytes=0-"}});
    EXPECT_EQ(reply.status, 206);
    EXPECT_EQ(reply.header("Content-Range"),
              fmt::format("bytes 0-{}/{}", reply.body.size() - 1, reply.body.size()));
}

TEST_F(SnapshotsTest, EventPicturesAreFoundByTheirUuidForTenMinutes) {
    update_all({k_driveway});
    pass_seconds(1);
    const auto uuid = snapshot_uuid(k_driveway, newest(k_driveway));
    const auto path = "/clients_api/snapshots/uuid?uuid=" + uuid;
    EXPECT_EQ(get(path, bearer()).body, image(k_driveway).body);
    EXPECT_EQ(next(k_driveway, "uuid=" + uuid).body, image(k_driveway).body);
    EXPECT_EQ(next(k_front_door, "uuid=" + uuid).status, 404) << "another camera's";
    EXPECT_EQ(next(k_driveway, "uuid=" + uuid + ":518000222").status, 404) << "with its tail on";
    pass_seconds(601);
    EXPECT_EQ(get(path, bearer()).status, 404);
    EXPECT_EQ(get("/clients_api/snapshots/uuid?uuid=0c1d2e3f-1111-4222-8333-444455556666", bearer())
                  .status,
              200);
}

TEST_F(SnapshotsTest, ManyCanWaitForOnePicture) {
    const auto before = newest(k_driveway);
    bearer();
    std::vector<std::future<Reply>> answers;
    for (int i = 0; i < 50; ++i) {
        answers.push_back(start_forced(k_driveway, fmt::format("after-ms={}", before)));
    }
    pass_seconds(1);
    for (auto& answer : answers) {
        EXPECT_EQ(answer.get().status, 200);
    }
    EXPECT_LE(world().cameras.look_at(k_driveway)->captures(), 50);
}

} // namespace
} // namespace simulator
