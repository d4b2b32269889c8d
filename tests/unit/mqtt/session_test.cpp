// SPDX-License-Identifier: Apache-2.0
#include "mqtt/outage.hpp"
#include "mqtt/session.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using mqtt::Message;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string k_accepted = "\x20\x02\0\0"s;
const std::string k_pong = "\xd0\0"s;

std::string acknowledgement(mqtt::PacketId id) {
    return mqtt::publish_acknowledgement_packet(id);
}

/// A session, and the time that it is.
class SessionTest : public testing::Test {
protected:
    SessionTest() { m_options.address = "broker.lan:1883"; }

    void SetUp() override {
        m_options.login.client_id = "client";
        m_options.login.keep_alive = 60s;
    }

    mqtt::Session& session() {
        if (!m_session) {
            m_session.emplace(m_options, m_outbox, m_now);
        }
        return *m_session;
    }

    /// Sends everything; the packets that it was, one after the other.
    std::string send_all() {
        std::string sent;
        for (std::string_view output; !(output = session().output(m_now)).empty();) {
            sent += output;
            session().sent(output.size(), m_now);
        }
        return sent;
    }

    void receive(const std::string& bytes) { session().receive(bytes, m_now); }

    void log_in() {
        send_all();
        receive(k_accepted);
    }

    /// Lets so much time pass, looking at it whenever the session wants to, and acknowledging
    /// nothing.
    void pass(std::chrono::nanoseconds duration) {
        const auto end = m_now + duration;
        while (session().deadline() <= end) {
            m_now = std::max(m_now, session().deadline());
            session().check_time(m_now);
            m_sent += send_all();
        }
        m_now = end;
    }

    base::Error error_of_passing(std::chrono::nanoseconds duration) {
        return test::error_of([&] { pass(duration); });
    }

    base::Error error_of_receiving(const std::string& bytes) {
        return test::error_of([&] { receive(bytes); });
    }

    mqtt::Session::Options m_options;
    mqtt::Outbox m_outbox;
    base::SteadyTime m_now{1h};
    std::optional<mqtt::Session> m_session;
    /// What pass() has sent.
    std::string m_sent;
};

TEST_F(SessionTest, begins_with_the_login_and_publishes_nothing_before_it_is_accepted) {
    m_outbox.add({.topic = "a", .payload = "1"});
    EXPECT_EQ(send_all(), mqtt::connect_packet(m_options.login));
    EXPECT_FALSE(session().is_accepted());
    receive(k_accepted);
    EXPECT_TRUE(session().is_accepted());
    EXPECT_EQ(send_all(), mqtt::publish_packet({.topic = "a", .payload = "1"}, 1, false));
}

TEST_F(SessionTest, subscribes_before_it_publishes) {
    m_options.subscriptions = {"x/+", "y"};
    m_outbox.add({.topic = "a", .payload = "1"});
    log_in();
    EXPECT_EQ(send_all(), mqtt::subscribe_packet(1, {"x/+", "y"}) +
                              mqtt::publish_packet({.topic = "a", .payload = "1"}, 2, false));
}

TEST_F(SessionTest, subscribes_to_more_topics) {
    m_options.subscriptions = {"a"};
    log_in();
    send_all();
    session().subscribe({});
    EXPECT_EQ(send_all(), "");
    session().subscribe({"b", "c"});
    EXPECT_EQ(send_all(), mqtt::subscribe_packet(2, {"b", "c"}));
    receive("\x90\x04\0\x02\x01\x80"s);
    receive("\x90\x03\0\x01\x80"s);
    EXPECT_THAT(session().take_refused_subscriptions(), ElementsAre("c", "a"));
}

TEST_F(SessionTest, tells_which_subscriptions_are_refused) {
    m_options.subscriptions = {"x", "y", "z"};
    log_in();
    receive("\x90\x05\0\x01\x80\x01\x80"s);
    EXPECT_THAT(session().take_refused_subscriptions(), ElementsAre("x", "z"));
    EXPECT_THAT(session().take_refused_subscriptions(), IsEmpty());
}

TEST_F(SessionTest, what_is_sent_in_parts_is_offered_at_the_same_address) {
    log_in();
    m_outbox.add({.topic = "a", .payload = std::string(1'000, 'x')});
    const std::string_view whole = session().output(m_now);
    session().sent(10, m_now);
    receive(mqtt::publish_packet({.topic = "in"}, 5, false));
    const std::string_view rest = session().output(m_now);
    EXPECT_EQ(rest.data(), whole.data() + 10);
    EXPECT_EQ(rest.size(), whole.size() - 10);
}

TEST_F(SessionTest, a_newer_message_takes_the_place_of_one_that_was_not_begun) {
    log_in();
    m_outbox.add({.topic = "a", .payload = "in flight"});
    m_outbox.add({.topic = "b", .payload = "old"});
    static_cast<void>(session().output(m_now));
    m_outbox.add({.topic = "b", .payload = "new"});
    EXPECT_THAT(send_all(), testing::Not(HasSubstr("old")));
}

TEST_F(SessionTest, acknowledges_messages_and_hands_them_over_once) {
    log_in();
    send_all();
    receive(
        mqtt::publish_packet({.topic = "in", .payload = "PRESS"}, 5, false) +
        mqtt::unacknowledged_publish_packet({.topic = "in", .payload = "kept", .retain = true}));
    EXPECT_EQ(send_all(), acknowledgement(5));
    const std::vector<Message> received = session().take_received();
    ASSERT_EQ(received.size(), 2U);
    EXPECT_EQ(received[0].payload, "PRESS");
    EXPECT_FALSE(received[0].retain);
    EXPECT_TRUE(received[1].retain);
    EXPECT_THAT(session().take_received(), IsEmpty());
}

TEST_F(SessionTest, a_message_that_is_too_large_is_acknowledged_and_left_out) {
    log_in();
    receive(
        mqtt::publish_packet({.topic = "in", .payload = std::string(1'000'000, 'x')}, 5, false));
    EXPECT_EQ(send_all(), acknowledgement(5));
    EXPECT_THAT(session().take_received(), IsEmpty());
}

TEST_F(SessionTest, what_was_in_flight_on_the_last_connection_is_sent_again) {
    m_outbox.add({.topic = "a", .payload = "1"});
    log_in();
    send_all();
    m_session.reset();
    log_in();
    EXPECT_EQ(send_all(), mqtt::publish_packet({.topic = "a", .payload = "1"}, 1, true));
    receive(acknowledgement(1));
    EXPECT_TRUE(m_outbox.is_empty());
}

TEST_F(SessionTest, asks_after_half_the_keep_alive_whether_the_broker_is_there) {
    log_in();
    pass(29s);
    EXPECT_EQ(m_sent, "");
    pass(1s);
    EXPECT_EQ(m_sent, mqtt::ping_packet());
    receive(k_pong);
    pass(30s);
    EXPECT_EQ(m_sent, mqtt::ping_packet() + mqtt::ping_packet());
}

TEST_F(SessionTest, ends_when_the_broker_does_not_answer_for_half_the_keep_alive) {
    log_in();
    pass(59s);
    const base::Error error = error_of_passing(2s);
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_EQ(error.message(), "the MQTT broker at broker.lan:1883 no longer answers");
}

TEST_F(SessionTest, asks_although_it_sends_when_nothing_comes_back) {
    log_in();
    for (int i = 0; i < 4; ++i) {
        pass(10s);
        m_outbox.add({.topic = "t" + std::to_string(i), .payload = "x"});
        m_sent += send_all();
    }
    EXPECT_THAT(m_sent, HasSubstr(mqtt::ping_packet()));
}

TEST_F(SessionTest, does_not_end_while_it_still_sends_something_large_slowly) {
    log_in();
    m_outbox.add({.topic = "image", .payload = std::string(1'000, 'x')});
    for (int i = 0; i < 20; ++i) {
        static_cast<void>(session().output(m_now));
        session().sent(10, m_now);
        m_now += 10s;
        session().check_time(m_now);
    }
}

TEST_F(SessionTest, ends_when_the_broker_answers_but_does_not_acknowledge) {
    log_in();
    m_outbox.add({.topic = "a", .payload = "1"});
    send_all();
    const base::Error error = test::error_of([&] {
        for (int i = 0; i < 20; ++i) {
            pass(29s);
            receive(k_pong);
        }
    });
    EXPECT_EQ(error.message(), "the MQTT broker at broker.lan:1883 does not acknowledge messages");
    EXPECT_EQ(m_now, base::SteadyTime(1h + 5min));
}

TEST_F(SessionTest, goes_on_while_each_message_is_acknowledged_in_time) {
    log_in();
    for (mqtt::PacketId id = 1; id <= 20; ++id) {
        m_outbox.add({.topic = "a", .payload = "1"});
        m_outbox.add({.topic = "b", .payload = "1"});
        send_all();
        pass(29s);
        receive(acknowledgement(id));
    }
}

TEST_F(SessionTest, ends_when_the_login_is_not_answered) {
    send_all();
    pass(19s);
    const base::Error error = error_of_passing(2s);
    EXPECT_EQ(error.message(), "broker.lan:1883 does not answer an MQTT login");
    EXPECT_THAT(error.hint(), HasSubstr("check the port"));
}

TEST_F(SessionTest, tells_why_the_broker_refuses) {
    const std::pair<char, const char*> table[] = {
        {1, "the MQTT broker at broker.lan:1883 does not speak MQTT 3.1.1"},
        {2, "the MQTT broker at broker.lan:1883 refuses the client id"},
        {3, "the MQTT broker at broker.lan:1883 is not available now"},
        {4, "the MQTT broker at broker.lan:1883 refuses the login"},
        {5, "the MQTT broker at broker.lan:1883 refuses the login"},
        {6, "the MQTT broker at broker.lan:1883 refuses the connection (code 6)"},
    };
    for (const auto& [code, words] : table) {
        m_session.reset();
        send_all();
        EXPECT_EQ(error_of_receiving("\x20\x02\0"s + code).message(), words);
    }
}

TEST_F(SessionTest, a_refused_login_with_a_password_and_no_user_needs_a_user) {
    const auto hint_of_refusal = [&] {
        m_session.reset();
        send_all();
        return test::error_of([&] { receive("\x20\x02\x00\x05"s); }).hint();
    };
    EXPECT_THAT(hint_of_refusal(), HasSubstr("check the user name and the password"));
    m_options.login.password = base::Secret("hush");
    EXPECT_EQ(hint_of_refusal(), "the password needs a user in the address: mqtt://USER@HOST");
    m_options.login.user = "kim";
    EXPECT_THAT(hint_of_refusal(), HasSubstr("check the user name and the password"));
}

TEST_F(SessionTest, a_wrong_login_is_not_tried_again_for_ten_minutes) {
    for (const char code : {4, 5}) {
        m_session.reset();
        send_all();
        EXPECT_EQ(error_of_receiving("\x20\x02\0"s + code).pause(), std::chrono::minutes(10));
    }
}

TEST_F(SessionTest, tells_what_is_not_a_broker) {
    send_all();
    const base::Error error = error_of_receiving("HTTP/1.1 400 Bad Request\r\n");
    EXPECT_EQ(error.message(), "broker.lan:1883 does not speak MQTT: it sends a packet of type 4 "
                               "with the flags 8");
    EXPECT_THAT(error.hint(), HasSubstr("check the port"));
}

TEST_F(SessionTest, tells_what_comes_at_the_wrong_time) {
    send_all();
    EXPECT_THAT(error_of_receiving(k_pong).message(),
                HasSubstr("it sends something before the answer to the login"));
    m_session.reset();
    log_in();
    EXPECT_THAT(error_of_receiving(k_accepted).message(),
                HasSubstr("sends a second answer to the login, against the standard"));
}

TEST_F(SessionTest, a_connection_that_ends_instead_of_a_login_is_told_so) {
    const base::Error cause(base::ErrorCode::cannot_write, "broke off");
    send_all();
    EXPECT_EQ(session().explain_end(cause).message(),
              "broker.lan:1883 closes the connection instead of answering an MQTT login");
    receive(k_accepted);
    EXPECT_EQ(session().explain_end(cause).message(), "broke off");
}

TEST_F(SessionTest, a_broker_that_takes_no_acknowledgements_does_not_fill_the_memory) {
    log_in();
    const std::string message = mqtt::publish_packet({.topic = "in"}, 5, false);
    const base::Error error = test::error_of([&] {
        for (int i = 0; i < 2'000; ++i) {
            receive(message);
        }
    });
    EXPECT_THAT(error.message(), HasSubstr("sends more than it takes"));
}

TEST_F(SessionTest, leaves_after_what_it_has_begun_to_send) {
    log_in();
    m_outbox.add({.topic = "a", .payload = "1"});
    static_cast<void>(session().output(m_now));
    session().leave();
    m_outbox.add({.topic = "b", .payload = "2"});
    EXPECT_FALSE(session().has_left());
    EXPECT_EQ(send_all(), mqtt::publish_packet({.topic = "a", .payload = "1"}, 1, false) +
                              mqtt::disconnect_packet());
    EXPECT_TRUE(session().has_left());
}

} // namespace
