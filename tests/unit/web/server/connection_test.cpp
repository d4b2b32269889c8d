// SPDX-License-Identifier: Apache-2.0
#include "web/server/connection.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace std::chrono_literals;

constexpr auto k_get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

struct ConnectionTest : testing::Test {
    base::SteadyTime now{};
    base::SystemTime wall{std::chrono::seconds(1'790'000'000)};
    web::Connection connection{"192.168.1.9", now};

    void answer(const std::string& body) {
        web::Reply reply;
        reply.body = body;
        connection.answer(reply, now, wall);
    }

    std::string take_all() {
        std::string bytes(connection.to_send());
        connection.sent(bytes.size(), now);
        return bytes;
    }
};

TEST_F(ConnectionTest, AnswersOneRequestAfterTheOther) {
    connection.receive(std::string(k_get) + k_get, now);
    ASSERT_TRUE(connection.take_request(now));
    EXPECT_FALSE(connection.take_request(now));
    EXPECT_FALSE(connection.wants_input());
    answer("one");
    EXPECT_EQ(take_all(), "HTTP/1.1 200 OK\r\nDate: Mon, 21 Sep 2026 14:13:20 GMT\r\n"
                          "Content-Length: 3\r\n\r\none");
    const auto second = connection.take_request(now);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->peer, "192.168.1.9");
}

TEST_F(ConnectionTest, LeavesTheBodyOutForHead) {
    connection.receive("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", now);
    ASSERT_TRUE(connection.take_request(now));
    answer("four");
    const std::string bytes = take_all();
    EXPECT_NE(bytes.find("Content-Length: 4\r\n"), std::string::npos);
    EXPECT_TRUE(bytes.ends_with("\r\n\r\n"));
}

TEST_F(ConnectionTest, EndsAfterARequestThatIsRefused) {
    connection.receive(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + std::string(k_get), now);
    const auto request = connection.take_request(now);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->refused, 405);
    answer("no");
    EXPECT_NE(take_all().find("Connection: close\r\n"), std::string::npos);
    EXPECT_FALSE(connection.take_request(now));
    EXPECT_FALSE(connection.is_over(now));
    connection.end_of_input();
    EXPECT_TRUE(connection.is_over(now));
}

TEST_F(ConnectionTest, RefusesHeadersOfMoreThan16KiB) {
    connection.receive("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(16 << 10, 'x'), now);
    const auto request = connection.take_request(now);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->refused, 431);
}

TEST_F(ConnectionTest, GivesARequestFiveSecondsToArriveHoweverSlowly) {
    connection.receive("GET / HT", now);
    now += 3s;
    connection.receive("TP/1.1\r\n", now);
    EXPECT_FALSE(connection.is_over(now + 1s));
    EXPECT_TRUE(connection.is_over(now + 2s));
}

TEST_F(ConnectionTest, EndsWhenTheClientTakesNothing) {
    connection.receive(k_get, now);
    connection.take_request(now);
    EXPECT_FALSE(connection.deadline());
    answer(std::string(100, 'x'));
    EXPECT_FALSE(connection.is_over(now + 19s));
    EXPECT_TRUE(connection.is_over(now + 20s));
    connection.sent(1, now + 19s);
    EXPECT_FALSE(connection.is_over(now + 30s));
}

TEST_F(ConnectionTest, AnswersAClientThatHasEndedItsSide) {
    connection.receive(k_get, now);
    connection.end_of_input();
    ASSERT_TRUE(connection.take_request(now));
    answer("x");
    EXPECT_NE(take_all().find("Connection: close"), std::string::npos);
    EXPECT_TRUE(connection.is_over(now));
}

TEST_F(ConnectionTest, HasIdleOnesEndAfterAWhile) {
    EXPECT_TRUE(connection.is_idle());
    EXPECT_FALSE(connection.is_over(now + 29s));
    EXPECT_TRUE(connection.is_over(now + 30s));
}

} // namespace
