// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "mqtt/client.hpp"
#include "mqtt/packet_writer.hpp"
#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace test {

inline const base::Error k_no_broker{base::ErrorCode::cannot_write,
                                     "cannot connect to broker:1883"};

/// A client of a broker without sockets, and what it reports.
class ClientTest : public testing::Test {
protected:
    ClientTest() {
        m_where.host = "broker";
        m_options.client_id = "client";
        m_options.will = {.topic = "status", .payload = "offline", .retain = true};
        m_events.connected = [this] { note("connected"); };
        m_events.received = [this](const mqtt::Message& message) { note(message.payload); };
        m_events.failed = [this](const base::Error& error) { note(error.message()); };
        m_events.refused = m_events.failed;
        m_events.close_failed = [this](const base::Error& error) {
            note("unpublished: " + error.message());
        };
    }

    /// Ends before what the events refer to.
    ~ClientTest() override { m_client.reset(); }

    mqtt::Client& client() {
        if (!m_client) {
            m_client = std::make_unique<mqtt::Client>(m_clock, m_where, m_options, m_events,
                                                      m_broker.connector());
        }
        return *m_client;
    }

    void note(const std::string& event) {
        {
            const std::lock_guard lock(m_mutex);
            m_log.push_back(event);
        }
        // So that those who wait for the broker look again.
        m_broker.advance(std::chrono::seconds(0));
    }

    std::vector<std::string> log() const {
        const std::lock_guard lock(m_mutex);
        return m_log;
    }

    void wait_for_log(std::size_t size) {
        m_broker.wait_until([&] { return log().size() >= size; });
    }

    void wait_for_messages(std::size_t count) {
        m_broker.wait_until([&] { return m_broker.messages().size() >= count; });
    }

    std::vector<std::string> payloads() const {
        std::vector<std::string> payloads;
        for (const mqtt::Message& message : m_broker.messages()) {
            payloads.push_back(message.payload);
        }
        return payloads;
    }

    std::size_t count_of(const std::string& packet) const {
        const auto packets = m_broker.packets();
        return static_cast<std::size_t>(std::count(packets.begin(), packets.end(), packet));
    }

    ManualClock m_clock;
    FakeBroker m_broker{m_clock};
    mqtt::Broker m_where;
    mqtt::ClientOptions m_options;
    mqtt::ClientEvents m_events;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_log;
    std::atomic<bool> m_acknowledges = false;
    std::unique_ptr<mqtt::Client> m_client;
};

} // namespace test
