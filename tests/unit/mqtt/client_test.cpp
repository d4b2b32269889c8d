// SPDX-License-Identifier: Apache-2.0
#include "client_fixture.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using base::Error;
using base::ErrorCode;
using mqtt::Message;
using test::ClientTest;
using test::k_no_broker;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(ClientTest, logs_in_with_its_will_and_subscribes) {
    m_where.user = "me";
    m_where.password = base::Secret("secret");
    m_options.subscriptions = {"take"};
    client();
    wait_for_log(1);
    EXPECT_THAT(log(), ElementsAre("connected"));
    mqtt::ConnectFields fields;
    fields.client_id = "client";
    fields.will = m_options.will;
    fields.user = "me";
    fields.password = m_where.password;
    fields.keep_alive = 60s;
    m_broker.wait_until([&] { return m_broker.packets().size() == 2; });
    EXPECT_THAT(m_broker.packets(),
                ElementsAre(mqtt::connect_packet(fields), mqtt::subscribe_packet(1, {"take"})));
}

TEST_F(ClientTest, publishes_what_it_is_given) {
    client().publish({.topic = "a", .payload = "1", .retain = true});
    wait_for_messages(1);
    wait_for_log(1);
    client().publish({.topic = "a", .payload = "2", .retain = true});
    wait_for_messages(2);
    EXPECT_EQ(m_broker.retained("a"), "2");
}

TEST_F(ClientTest, publishes_from_its_own_events) {
    m_events.connected = [this] {
        m_client->publish({.topic = "status", .payload = "online", .retain = true});
    };
    m_broker.hang(true);
    client();
    m_broker.hang(false);
    wait_for_messages(1);
    EXPECT_EQ(m_broker.retained("status"), "online");
}

TEST_F(ClientTest, hands_over_messages) {
    m_options.subscriptions = {"take"};
    client();
    wait_for_log(1);
    m_broker.send_message({.topic = "take", .payload = "PRESS"});
    wait_for_log(2);
    EXPECT_THAT(log(), ElementsAre("connected", "PRESS"));
}

TEST_F(ClientTest, subscribes_to_one_more_topic_until_the_connection_is_lost) {
    const auto is_asked = [&](std::size_t count) {
        return count_of(mqtt::subscribe_packet(1, {"more"})) == count;
    };
    client();
    wait_for_log(1);
    client().subscribe("more");
    m_broker.wait_until([&] { return is_asked(1); });
    m_broker.cut();
    wait_for_log(2);
    client().publish({.topic = "a", .payload = "1"});
    wait_for_messages(1);
    EXPECT_TRUE(is_asked(1));
    EXPECT_THAT(log(), ElementsAre("connected", "connected"));
    EXPECT_THROW(client().subscribe(std::string(70'000, 'a')), base::Error);
}

TEST_F(ClientTest, tells_a_refused_subscription_and_stays_connected) {
    m_broker.answer_by([](const std::string& packet) {
        return packet[0] == '\x82' ? "\x90\x03\0\x01\x80"s : test::answer_of_broker(packet);
    });
    m_options.subscriptions = {"take"};
    client();
    wait_for_log(2);
    EXPECT_EQ(log()[1], "the MQTT broker at broker:1883 refuses the subscription to take");
    client().publish({.topic = "a", .payload = "1"});
    wait_for_messages(1);
    EXPECT_EQ(m_broker.connections(), 1U);
}

TEST_F(ClientTest, connects_again_for_ever_and_tells_each_cause_once) {
    m_broker.refuse(k_no_broker);
    client();
    m_broker.wait_until([&] { return m_broker.connections() >= 30; });
    m_broker.refuse(std::nullopt);
    wait_for_log(2);
    EXPECT_THAT(log(), ElementsAre(k_no_broker.message(), "connected"));
    const auto pauses = m_clock.sleeps();
    EXPECT_EQ(pauses.at(0), 1s);
    EXPECT_GE(pauses.at(28), 1min);
    EXPECT_LE(*std::max_element(pauses.begin(), pauses.end()), 2min);
}

TEST_F(ClientTest, only_the_newest_message_of_each_topic_waits_while_the_broker_is_away) {
    m_broker.refuse(k_no_broker);
    client();
    for (int i = 0; i < 1'000; ++i) {
        client().publish({.topic = "a", .payload = "a" + std::to_string(i)});
        client().publish({.topic = "b", .payload = "b" + std::to_string(i)});
    }
    m_broker.refuse(std::nullopt);
    wait_for_messages(2);
    client().close({}, 1s);
    EXPECT_THAT(payloads(), ElementsAre("a999", "b999"));
}

TEST_F(ClientTest, subscribes_anew_after_a_lost_connection_and_does_not_speak_of_it) {
    m_options.subscriptions = {"take"};
    client();
    wait_for_log(1);
    m_broker.cut();
    wait_for_log(2);
    EXPECT_THAT(log(), ElementsAre("connected", "connected"));
    m_broker.wait_until([&] {
        return count_of(mqtt::subscribe_packet(1, {"take"})) == 1 &&
               count_of(mqtt::subscribe_packet(2, {"take"})) == 1;
    });
}

TEST_F(ClientTest, sends_again_what_the_broker_has_not_acknowledged) {
    m_broker.answer_by([this](const std::string& packet) {
        return m_acknowledges || !test::message_in(packet) ? test::answer_of_broker(packet) : "";
    });
    const Message message{.topic = "a", .payload = "1"};
    client().publish(message);
    wait_for_messages(1);
    m_acknowledges = true;
    m_broker.cut();
    wait_for_messages(2);
    EXPECT_EQ(m_broker.packets().at(1), mqtt::publish_packet(message, 1, false));
    EXPECT_EQ(m_broker.packets().at(3), mqtt::publish_packet(message, 1, true));
}

TEST_F(ClientTest, a_refused_login_is_told_once_and_tried_again_every_ten_minutes) {
    m_broker.answer_by([](const std::string&) { return "\x20\x02\0\x05"s; });
    client();
    m_broker.wait_until([&] { return m_broker.connections() >= 5; });
    EXPECT_THAT(log(), ElementsAre("the MQTT broker at broker:1883 refuses the login"));
    EXPECT_THAT(m_clock.sleeps(), testing::Each(std::chrono::nanoseconds(10min)));
    m_broker.answer_by({});
    wait_for_log(2);
    EXPECT_EQ(log().back(), "connected");
}

TEST_F(ClientTest, a_silent_broker_is_left_and_tried_again) {
    m_broker.answer_by([](const std::string&) { return ""s; });
    m_broker.let_time_pass(1min);
    client();
    m_broker.wait_until([&] { return m_broker.connections() >= 3; });
    EXPECT_THAT(log(), ElementsAre("broker:1883 does not answer an MQTT login"));
    m_broker.let_time_pass(0s);
}

TEST_F(ClientTest, a_connection_that_does_not_come_about_is_tried_again) {
    m_broker.hang(true);
    m_broker.let_time_pass(1min);
    client();
    m_broker.wait_until([&] { return m_broker.connections() >= 3; });
    EXPECT_THAT(log(), ElementsAre("cannot connect: no answer"));
    m_broker.let_time_pass(0s);
    m_broker.hang(false);
    wait_for_log(2);
}

TEST_F(ClientTest, a_broker_that_no_longer_answers_is_left_and_tried_again) {
    client();
    wait_for_log(1);
    m_broker.answer_by([](const std::string& packet) {
        return packet == mqtt::ping_packet() ? "" : test::answer_of_broker(packet);
    });
    m_broker.let_time_pass(1min);
    m_broker.wait_until([&] { return m_broker.connections() >= 2; });
    m_broker.let_time_pass(0s);
    wait_for_log(2);
    EXPECT_GE(count_of(mqtt::ping_packet()), 1U);
    EXPECT_THAT(log()[1], "connected");
}

TEST_F(ClientTest, two_that_cut_off_each_other_end_up_with_long_pauses) {
    m_events.connected = [this] { m_broker.cut(); };
    client();
    m_broker.wait_until([&] { return m_broker.connections() >= 20; });
    const auto pauses = m_clock.sleeps();
    EXPECT_GE(pauses.at(18), 1min);
    EXPECT_THAT(log(), ElementsAre("the connection to the broker broke off"));
}

TEST_F(ClientTest, a_message_that_the_broker_cuts_the_connection_for_holds_up_no_other) {
    m_broker.answer_by([this](const std::string& packet) {
        if (packet.size() > 1'000) {
            m_broker.cut();
            return std::string();
        }
        return test::answer_of_broker(packet);
    });
    client().publish({.topic = "image", .payload = std::string(2'000, 'j'), .retain = true});
    client().publish({.topic = "state", .payload = "small", .retain = true});
    m_broker.wait_until([&] {
        return testing::Value(
            log(), testing::Contains("the MQTT broker at broker:1883 ends the connection when "
                                     "it gets a message of 2000 bytes to image, so it is left "
                                     "out"));
    });
    m_broker.wait_until([&] { return m_broker.retained("state") == "small"; });
    const auto connections = m_broker.connections();
    client().publish({.topic = "image", .payload = std::string(3'000, 'j'), .retain = true});
    client().publish({.topic = "state", .payload = "newer", .retain = true});
    m_broker.wait_until([&] { return m_broker.retained("state") == "newer"; });
    EXPECT_EQ(m_broker.connections(), connections);
}

TEST_F(ClientTest, sends_a_large_message_in_parts) {
    m_broker.set_most_at_once(1'000);
    const std::string picture(300'000, 'j');
    client().publish({.topic = "image", .payload = picture, .retain = true});
    wait_for_messages(1);
    EXPECT_TRUE(m_broker.retained("image") == picture);
}

TEST_F(ClientTest, waits_for_a_broker_that_reads_slowly_and_then_sends_only_the_newest) {
    client();
    wait_for_log(1);
    m_broker.set_most_at_once(0);
    client().publish({.topic = "a", .payload = "first"});
    for (int i = 0; i < 100; ++i) {
        client().publish({.topic = "b", .payload = std::to_string(i)});
    }
    m_broker.set_most_at_once(1'000'000);
    client().close({}, 1s);
    const auto sent = payloads();
    EXPECT_EQ(sent.back(), "99");
    EXPECT_LE(sent.size(), 4U);
}

TEST_F(ClientTest, refuses_what_mqtt_cannot_carry) {
    EXPECT_EQ(test::error_of([&] { client().publish({.topic = "a/#"}); }).code(),
              ErrorCode::unexpected);
    EXPECT_EQ(test::error_of([&] { client().close({{.topic = ""}}, 1s); }).code(),
              ErrorCode::unexpected);
    m_client.reset();
    m_options.client_id = std::string(70'000, 'x');
    EXPECT_EQ(test::error_of([&] { client(); }).code(), ErrorCode::unexpected);
}

} // namespace
