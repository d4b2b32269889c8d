// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/url.hpp"
#include "snapshot/camera_job.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"
#include "support/test_picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace snapshot {

/// A job for one camera, and the service that it asks.
struct CameraJobTest : testing::Test {
    using Answerer = test::FakeHttpClient::Answer;
    using Milliseconds = std::chrono::milliseconds;

    static constexpr ring::DeviceId k_id = 31000417;

    CameraPicture run(std::stop_token stop = {}) {
        return CameraJob(account.service(), account.clock, facts, options).run(stop);
    }

    base::Error error() {
        return test::error_of([this] { run(); });
    }

    base::SystemTime now() const { return account.clock.now(); }

    /// A good picture; `seed` tells it from others.
    static http::Response picture(std::optional<base::SystemTime> captured, int seed = 1) {
        http::Response response = test::response(200, test::make_jpeg(32, 24, seed), "image/jpeg");
        if (captured) {
            response.headers.add("x-time-millis",
                                 std::to_string(std::chrono::duration_cast<Milliseconds>(
                                                    captured->time_since_epoch())
                                                    .count()));
        }
        return response;
    }

    static http::Response with_pause(int status, const char* seconds) {
        http::Response response = test::response(status);
        response.headers.add("Retry-After", seconds);
        return response;
    }

    static Answerer fault(http::Fault fault) {
        return [fault](const http::Request&) -> http::Response {
            throw http::TransportError(fault, "what the transport says");
        };
    }

    /// As when an HTTP/2 stream is reset before or in the middle of an answer.
    static Answerer http2_fault(http::Fault fault) {
        return [fault](const http::Request&) -> http::Response {
            throw http::TransportError(fault, "the stream was reset", {}, {}, true);
        };
    }

    static Answerer always(http::Response response) {
        return [response = std::move(response)](const http::Request&) { return response; };
    }

    /// The service holds the request for as long as it was allowed to and then has nothing.
    Answerer hold() {
        return [this](const http::Request& request) {
            const auto wait = http::query_parameter(request.url, "max-wait-ms");
            account.clock.advance(Milliseconds(std::stoll(wait.value_or("0"))));
            return test::response(404);
        };
    }

    static http::Response times(std::optional<base::SystemTime> captured) {
        const std::string time = captured ? std::to_string(std::chrono::duration_cast<Milliseconds>(
                                                               captured->time_since_epoch())
                                                               .count())
                                          : "0";
        return test::response(200, R"({"timestamps":[{"timestamp":)" + time +
                                       R"(,"doorbot_id":31000417}]})");
    }

    template <typename Response>
    void expect_next(Response response) {
        account.client.expect("GET", "/snapshots/next/31000417?", response);
    }

    template <typename Response>
    void expect_image(Response response) {
        account.client.expect("GET", "/clients_api/snapshots/image/31000417", response);
    }

    template <typename Response>
    void expect_times(Response response) {
        account.client.expect("POST", "/clients_api/snapshots/timestamps", response);
    }

    template <typename Response>
    void expect_update_all(Response response) {
        account.client.expect("PUT", "/clients_api/snapshots/update_all", response);
    }

    void always_next(const Answerer& answer) {
        account.client.always("GET", "/snapshots/next/31000417?", answer);
    }

    void always_image(const Answerer& answer) {
        account.client.always("GET", "/clients_api/snapshots/image/31000417", answer);
    }

    void always_times(const Answerer& answer) {
        account.client.always("POST", "/clients_api/snapshots/timestamps", answer);
    }

    void always_update_all(const Answerer& answer) {
        account.client.always("PUT", "/clients_api/snapshots/update_all", answer);
    }

    /// The requests so far, one word each: "next", "wake" (next with force), "image", "times",
    /// "update_all".
    std::vector<std::string> steps() const {
        std::vector<std::string> found;
        for (const std::string& target : test::targets(account.client.requests())) {
            found.emplace_back(target.ends_with("&extras=force")                ? "wake"
                               : target.starts_with("GET /snapshots/next")      ? "next"
                               : target.starts_with("GET /clients_api/snapsho") ? "image"
                               : target.starts_with("PUT")                      ? "update_all"
                                                                                : "times");
        }
        return found;
    }

    /// How often the camera was asked to wake.
    auto wakes() const {
        const auto all = steps();
        return std::count(all.begin(), all.end(), "wake") +
               std::count(all.begin(), all.end(), "update_all");
    }

    /// A query parameter of each request to snapshots/next, in order.
    std::vector<std::string> next_queries(const char* parameter) const {
        std::vector<std::string> found;
        for (const http::Request& request : account.client.requests_to("/snapshots/next")) {
            found.push_back(http::query_parameter(request.url, parameter).value_or("none"));
        }
        return found;
    }

    std::chrono::nanoseconds slept() const {
        std::chrono::nanoseconds sum{0};
        for (const auto each : account.clock.sleeps()) {
            sum += each;
        }
        return sum;
    }

    test::Account account;
    CameraFacts facts = make_facts();
    PictureOptions options;

private:
    static CameraFacts make_facts() {
        CameraFacts facts;
        facts.id = k_id;
        return facts;
    }
};

} // namespace snapshot
