// SPDX-License-Identifier: Apache-2.0
#include "http/curl/curl_client.hpp"
#include "support/error_of.hpp"
#include "web/server/server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

using namespace std::chrono_literals;

struct ServerTest : testing::Test {
    base::SystemClock clock;
    std::atomic<int> calls = 0;
    std::latch release{1};
    web::Server server{{"127.0.0.1", 0},
                       [this](const web::Request& request) {
                           ++calls;
                           if (request.path == "/wait") {
                               release.wait();
                           }
                           if (request.path == "/throw") {
                               throw std::runtime_error("no");
                           }
                           web::Reply reply;
                           reply.body = request.path;
                           return reply;
                       },
                       clock,
                       {.connections = 20, .threads = 2}};
    std::jthread thread{[this](std::stop_token stop) { server.run(stop); }};

    http::Response get(const std::string& path) {
        http::CurlClient client([](const http::Exchange&) {});
        http::Request request;
        request.url = "http://127.0.0.1:" + std::to_string(server.address().port) + path;
        return client.send(request, {});
    }
};

TEST_F(ServerTest, AnswersWithWhatTheHandlerReturns) {
    for (const std::string path : {"/one", "/two"}) {
        EXPECT_EQ(get(path).body, path);
    }
    EXPECT_EQ(calls, 2);
}

TEST_F(ServerTest, SaysThatAHandlerFailed) {
    EXPECT_EQ(get("/throw").status, 500);
    EXPECT_EQ(get("/fine").status, 200);
}

TEST_F(ServerTest, AnswersOthersWhileOneRequestTakesLong) {
    std::jthread slow([this] { EXPECT_EQ(get("/wait").body, "/wait"); });
    EXPECT_EQ(get("/quick").body, "/quick");
    release.count_down();
}

TEST_F(ServerTest, SaysThatItIsAlive) {
    EXPECT_TRUE(server.is_alive());
    get("/");
    EXPECT_TRUE(server.is_alive());
}

TEST_F(ServerTest, SaysWhyItCannotListen) {
    const auto error = test::error_of([&] { web::Server second(server.address(), {}, clock); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_NE(error.hint().find("--listen"), std::string::npos);
}

} // namespace
