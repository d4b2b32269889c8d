// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"
#include "cli/context.hpp"
#include "cli/watch/notify_target.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace cli {

/// Sends messages to one target from a thread of its own, so that nobody waits for it. What cannot
/// be sent is tried again with growing pauses: when the connection of a home is down, that is what
/// there is to tell. At most k_most messages wait; the oldest give way. May be used from many
/// threads.
class NotifyQueue {
public:
    static constexpr std::size_t k_most = 50;

    struct Options {
        base::Secret token;
        bool with_picture = false;
    };

    /// @param context  must outlive this object
    NotifyQueue(Context& context, NotifyTarget target, Options options);

    /// Tries once more to send what is left, for a few seconds at most.
    ~NotifyQueue();

    NotifyQueue(const NotifyQueue&) = delete;
    NotifyQueue& operator=(const NotifyQueue&) = delete;

    /// Returns at once.
    void push(Notification news);

    /// Sends one message now. Throws Error: service_unavailable, interrupted.
    void send_now(const Notification& news);

private:
    enum class Outcome { sent, refused, failed };

    void run(const std::stop_token& stop);
    std::vector<Notification> take_batch();
    void put_back(std::vector<Notification> batch);
    Outcome try_to_send(const std::vector<Notification>& batch, std::chrono::milliseconds limit,
                        const std::stop_token& stop);
    void send(const std::vector<Notification>& batch, std::chrono::milliseconds limit,
              const std::stop_token& stop);
    std::string picture_for(const std::vector<Notification>& batch);
    void warn(const base::Error& error, const char* consequence);

    Context& m_context;
    const NotifyTarget m_target;
    const Options m_options;
    std::mutex m_mutex;
    std::condition_variable_any m_has_news;
    std::deque<Notification> m_news;
    /// It could not send last, which was told.
    bool m_is_failing = false;
    std::jthread m_thread;
};

} // namespace cli
