// SPDX-License-Identifier: Apache-2.0
#include "archive/exif/exif_reader.hpp"
#include "base/files/files.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "base/text/time_format.hpp"
#include "unit/cli/command_fixture.hpp"

#include <fstream>
#include <iterator>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::AnyOf;
using testing::Each;
using testing::Eq;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Lt;
using testing::SizeIs;
using testing::StartsWith;

struct GetFresh : CommandTest {
    GetFresh() { front_door().capture_delay = 300ms; }

    /// When the only picture of the output was captured.
    std::string captured() { return objects().at(0)["captured_at"]; }
};

TEST_F(GetFresh, does_not_call_a_cached_picture_fresh) {
    EXPECT_EQ(run({"get", k_driveway, "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["fresh"], false);
    EXPECT_EQ(driveway().asked, 0);
}

TEST_F(GetFresh, saves_the_newest_and_calls_it_old_when_no_fresh_one_comes) {
    front_door().never_captures = true;
    EXPECT_EQ(run({"get", k_front_door, "--fresh", "--wait", "500ms", "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["fresh"], false);
    EXPECT_EQ(captured(), base::rfc3339_local(front_door().captured));
    EXPECT_THAT(objects().at(0)["age_seconds"].get<int>(), testing::AllOf(Ge(415), Lt(431)));
    EXPECT_THAT(errors(), HasSubstr(": not fresh; this picture was captured"));
    EXPECT_THAT(errors(), HasSubstr("7 min"));
    EXPECT_THAT(pictures(), SizeIs(1));
}

TEST_F(GetFresh, does_not_try_again_when_a_picture_does_not_become_fresh) {
    front_door().never_captures = true;
    EXPECT_EQ(run({"get", k_front_door, "--fresh", "--wait", "500ms", "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["attempts"], 1);
    EXPECT_EQ(front_door().asked, 1);
}

TEST_F(GetFresh, saves_nothing_else_when_fresh_is_required) {
    front_door().never_captures = true;
    EXPECT_EQ(run({"get", k_front_door, "--require-fresh", "--wait", "500ms"}), 7);
    EXPECT_THAT(pictures(), IsEmpty());
    EXPECT_EQ(output(), "");
}

TEST_F(GetFresh, is_implied_when_it_is_required) {
    EXPECT_EQ(run({"get", k_driveway, "--require-fresh", "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["fresh"], true);
}

TEST_F(GetFresh, refuses_a_picture_older_than_max_age) {
    EXPECT_EQ(run({"get", k_front_door, "--max-age", "5m"}), 7);
    EXPECT_THAT(pictures(), IsEmpty());
    EXPECT_THAT(errors(), HasSubstr("7 min"));
}

TEST_F(GetFresh, saves_a_picture_younger_than_max_age) {
    EXPECT_EQ(run({"get", k_front_door, "--max-age", "10m"}), 0) << errors();
    EXPECT_THAT(pictures(), SizeIs(1));
}

TEST_F(GetFresh, holds_max_age_for_a_picture_that_did_not_become_fresh) {
    front_door().never_captures = true;
    EXPECT_EQ(run({"get", k_front_door, "--fresh", "--wait", "500ms", "--max-age", "5m"}), 7);
    EXPECT_THAT(pictures(), IsEmpty());
}

TEST_F(GetFresh, does_not_mind_a_clock_that_is_a_day_off) {
    for (const auto ahead : {-86400s, 86400s}) {
        service_ahead = ahead;
        front_door().captured = service_now() - 7min;
        EXPECT_EQ(run({"get", k_front_door, "--json", "--max-age", "10m"}), 0) << errors();
        EXPECT_THAT(objects().at(0)["age_seconds"].get<int>(), testing::AllOf(Ge(410), Lt(431)));
        EXPECT_EQ(run({"get", k_front_door, "--max-age", "5m"}), 7);
        const auto asked = service_now();
        EXPECT_EQ(run({"get", k_front_door, "--require-fresh", "--json"}), 0) << errors();
        EXPECT_GT(front_door().captured, asked);
        EXPECT_EQ(captured(), base::rfc3339_local(front_door().captured));
        EXPECT_LE(objects().at(0)["age_seconds"].get<int>(), 2);
        front_door().never_captures = true;
        EXPECT_EQ(run({"get", k_front_door, "--require-fresh", "--wait", "500ms"}), 7);
        front_door().never_captures = false;
    }
}

TEST_F(GetFresh, says_in_words_why_a_camera_takes_no_picture) {
    for (const auto& [member, word] :
         {std::pair(&FakeCamera::online, "offline"),
          std::pair(&FakeCamera::motion_detection, "motion detection")}) {
        front_door().*member = false;
        // What the device list says spares the whole wait.
        const auto start = account.clock.steady_now();
        EXPECT_EQ(run({"get", "Front Door", "--fresh", "--json"}), 0) << errors();
        EXPECT_EQ(objects().at(0)["fresh"], false);
        EXPECT_LT(account.clock.steady_now() - start, 5s);
        for (const char* camera : {"Front Door", k_front_door}) {
            EXPECT_EQ(run({"get", camera, "--require-fresh", "--wait", "500ms"}), 7);
            EXPECT_THAT(errors(), HasSubstr(word));
        }
        break_pictures(front_door(), status(404));
        EXPECT_EQ(run({"get", k_front_door, "--retries", "1", "--json"}), 7);
        EXPECT_THAT(objects().at(0)["error"]["message"].get<std::string>(), HasSubstr(word));
        EXPECT_NE(objects().at(0)["error"]["hint"], "");
        break_pictures(front_door(), {});
        front_door().*member = true;
    }
}

struct GetExif : CommandTest {
    static std::string read(const std::string& name) {
        return base::read_file(name, 1U << 20U).value_or("");
    }

    static std::string digest(const std::string& bytes) {
        return base::hex_encode(base::sha256(bytes));
    }
};

TEST_F(GetExif, leaves_the_picture_as_it_came_unless_it_is_asked_for) {
    EXPECT_EQ(run({"get", k_front_door, "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["exif"], false);
    EXPECT_EQ(objects().at(0)["sha256"], objects().at(0)["received_sha256"]);
    EXPECT_FALSE(archive::read_exif(read(pictures().at(0))));
}

TEST_F(GetExif, tells_camera_and_time_also_of_one_that_is_given_by_its_id) {
    EXPECT_EQ(run({"get", k_front_door, "--exif", "--latest", "door.jpg", "--json"}), 0)
        << errors();
    const auto told = objects().at(0);
    const std::string bytes = read(told["path"]);
    const auto exif = archive::read_exif(bytes);
    ASSERT_TRUE(exif);
    EXPECT_EQ(exif->serial, k_front_door);
    EXPECT_EQ(exif->description, "Front Door");
    EXPECT_EQ(*exif->taken + exif->taken_part,
              std::chrono::floor<std::chrono::milliseconds>(front_door().captured));
    EXPECT_EQ(exif->offset, 0s);
    EXPECT_EQ(told["exif"], true);
    EXPECT_EQ(told["bytes"], bytes.size());
    EXPECT_EQ(told["sha256"], digest(bytes));
    EXPECT_EQ(told["received_sha256"], digest(archive::as_received(bytes)));
    EXPECT_EQ(read("door.jpg"), bytes);
}

TEST_F(GetExif, is_remembered_and_known_again_by_archive) {
    EXPECT_EQ(run({"get", k_front_door, "--exif", "--save"}), 0) << errors();
    capture(front_door());
    EXPECT_EQ(run({"get", "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["exif"], true);
    const std::string received = objects().at(0)["received_sha256"];
    EXPECT_EQ(run({"archive", "check", "--read"}), 0) << output();
    std::filesystem::remove(account.store.beside(".pictures.db"));
    EXPECT_EQ(run({"archive", "rebuild", "."}), 0) << errors();
    EXPECT_EQ(run({"archive", "export"}), 0) << errors();
    const auto exported = objects();
    const auto last = std::find_if(exported.begin(), exported.end(), [&](const auto& picture) {
        return picture["captured_at"] == base::rfc3339_local(front_door().captured);
    });
    ASSERT_NE(last, exported.end());
    EXPECT_EQ((*last)["received_sha256"], received);
    EXPECT_EQ((*last)["id"], k_front_door);
}

TEST_F(GetExif, is_in_what_goes_to_standard_output_too) {
    EXPECT_EQ(run({"get", k_front_door, "--exif", "--out", "-"}), 0) << errors();
    EXPECT_EQ(archive::read_exif(output())->description, "Front Door");
}

TEST_F(GetExif, has_no_date_when_ring_tells_none) {
    front_door().next = status(503);
    front_door().image = [](const http::Request&) {
        return test::response(200, test::make_jpeg(32, 24, 5), "image/jpeg");
    };
    front_door().times = status(503);
    EXPECT_EQ(run({"get", k_front_door, "--exif", "--json"}), 0) << errors();
    EXPECT_TRUE(objects().at(0)["captured_at"].is_null());
    const auto exif = archive::read_exif(read(pictures().at(0)));
    ASSERT_TRUE(exif);
    EXPECT_FALSE(exif->taken);
}

struct GetRetries : CommandTest {
    std::size_t tries() const { return requests("/snapshots/next").size(); }
};

TEST_F(GetRetries, are_as_many_attempts_as_it_says_with_waits_that_grow) {
    break_pictures(driveway(), status(503));
    std::vector<base::SteadyTime> at;
    driveway().next = [&](const http::Request&) {
        at.push_back(account.clock.steady_now());
        return test::response(503);
    };
    EXPECT_EQ(run({"get", k_driveway, "--retries", "3"}), 8);
    ASSERT_THAT(at, SizeIs(3));
    EXPECT_GE(at[1] - at[0], 300ms);
    EXPECT_GT(at[2] - at[1], at[1] - at[0]);
}

TEST_F(GetRetries, are_not_made_for_what_does_not_pass) {
    std::size_t before = 0;
    for (const int code : {403, 405, 422}) {
        break_pictures(driveway(), status(code));
        run({"get", k_driveway, "--retries", "3"});
        EXPECT_EQ(tries() - before, 1U) << code;
        before = tries();
    }
}

TEST_F(GetRetries, wait_for_as_long_as_ring_asks) {
    driveway().image = busy(2);
    driveway().next = [this](const http::Request& request) {
        break_pictures(driveway(), {});
        return busy(2)(request);
    };
    const auto start = account.clock.steady_now();
    EXPECT_EQ(run({"get", k_driveway}), 0) << errors();
    EXPECT_GE(account.clock.steady_now() - start, 2s);
    EXPECT_FALSE(std::filesystem::exists(account.store.beside(".cooldowns")));
}

TEST_F(GetRetries, measure_a_date_on_the_clock_of_the_service) {
    service_ahead = 86400s;
    driveway().captured = service_now();
    driveway().next = driveway().image = [this](const http::Request&) {
        break_pictures(driveway(), {});
        http::Response response = test::response(429);
        response.headers.add(
            "Retry-After", base::format_utc_time(service_now() + 2s, "%a, %d %b %Y %H:%M:%S GMT"));
        return response;
    };
    const auto start = account.clock.steady_now();
    EXPECT_EQ(run({"get", k_driveway}), 0) << errors();
    EXPECT_GE(account.clock.steady_now() - start, 900ms);
    EXPECT_LT(account.clock.steady_now() - start, 5s);
}

TEST_F(GetRetries, end_the_run_when_ring_asks_for_a_long_pause) {
    break_pictures(driveway(), busy(120));
    const auto start = account.clock.steady_now();
    EXPECT_EQ(run({"get", k_driveway, "--retries", "5"}), 5);
    EXPECT_LT(account.clock.steady_now() - start, 3s);
    EXPECT_EQ(tries(), 1U);
}

/// A session whose access token has to be renewed, and cannot be.
struct FailingRenewal : CommandTest {
    FailingRenewal() {
        account.store.update(
            [this](settings::Settings& settings) {
                settings.access_token_expires = account.clock.now() - 1h;
            },
            {});
    }

    std::string stored_text() {
        std::ifstream file(account.store.file());
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

TEST_F(FailingRenewal, ends_with_8_and_keeps_the_session) {
    const std::string before = stored_text();
    std::size_t sent = 0;
    for (const FakeCamera::Answer& answer : {
             status(503),
             FakeCamera::Answer([](const http::Request&) {
                 return test::response(200, "<html></html>", "text/html");
             }),
             FakeCamera::Answer([](const http::Request&) { return test::response(200); }),
             FakeCamera::Answer(
                 [](const http::Request&) { return test::response(200, "\x01\x02{"); }),
             FakeCamera::Answer([](const http::Request&) -> http::Response {
                 throw http::TransportError(http::Fault::broken, "the connection was reset");
             }),
         }) {
        tokens = answer;
        EXPECT_EQ(run({"get", k_driveway}), 8);
        const std::size_t now_sent = requests("/oauth/token").size();
        EXPECT_LE(now_sent - sent, 4U);
        sent = now_sent;
        EXPECT_EQ(stored_text(), before);
    }
    tokens = {};
    EXPECT_EQ(run({"list"}), 0) << errors();
    EXPECT_THAT(output(), HasSubstr("Driveway"));
}

TEST_F(FailingRenewal, does_not_use_a_refused_access_token_again_in_a_later_run) {
    account.store.update(
        [this](settings::Settings& settings) {
            settings.access_token_expires = account.clock.now() + 1h;
        },
        {});
    const FakeCamera::Answer refused = status(401);
    for (const auto& answer : {status(503), status(406), busy(240)}) {
        tokens = answer;
        break_pictures(driveway(), refused);
        EXPECT_THAT(run({"get", k_driveway}), AnyOf(Eq(5), Eq(8)));
        const std::size_t before = requests().size();
        EXPECT_THAT(run({"get", k_driveway}), AnyOf(Eq(5), Eq(8)));
        auto later = requests();
        later.erase(later.begin(), later.begin() + static_cast<std::ptrdiff_t>(before));
        EXPECT_THAT(later, Each(StartsWith("POST /oauth/token")));
        std::filesystem::remove(account.store.beside(".cooldowns"));
        tokens = {};
        break_pictures(driveway(), {});
        EXPECT_EQ(run({"list"}), 0) << errors();
    }
}

} // namespace
} // namespace cli
