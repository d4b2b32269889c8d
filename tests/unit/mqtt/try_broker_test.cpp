// SPDX-License-Identifier: Apache-2.0
#include "mqtt/client.hpp"
#include "mqtt/packet_writer.hpp"
#include "support/error_of.hpp"
#include "support/fake_broker.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stop_token>
#include <string>
#include <thread>

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using base::Error;
using base::ErrorCode;

const Error k_unreachable{ErrorCode::cannot_write, "cannot connect to broker:1883"};

class TryBroker : public testing::Test {
protected:
    TryBroker() { m_where.host = "broker"; }

    test::ManualClock m_clock;
    test::FakeBroker m_broker{m_clock};
    mqtt::Broker m_where;
};

TEST_F(TryBroker, logs_in_and_leaves) {
    mqtt::try_broker(m_clock, m_where, "doctor", {}, m_broker.connector());
    EXPECT_EQ(m_broker.packets().size(), 2U);
    EXPECT_EQ(m_broker.packets().back(), mqtt::disconnect_packet());
}

TEST_F(TryBroker, tells_what_is_wrong) {
    m_broker.answer_by([](const std::string&) { return "\x20\x02\0\x04"s; });
    const auto try_it = [&](std::stop_token stop = {}) {
        return test::error_of(
            [&] { mqtt::try_broker(m_clock, m_where, "doctor", stop, m_broker.connector()); });
    };
    EXPECT_EQ(try_it().message(), "the MQTT broker at broker:1883 refuses the login");
    m_broker.answer_by([](const std::string&) { return ""s; });
    m_broker.let_time_pass(1min);
    EXPECT_EQ(try_it().message(), "broker:1883 does not answer an MQTT login");
    m_broker.refuse(k_unreachable);
    EXPECT_EQ(try_it().message(), k_unreachable.message());
}

TEST_F(TryBroker, ends_when_it_is_stopped) {
    m_broker.answer_by([](const std::string&) { return ""s; });
    std::stop_source stop;
    const std::jthread stopper([&] {
        m_broker.wait_until([&] { return m_broker.packets().size() == 1; });
        stop.request_stop();
    });
    const Error error = test::error_of([&] {
        mqtt::try_broker(m_clock, m_where, "doctor", stop.get_token(), m_broker.connector());
    });
    EXPECT_EQ(error.code(), ErrorCode::interrupted) << error.message();
}

} // namespace
