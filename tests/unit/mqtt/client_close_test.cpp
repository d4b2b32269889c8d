// SPDX-License-Identifier: Apache-2.0
#include "client_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using test::k_no_broker;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

using ClientCloseTest = test::ClientTest;

TEST_F(ClientCloseTest, close_publishes_what_waits_then_the_last_then_says_good_bye) {
    m_broker.hang(true);
    client().publish({.topic = "a", .payload = "1"});
    client().publish({.topic = "status", .payload = "online"});
    m_broker.hang(false);
    client().close({{.topic = "status", .payload = "offline", .retain = true}}, 5s);
    const auto packets = m_broker.packets();
    EXPECT_EQ(packets.back(), mqtt::disconnect_packet());
    EXPECT_EQ(payloads().back(), "offline");
    EXPECT_EQ(payloads().front(), "1");
}

TEST_F(ClientCloseTest, close_ends_without_a_good_bye_when_the_broker_does_not_acknowledge) {
    client();
    wait_for_log(1);
    m_broker.answer_by([](const std::string&) { return ""s; });
    m_broker.let_time_pass(5s);
    const auto start = m_clock.steady_now();
    client().close({{.topic = "status", .payload = "offline"}}, 3s);
    EXPECT_EQ(m_clock.steady_now() - start, 3s);
    EXPECT_EQ(count_of(mqtt::disconnect_packet()), 0U);
    EXPECT_THAT(log().back(), EndsWith("does not acknowledge messages"));
}

TEST_F(ClientCloseTest, close_makes_one_more_try_when_the_broker_was_away) {
    m_broker.refuse(k_no_broker);
    client().publish({.topic = "a", .payload = "1"});
    wait_for_log(1);
    m_broker.refuse(std::nullopt);
    client().close({}, 5s);
    EXPECT_THAT(payloads(), ElementsAre("1"));
    EXPECT_EQ(m_broker.packets().back(), mqtt::disconnect_packet());
}

TEST_F(ClientCloseTest, close_does_not_wait_for_a_broker_that_is_away) {
    m_broker.refuse(k_no_broker);
    client().publish({.topic = "a", .payload = "1"});
    wait_for_log(1);
    client().close({}, 1h);
    EXPECT_THAT(m_broker.packets(), IsEmpty());
    EXPECT_EQ(log().back(), "unpublished: cannot connect to broker:1883");
}

TEST_F(ClientCloseTest, close_tells_once_why_not_everything_is_published) {
    m_broker.hang(true);
    client().publish({.topic = "a", .payload = "1"});
    m_broker.wait_until([&] { return m_broker.connections() == 1; });
    m_broker.let_time_pass(5s);
    client().close({}, 3s);
    EXPECT_THAT(log(), ElementsAre("unpublished: cannot connect to broker:1883 in time"));

    m_client.reset();
    m_log.clear();
    m_broker.hang(false);
    m_broker.answer_by([](const std::string&) { return ""s; });
    client().close({{.topic = "status", .payload = "offline"}}, 3s);
    EXPECT_THAT(log(), ElementsAre("unpublished: broker:1883 does not answer an MQTT login"));

    m_client.reset();
    m_log.clear();
    m_broker.answer_by([](const std::string&) { return "HTTP/1.1 400 Bad Request\r\n\r\n"s; });
    client().close({{.topic = "status", .payload = "offline"}}, 3s);
    EXPECT_THAT(log().back(), StartsWith("unpublished: broker:1883 does not speak MQTT"));

    m_client.reset();
    m_log.clear();
    m_broker.answer_by({});
    client().close({{.topic = "status", .payload = "offline"}}, 3s);
    EXPECT_THAT(log(), Not(Contains(StartsWith("unpublished"))));
}

TEST_F(ClientCloseTest, close_waits_no_longer_than_its_limit_for_a_connection_on_its_way) {
    m_broker.hang(true);
    client().publish({.topic = "a", .payload = "1"});
    m_broker.wait_until([&] { return m_broker.connections() == 1; });
    m_broker.let_time_pass(5s);
    const auto start = m_clock.steady_now();
    client().close({}, 3s);
    EXPECT_EQ(m_clock.steady_now() - start, 3s);
}

TEST_F(ClientCloseTest, nothing_is_reported_or_published_after_close) {
    client();
    wait_for_log(1);
    client().close({}, 5s);
    client().publish({.topic = "a", .payload = "1"});
    m_broker.send_message({.topic = "take", .payload = "PRESS"});
    client().close({{.topic = "a", .payload = "2"}}, 5s);
    m_client.reset();
    EXPECT_THAT(log(), ElementsAre("connected"));
    EXPECT_THAT(payloads(), IsEmpty());
}

TEST_F(ClientCloseTest, ends_at_once_and_without_a_good_bye_unless_it_was_closed) {
    client();
    wait_for_log(1);
    m_client.reset();
    EXPECT_EQ(count_of(mqtt::disconnect_packet()), 0U);
}

TEST_F(ClientCloseTest, ends_at_once_while_it_connects_or_waits_for_an_answer) {
    m_broker.hang(true);
    client();
    m_broker.wait_until([&] { return m_broker.connections() == 1; });
    m_client.reset();
    m_broker.hang(false);
    m_broker.answer_by([](const std::string&) { return ""s; });
    client();
    m_broker.wait_until([&] { return m_broker.packets().size() == 1; });
    m_client.reset();
}

} // namespace
