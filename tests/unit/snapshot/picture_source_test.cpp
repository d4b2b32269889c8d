// SPDX-License-Identifier: Apache-2.0
#include "snapshot/picture_source.hpp"
#include "support/test_picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using Kind = Failure::Kind;
using testing::HasSubstr;
using testing::IsEmpty;

http::Response response(int status, std::string body = {}) {
    http::Response made;
    made.status = status;
    made.body = std::move(body);
    made.sent = base::SteadyTime(1000h);
    made.received = made.sent;
    return made;
}

http::Response lasting(http::Response response, std::chrono::milliseconds duration) {
    response.received = response.sent + duration;
    return response;
}

Failure failure_of(const http::Response& response, std::chrono::milliseconds max_wait = 0ms) {
    const Answer answer = read_picture(response, max_wait);
    const auto* failure = std::get_if<Failure>(&answer);
    EXPECT_NE(failure, nullptr) << response.status;
    return failure == nullptr ? Failure{} : *failure;
}

TEST(ReadPicture, a_good_picture_has_its_size_and_capture_time) {
    const std::string bytes = test::make_jpeg(40, 24);
    for (const int status : {200, 206}) {
        http::Response answer = response(status, bytes);
        answer.headers.add("X-Time-Millis", "1790000012345");
        const auto picture = std::get<Picture>(read_picture(answer, 0ms));
        EXPECT_EQ(picture.bytes, bytes);
        EXPECT_EQ(picture.width, 40);
        EXPECT_EQ(picture.height, 24);
        EXPECT_EQ(picture.captured, base::SystemTime(1790000012345ms));
    }
}

TEST(ReadPicture, the_bytes_decide_and_not_the_content_type) {
    http::Response answer = response(200, test::make_jpeg(16, 16));
    answer.headers.add("Content-Type", "text/html");
    EXPECT_TRUE(std::holds_alternative<Picture>(read_picture(answer, 0ms)));
    answer = response(200, "<html></html>");
    answer.headers.add("Content-Type", "image/jpeg");
    EXPECT_EQ(failure_of(answer).kind, Kind::out_of_order);
}

TEST(ReadPicture, a_capture_time_that_cannot_be_one_is_none) {
    for (const char* time : {"0", "-5", "", "soon", "99999999999999999999", "1e400"}) {
        http::Response answer = response(200, test::make_jpeg(16, 16));
        answer.headers.add("x-time-millis", time);
        EXPECT_EQ(std::get<Picture>(read_picture(answer, 0ms)).captured, std::nullopt) << time;
    }
}

TEST(ReadPicture, what_is_no_picture_is_named) {
    const std::string jpeg = test::make_jpeg(64, 64);
    const std::vector<std::pair<std::string, Kind>> table = {
        {"", Kind::bad_picture},
        {"<html><body>oops</body></html>", Kind::out_of_order},
        {std::string("\0\0\0\1gX", 6), Kind::bad_picture},
        {R"({"error":"x"})", Kind::bad_picture},
        {jpeg.substr(0, jpeg.size() / 2), Kind::bad_picture},
        {jpeg.substr(0, jpeg.size() - 2), Kind::bad_picture},
    };
    for (const auto& [body, kind] : table) {
        const Failure failure = failure_of(response(200, body));
        EXPECT_EQ(failure.kind, kind) << body.size();
        EXPECT_THAT(failure.message, testing::StartsWith("what came is "));
        EXPECT_TRUE(failure.is_transient());
    }
}

TEST(ReadPicture, a_404_at_once_means_that_there_is_none) {
    for (const char* body : {"no snapshot", "", "{}", "<html></html>"}) {
        const Failure failure = failure_of(response(404, body), 10s);
        EXPECT_EQ(failure.kind, Kind::nothing_there) << body;
        EXPECT_TRUE(failure.is_answer());
        EXPECT_TRUE(failure.is_transient());
    }
}

TEST(ReadPicture, a_404_when_the_wait_is_over_means_that_none_came_in_time) {
    struct Case {
        std::chrono::milliseconds max_wait;
        std::chrono::milliseconds lasted;
        Kind kind;
    };

    for (const Case& each :
         {Case{10s, 10s, Kind::nothing_in_time}, Case{10s, 12s, Kind::nothing_in_time},
          Case{10s, 8s, Kind::nothing_in_time}, Case{10s, 7999ms, Kind::nothing_there},
          Case{2s, 1600ms, Kind::nothing_in_time}, Case{2s, 100ms, Kind::nothing_there},
          Case{0s, 5s, Kind::nothing_there}}) {
        EXPECT_EQ(failure_of(lasting(response(404), each.lasted), each.max_wait).kind, each.kind)
            << each.max_wait.count() << ' ' << each.lasted.count();
    }
}

TEST(ReadPicture, a_504_when_the_wait_is_over_means_the_same_as_a_404) {
    const Failure held = failure_of(lasting(response(504, "<html></html>"), 10s), 10s);
    EXPECT_EQ(held.kind, Kind::nothing_in_time);
    EXPECT_TRUE(held.is_answer());
    for (const auto& [lasted, max_wait] : {std::pair{1s, 10s}, std::pair{5s, 0s}}) {
        EXPECT_EQ(failure_of(lasting(response(504), lasted), max_wait).kind, Kind::out_of_order);
    }
    EXPECT_EQ(failure_of(lasting(response(502), 10s), 10s).kind, Kind::out_of_order);
}

TEST(ReadPicture, only_a_404_and_a_504_are_worth_asking_the_camera_again) {
    for (const int status : {404, 504}) {
        EXPECT_TRUE(failure_of(response(status), 10s).may_need_more_time) << status;
    }
    for (const int status : {200, 403, 406, 408, 429, 500, 502, 503}) {
        EXPECT_FALSE(failure_of(response(status), 10s).may_need_more_time) << status;
    }
}

TEST(ReadPicture, a_capture_time_more_than_a_minute_after_the_date_of_the_answer_is_none) {
    struct Case {
        const char* date;
        std::optional<base::SystemTime> captured;
    };

    const base::SystemTime time(1790000061000ms);
    for (const Case& each :
         {Case{"Mon, 21 Sep 2026 14:13:20 GMT", std::nullopt},
          Case{"Mon, 21 Sep 2026 14:13:21 GMT", time}, Case{"Tue, 22 Sep 2026 14:13:20 GMT", time},
          // Without a Date nothing speaks against it.
          Case{"soon", time}}) {
        http::Response answer = response(200, test::make_jpeg(16, 16));
        answer.headers.add("Date", each.date);
        answer.headers.add("x-time-millis", "1790000061000");
        EXPECT_EQ(std::get<Picture>(read_picture(answer, 0ms)).captured, each.captured)
            << each.date;
    }
}

TEST(ReadCaptureTimes, those_more_than_a_minute_after_the_date_of_the_answer_are_left_out) {
    http::Response answer = response(200, R"({"timestamps":[
        {"timestamp":1790000060000,"doorbot_id":1},{"timestamp":1790000060001,"doorbot_id":2}]})");
    answer.headers.add("Date", "Mon, 21 Sep 2026 14:13:20 GMT");
    const auto times = std::get<CaptureTimes>(read_capture_times(answer));
    EXPECT_EQ(times, (CaptureTimes{{1, base::SystemTime(1790000060000ms)}}));
}

TEST(ReadPicture, a_404_with_a_state_of_the_device_says_it) {
    const std::vector<std::pair<const char*, const char*>> table = {
        {R"({"errors":[7019]})", "offline"},
        {R"({"errors":[7062,9999]})", "updated"},
        {R"({"errors":[9999,7063]})", "maintenance"},
        {R"({"errors":[7050]})", "does not exist"},
    };
    for (const auto& [body, words] : table) {
        EXPECT_THAT(failure_of(response(404, body)).message, HasSubstr(words)) << body;
    }
    EXPECT_THAT(failure_of(response(404, R"({"errors":[9999]})")).message, HasSubstr("404"));
}

TEST(ReadFailure, a_status_is_sorted_by_what_can_be_done_about_it) {
    struct Case {
        int status;
        Kind kind;
        bool is_answer;
        bool is_transient;
    };

    for (const Case& each :
         {Case{302, Kind::refused, true, false}, Case{400, Kind::refused, true, false},
          Case{403, Kind::refused, true, false}, Case{405, Kind::refused, true, false},
          Case{422, Kind::refused, true, false}, Case{404, Kind::nothing_there, true, true},
          Case{406, Kind::out_of_order, false, true}, Case{408, Kind::out_of_order, false, true},
          Case{429, Kind::slow_down, false, true}, Case{500, Kind::out_of_order, false, true},
          Case{501, Kind::out_of_order, false, true}, Case{503, Kind::out_of_order, false, true},
          Case{504, Kind::out_of_order, false, true}}) {
        const Failure failure = read_failure(response(each.status), 0ms);
        EXPECT_EQ(failure.kind, each.kind) << each.status;
        EXPECT_EQ(failure.is_answer(), each.is_answer) << each.status;
        EXPECT_EQ(failure.is_transient(), each.is_transient) << each.status;
        EXPECT_THAT(failure.message, testing::Not(IsEmpty())) << each.status;
    }
    EXPECT_EQ(read_failure(response(403, "<html></html>"), 0ms).kind, Kind::out_of_order);
}

TEST(ReadFailure, carries_the_pause_that_was_asked_for) {
    for (const int status : {429, 503}) {
        http::Response answer = response(status);
        EXPECT_EQ(read_failure(answer, 0ms).retry_after, std::nullopt);
        answer.headers.add("Retry-After", "7");
        EXPECT_EQ(read_failure(answer, 0ms).retry_after, 7s);
    }
}

TEST(ReadFailure, a_body_too_large_or_cut_off_is_an_answer_and_silence_is_none) {
    const std::vector<std::pair<http::Fault, bool>> table = {
        {http::Fault::too_large, true},      {http::Fault::cut_off, true},
        {http::Fault::not_connected, false}, {http::Fault::timed_out, false},
        {http::Fault::broken, false},        {http::Fault::tls, false},
    };
    for (const auto& [fault, is_answer] : table) {
        const Failure failure = read_failure(http::TransportError(fault, "what happened"));
        EXPECT_EQ(failure.is_answer(), is_answer);
        EXPECT_EQ(failure.message, "what happened");
    }
}

TEST(ReadFailure, a_refused_certificate_stays_refused_and_says_what_to_do) {
    const Failure refused =
        read_failure(http::TransportError(http::Fault::tls, "it has expired", "check the clock"));
    EXPECT_FALSE(refused.is_transient());
    EXPECT_EQ(to_error(refused).code(), base::ErrorCode::service_unavailable);
    EXPECT_EQ(to_error(refused).message(), "it has expired");
    EXPECT_EQ(to_error(refused).hint(), "check the clock");
    for (const http::Fault fault : {http::Fault::not_connected, http::Fault::timed_out,
                                    http::Fault::too_large, http::Fault::cut_off}) {
        EXPECT_TRUE(read_failure(http::TransportError(fault, "x")).is_transient());
    }
}

} // namespace
} // namespace snapshot
