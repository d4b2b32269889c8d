// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mqtt/publisher.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// A broker that takes everything at once, keeps what is retained, as brokers do, and writes down
/// everything. May be used
/// from many threads.
class FakePublisher final : public mqtt::Publisher {
public:
    void publish(mqtt::Message message) override {
        if (message.payload.empty() && message.read) {
            const auto read = message.read();
            if (!read) {
                return;
            }
            message.payload = *read;
        }
        {
            const std::lock_guard guard(m_mutex);
            if (message.payload.empty()) {
                m_retained.erase(message.topic);
            } else if (message.retain) {
                m_retained[message.topic] = message.payload;
            }
            m_published.push_back(std::move(message));
        }
        m_changed.notify_all();
    }

    void subscribe(std::string topic) override {
        const std::lock_guard guard(m_mutex);
        m_subscriptions.push_back(std::move(topic));
    }

    std::vector<std::string> subscriptions() const {
        const std::lock_guard guard(m_mutex);
        return m_subscriptions;
    }

    /// Topics and what is retained for them.
    std::map<std::string, std::string> retained() const {
        const std::lock_guard guard(m_mutex);
        return m_retained;
    }

    std::string retained(const std::string& topic) const {
        const std::lock_guard guard(m_mutex);
        const auto found = m_retained.find(topic);
        return found == m_retained.end() ? "" : found->second;
    }

    /// The topics that were published to, in order.
    std::vector<std::string> topics() const {
        const std::lock_guard guard(m_mutex);
        std::vector<std::string> topics;
        for (const mqtt::Message& message : m_published) {
            topics.push_back(message.topic);
        }
        return topics;
    }

    std::size_t count(const std::string& topic) const {
        const auto all = topics();
        return static_cast<std::size_t>(std::count(all.begin(), all.end(), topic));
    }

    void forget() {
        const std::lock_guard guard(m_mutex);
        m_published.clear();
    }

    /// Waits until something was published to `topic` since the last forget().
    void wait_for(const std::string& topic) const {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] {
            return std::any_of(
                m_published.begin(), m_published.end(),
                [&](const mqtt::Message& message) { return message.topic == topic; });
        });
    }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::map<std::string, std::string> m_retained;
    std::vector<mqtt::Message> m_published;
    std::vector<std::string> m_subscriptions;
};

} // namespace test
