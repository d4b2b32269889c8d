// SPDX-License-Identifier: Apache-2.0
#include "http/url.hpp"
#include "unit/cli/command_fixture.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

struct WatchCommand : CommandTest {
    /// Requests that wake a camera.
    std::size_t wakes() const {
        std::size_t count = 0;
        for (const std::string& target : requests()) {
            count += target.find("extras=force") != std::string::npos ||
                             target.find("update_all") != std::string::npos
                         ? 1
                         : 0;
        }
        return count;
    }

    void break_all_pictures(const FakeCamera::Answer& answer) {
        break_pictures(front_door(), answer);
        break_pictures(driveway(), answer);
    }

    /// How often the errors hold `text`.
    std::size_t told(const std::string& text) {
        std::size_t count = 0;
        const std::string all = errors();
        for (auto at = all.find(text); at != std::string::npos; at = all.find(text, at + 1)) {
            ++count;
        }
        return count;
    }
};

TEST_F(WatchCommand, of_one_round_saves_each_camera_once_and_ends_with_0) {
    EXPECT_EQ(run({"watch", "--all", "--count", "1"}), 0) << errors();
    EXPECT_THAT(pictures(), SizeIs(2));
    EXPECT_THAT(lines(), SizeIs(2));
}

TEST_F(WatchCommand, never_wakes_a_camera_for_cached_pictures) {
    run({"watch", "--all", "--count", "1"});
    EXPECT_EQ(wakes(), 0U);
}

TEST_F(WatchCommand, asks_the_camera_for_a_fresh_picture) {
    EXPECT_EQ(run({"watch", k_driveway, "--fresh", "--count", "1", "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["fresh"], true);
    EXPECT_EQ(wakes(), 1U) << testing::PrintToString(requests());
}

TEST_F(WatchCommand, saves_what_ring_has_anew_at_the_next_round_and_nothing_else) {
    driveway().next_capture = account.clock.now() + 5s;
    EXPECT_EQ(run({"watch", k_driveway, "--every", "10s", "--count", "2"}), 0) << errors();
    EXPECT_THAT(lines(), SizeIs(2));
    EXPECT_THAT(pictures(), SizeIs(2));
    const auto asked = account.client.requests_to("/snapshots/next");
    ASSERT_GE(asked.size(), 2U);
    EXPECT_EQ(http::query_parameter(asked[0].url, "after-ms"), "0");
    EXPECT_GT(std::stoll(http::query_parameter(asked[1].url, "after-ms").value()), 0);
    EXPECT_THAT(account.clock.sleeps(), Contains(testing::Ge(9s)));
}

TEST_F(WatchCommand, does_not_save_again_what_a_get_saved_before) {
    run({"get", k_driveway});
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1"}), 0) << errors();
    EXPECT_EQ(output(), "");
    EXPECT_THAT(pictures(), SizeIs(1));
}

TEST_F(WatchCommand, ends_by_itself_after_the_time_of_for) {
    EXPECT_EQ(run({"watch", k_driveway, "--for", "500ms"}), 0) << errors();
    EXPECT_THAT(pictures(), SizeIs(1));
}

TEST_F(WatchCommand, ends_with_0_when_a_service_manager_stops_it) {
    driveway().next = [this](const http::Request&) {
        platform.raise(SIGTERM);
        return status(503)({});
    };
    EXPECT_EQ(run({"watch", k_driveway}), 0) << errors();
}

TEST_F(WatchCommand, ends_with_130_after_Ctrl_C) {
    driveway().next = [this](const http::Request&) {
        platform.raise(SIGINT);
        return status(503)({});
    };
    EXPECT_EQ(run({"watch", k_driveway}), 130) << errors();
}

TEST_F(WatchCommand, tells_of_a_camera_that_fails_and_goes_on_with_the_others) {
    break_pictures(front_door(), status(503));
    EXPECT_EQ(run({"watch", "--all", "--count", "1"}), 8) << errors();
    EXPECT_EQ(told("Front Door"), 1U);
    EXPECT_THAT(pictures(), SizeIs(1));
}

TEST_F(WatchCommand, follows_a_camera_given_by_its_id_without_the_device_list) {
    devices = status(503);
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1"}), 0) << errors();
    EXPECT_THAT(pictures(), SizeIs(1));
}

TEST_F(WatchCommand, ends_with_3_without_a_login) {
    run({"logout"});
    EXPECT_EQ(run({"watch", k_driveway}), 3);
}

TEST_F(WatchCommand, counts_a_folder_that_cannot_be_written_as_the_failure_of_its_camera) {
    std::ofstream("away") << "a file in the way";
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1", "--out", "away"}), 9);
    EXPECT_THAT(errors(), HasSubstr("away"));
}

TEST_F(WatchCommand, deletes_for_keep_last_only_what_this_program_saved) {
    const std::string foreign = std::string(k_driveway) + " - 2001-01-01 00-00-00.jpg";
    run({"get", k_driveway});
    const auto ours = pictures();
    std::ofstream(foreign) << "not ours";
    capture(driveway());
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1", "--keep-last", "1"}), 0) << errors();
    EXPECT_THAT(pictures(), AllOf(SizeIs(2), Contains(foreign), Not(Contains(ours.at(0)))));
}

TEST_F(WatchCommand, does_not_delete_a_file_that_somebody_changed) {
    run({"get", k_driveway});
    const auto ours = pictures();
    std::ofstream(ours.at(0), std::ios::app) << "edited";
    capture(driveway());
    run({"watch", k_driveway, "--count", "1", "--keep-last", "1"});
    EXPECT_THAT(pictures(), Contains(ours.at(0)));
}

TEST_F(WatchCommand, lists_with_dry_run_what_would_be_deleted_and_asks_for_no_picture) {
    for (int i = 0; i < 3; ++i) {
        run({"get", k_driveway});
        account.clock.advance(1h);
        capture(driveway());
    }
    const auto before = pictures();
    const std::size_t sent = requests("/snapshots").size();
    EXPECT_EQ(run({"watch", k_driveway, "--keep-last", "1", "--dry-run"}), 0) << errors();
    ASSERT_THAT(lines(), SizeIs(2));
    EXPECT_THAT(lines().at(0), HasSubstr(before.at(0)));
    EXPECT_THAT(lines().at(1), HasSubstr(before.at(1)));
    EXPECT_THAT(errors(), HasSubstr("2 pictures beyond the newest 1 would be deleted"));
    EXPECT_THAT(errors(), Not(HasSubstr("clock")));
    EXPECT_EQ(pictures(), before);
    EXPECT_THAT(requests("/snapshots"), SizeIs(sent));
    EXPECT_EQ(run({"watch", "Driveway", "--keep", "90m", "--dry-run", "--json"}), 0) << errors();
    ASSERT_THAT(objects(), SizeIs(2));
    EXPECT_EQ(objects().at(0)["name"], "Driveway");
    EXPECT_THAT(objects().at(0)["path"].get<std::string>(), HasSubstr(before.at(0)));
    EXPECT_EQ(run({"watch", k_driveway, "--dry-run"}), 2);
}

TEST_F(WatchCommand, says_with_dry_run_that_ages_go_by_the_clock_of_this_machine) {
    service_ahead = -20min;
    for (const auto* camera : {k_driveway, k_front_door}) {
        run({"get", camera});
        account.clock.advance(1min);
        capture(cameras.at(camera));
    }
    const std::vector<std::string> keep = {"watch", "--all", "--keep", "30s"};
    auto words = keep;
    words.emplace_back("--dry-run");
    EXPECT_EQ(run(words), 0) << errors();
    const std::string sentence = "judged by the clock of this machine; watch itself goes by "
                                 "Ring's, and deletes nothing by age while the two differ by more "
                                 "than 5 min";
    EXPECT_EQ(
        std::ranges::count_if(test::lines_of(errors()),
                              [&](const std::string& line) { return line.ends_with(sentence); }),
        1)
        << errors();
    words = keep;
    words.insert(words.end(), {"--count", "1"});
    EXPECT_EQ(run(words), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("20 min ahead of Ring's, so --keep deletes nothing"));
}

TEST_F(WatchCommand, keeps_of_what_is_older_than_keep_the_newest_of_each_hour) {
    for (int i = 0; i < 6; ++i) {
        run({"get", k_driveway});
        account.clock.advance(30min);
        capture(driveway());
    }
    const auto before = pictures();
    ASSERT_THAT(before, SizeIs(6));
    const std::vector<std::string> keep = {"watch",         k_driveway, "--keep",  "10m",
                                           "--keep-hourly", "24",       "--count", "1"};
    EXPECT_EQ(run(keep), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("older than 10 min deleted"));
    const auto left = pictures();
    EXPECT_THAT(left, SizeIs(5));
    EXPECT_EQ(run(keep), 0) << errors();
    EXPECT_EQ(pictures(), left);
}

TEST_F(WatchCommand, sends_the_heartbeat_after_a_good_round_without_our_secrets) {
    account.client.expect("GET", "/ping/1", test::response(200));
    EXPECT_EQ(
        run({"watch", k_driveway, "--count", "1", "--heartbeat", "https://monitor.test/ping/1"}),
        0);
    const auto sent = account.client.requests_to("/ping/1");
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_THAT(test::fields(sent[0]), IsEmpty());
}

TEST_F(WatchCommand, sends_no_heartbeat_while_a_camera_fails) {
    break_all_pictures(status(503));
    run({"watch", k_driveway, "--count", "1", "--heartbeat", "https://monitor.test/ping/1"});
    EXPECT_EQ(told("--heartbeat"), 0U);
    EXPECT_THAT(requests("/ping"), IsEmpty());
}

TEST_F(WatchCommand, says_at_the_start_how_often_a_battery_camera_is_woken) {
    run({"watch", k_front_door, "--fresh", "--every", "1m", "--for", "100ms"});
    EXPECT_THAT(errors(), HasSubstr("144 times a day"));
    run({"watch", k_front_door, "--fresh", "--every", "1m", "--for", "100ms", "--allow-drain"});
    EXPECT_THAT(errors(), HasSubstr("1440 times a day"));
}

TEST_F(WatchCommand, begins_its_lines_with_the_time) {
    run({"watch", k_driveway, "--count", "1"});
    EXPECT_THAT(errors(), testing::StartsWith("2026-09-21 14:13:20 watching "));
}

TEST_F(WatchCommand, remembers_the_schedule_with_save) {
    EXPECT_EQ(
        run({"watch", k_driveway, "--every", "90s", "--keep", "30d", "--count", "1", "--save"}), 0);
    std::ifstream file(account.store.file());
    const auto stored = nlohmann::json::parse(file);
    EXPECT_EQ(stored["Every"], "1m30s");
    EXPECT_EQ(stored["Keep"], "30d");
    EXPECT_EQ(run({"watch", "--count", "1"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("1 min 30 s"));
}

TEST_F(WatchCommand, refuses_a_bad_option_with_2_and_sends_nothing) {
    const std::pair<std::vector<std::string>, const char*> cases[] = {
        {{"--every", "5s"}, "10s"},
        {{"--every", "soon"}, "--every"},
        {{"--between", "25:00-26:00"}, "--between"},
        {{"--between", "noon"}, "07:30-22:00"},
        {{"--count", "0"}, "--count"},
        {{"--keep-last", "none"}, "--keep-last"},
        {{"--heartbeat", "http://example.com/"}, "https"},
        {{"--out", "-"}, "--out"},
    };
    for (const auto& [options, word] : cases) {
        std::vector<std::string> arguments = {"watch", k_driveway};
        arguments.insert(arguments.end(), options.begin(), options.end());
        EXPECT_EQ(run(arguments), 2) << options.at(1);
        EXPECT_THAT(errors(), HasSubstr(word));
    }
    EXPECT_THAT(requests(), IsEmpty());
}

// The wait for Ring, and how a watch with an end ends

struct WatchWait : WatchCommand {
    /// As if Ring had asked for a pause that is over then.
    void close_the_api(std::chrono::milliseconds pause) {
        const auto until = std::chrono::duration_cast<std::chrono::milliseconds>(
            (account.clock.now() + pause).time_since_epoch());
        std::ofstream(account.store.beside(".cooldowns")) << R"({"api":)" << until.count() << "}";
    }
};

TEST_F(WatchWait, for_ring_ends_with_0_when_the_last_round_worked) {
    for (const auto& [option, value] : {std::pair("--count", "1"), std::pair("--for", "4s")}) {
        close_the_api(1500ms);
        capture(driveway());
        EXPECT_EQ(run({"watch", "Driveway", option, value}), 0) << errors();
        EXPECT_THAT(errors(), HasSubstr("trying again in 1 s"));
    }
    EXPECT_THAT(pictures(), SizeIs(2));
}

TEST_F(WatchWait, for_ring_is_part_of_the_time_of_for) {
    devices = status(503);
    const auto start = account.clock.steady_now();
    EXPECT_EQ(run({"watch", "Driveway", "--for", "1s"}), 8);
    EXPECT_LT(account.clock.steady_now() - start, 20s);
    EXPECT_LE(told("error: "), 2U);
}

TEST_F(WatchWait, is_the_pause_that_ring_asks_for) {
    devices = [this](const http::Request&) {
        if (requests("/clients_api/ring_devices").size() > 2) {
            platform.raise(SIGTERM);
        }
        http::Response busy = test::response(429);
        busy.headers.add("Retry-After", "40");
        return busy;
    };
    EXPECT_EQ(run({"watch", "Driveway"}), 0);
    EXPECT_THAT(errors(), HasSubstr("trying again in 40 s"));
    EXPECT_THAT(account.clock.sleeps(),
                Contains(testing::AllOf(testing::Gt(39s), testing::Le(40s))));
}

TEST_F(WatchWait, ends_at_once_for_a_camera_that_is_not_there) {
    const auto start = account.clock.steady_now();
    EXPECT_EQ(run({"watch", "Nowhere", "--for", "1h"}), 6);
    EXPECT_LT(account.clock.steady_now() - start, 1min);
}

TEST_F(WatchCommand, ends_with_the_code_of_the_first_camera_that_failed_in_the_order_given) {
    break_pictures(driveway(), status(403));
    break_pictures(front_door(), status(503));
    EXPECT_EQ(run({"watch", k_driveway, k_front_door, "--count", "1", "--retries", "1"}), 7);
    EXPECT_EQ(run({"watch", k_front_door, k_driveway, "--count", "1", "--retries", "1"}), 8);
}

TEST_F(WatchCommand, ends_with_7_when_the_device_list_knows_why_the_camera_fails) {
    driveway().online = false;
    break_all_pictures(status(503));
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1", "--retries", "1"}), 7);
    EXPECT_THAT(errors(), HasSubstr("offline"));
}

// Pictures that are too old

TEST_F(WatchCommand, saves_nothing_older_than_max_age_and_the_camera_fails_with_7) {
    driveway().captured = account.clock.now() - 2h;
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1", "--max-age", "1h", "--json"}), 7);
    ASSERT_THAT(objects(), SizeIs(1));
    EXPECT_EQ(objects()[0]["error"]["exit_code"], 7);
    EXPECT_THAT(objects()[0]["error"]["message"].get<std::string>(),
                HasSubstr("more than the 1 h allowed"));
    EXPECT_THAT(pictures(), IsEmpty());
}

TEST_F(WatchCommand, saves_what_is_young_enough) {
    driveway().captured = account.clock.now() - 1min;
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1", "--max-age", "1h"}), 0) << errors();
    EXPECT_THAT(lines(), SizeIs(1));
    EXPECT_THAT(pictures(), SizeIs(1));
}

} // namespace
} // namespace cli
