// SPDX-License-Identifier: Apache-2.0
// Many calls at once, and the end of calls and client.
#include "http/curl/curl_client.hpp"
#include "unit/http/test_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Reply = test::TestServer::Reply;

/// A server that answers "/hang" only when the test is over, and all else at once.
class CurlLifetime : public testing::Test {
protected:
    CurlLifetime() { test::forget_network_environment(); }

    ~CurlLifetime() override { m_over.count_down(); }

    Reply answer(const std::string& request) {
        if (request.starts_with("GET /hang")) {
            m_over.wait();
        }
        return {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false};
    }

    std::future<base::ErrorCode> start(const std::string& target, std::stop_token stop = {},
                                       std::chrono::milliseconds limit = 1min) {
        return std::async(std::launch::async, [=, this] {
            http::Request request;
            request.url = m_server.url(target);
            request.time_limit = limit;
            try {
                m_client->send(request, stop);
                return base::ErrorCode{};
            } catch (const base::Error& error) {
                return error.code();
            }
        });
    }

    std::latch m_over{1};
    test::TestServer m_server{[this](const std::string& request) { return answer(request); }};
    std::unique_ptr<http::CurlClient> m_client = std::make_unique<http::CurlClient>();
};

TEST_F(CurlLifetime, a_client_that_sends_nothing_ends_at_once) {
    m_client.reset();
}

TEST(CurlClientWithoutFiles, says_at_once_that_too_many_are_open) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const rlimit none{3, 3};
        ::setrlimit(RLIMIT_NOFILE, &none);
        http::Request request;
        request.url = "http://127.0.0.1:1/";
        request.time_limit = 5s;
        try {
            http::CurlClient().send(request, {});
        } catch (const base::Error& error) {
            const bool says_so = error.message().find("too many open files") != std::string::npos;
            ::_exit(says_so ? static_cast<int>(error.code()) : 99);
        }
        ::_exit(98);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), static_cast<int>(base::ErrorCode::unexpected));
}

TEST_F(CurlLifetime, a_call_that_hangs_holds_up_no_other) {
    std::stop_source stop;
    auto hanging = start("/hang", stop.get_token());
    m_server.wait_for_requests(1);
    EXPECT_EQ(start("/").get(), base::ErrorCode{});
    EXPECT_EQ(hanging.wait_for(0s), std::future_status::timeout);
    stop.request_stop();
}

TEST_F(CurlLifetime, a_stop_ends_the_calls_of_its_token_alone) {
    std::stop_source first;
    std::stop_source second;
    auto stopped = start("/hang", first.get_token());
    auto going_on = start("/hang", second.get_token());
    m_server.wait_for_requests(2);
    first.request_stop();
    EXPECT_EQ(stopped.get(), base::ErrorCode::interrupted);
    EXPECT_EQ(going_on.wait_for(0s), std::future_status::timeout);
    second.request_stop();
    EXPECT_EQ(going_on.get(), base::ErrorCode::interrupted);
}

TEST_F(CurlLifetime, a_call_that_waits_for_a_connection_keeps_its_time_limit_and_hears_a_stop) {
    // As many as one host gets connections.
    constexpr std::size_t k_connections = 32;
    std::stop_source stop;
    std::vector<std::future<base::ErrorCode>> hanging;
    for (std::size_t i = 0; i < k_connections; ++i) {
        hanging.push_back(start("/hang", stop.get_token()));
    }
    m_server.wait_for_requests(k_connections);

    EXPECT_EQ(start("/", {}, 30ms).get(), base::ErrorCode::service_unavailable);
    EXPECT_EQ(m_server.connections(), k_connections);
    auto waiting = start("/", stop.get_token());
    stop.request_stop();
    EXPECT_EQ(waiting.get(), base::ErrorCode::interrupted);
    for (auto& call : hanging) {
        EXPECT_EQ(call.get(), base::ErrorCode::interrupted);
    }
    EXPECT_EQ(start("/").get(), base::ErrorCode{});
}

TEST_F(CurlLifetime, more_calls_than_may_travel_at_once_are_all_answered) {
    std::vector<std::future<base::ErrorCode>> calls;
    for (int i = 0; i < 200; ++i) {
        calls.push_back(start("/" + std::to_string(i)));
    }
    for (auto& call : calls) {
        EXPECT_EQ(call.get(), base::ErrorCode{});
    }
    EXPECT_EQ(m_server.requests().size(), 200u);
    EXPECT_LE(m_server.connections(), 32u);
}

TEST_F(CurlLifetime, stops_and_answers_may_cross) {
    for (int round = 0; round < 50; ++round) {
        std::stop_source stop;
        auto call = start("/", stop.get_token());
        stop.request_stop();
        const base::ErrorCode code = call.get();
        EXPECT_TRUE(code == base::ErrorCode{} || code == base::ErrorCode::interrupted);
    }
}

TEST_F(CurlLifetime, the_log_is_called_by_one_thread_at_a_time) {
    std::vector<std::string> paths;
    m_client = std::make_unique<http::CurlClient>(
        [&](const http::Exchange& exchange) { paths.push_back(exchange.path); });
    std::vector<std::future<base::ErrorCode>> calls;
    for (int i = 0; i < 30; ++i) {
        calls.push_back(start("/" + std::to_string(i)));
    }
    for (auto& call : calls) {
        EXPECT_EQ(call.get(), base::ErrorCode{});
    }
    EXPECT_EQ(paths.size(), 30u);
}

} // namespace
