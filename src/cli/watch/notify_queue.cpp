// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/notify_queue.hpp"

#include "archive/folder_store.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/reason.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

/// What fails together, as when the connection of a home does, becomes one message.
constexpr milliseconds k_gathering = std::chrono::seconds(2);
constexpr milliseconds k_first_pause = std::chrono::seconds(10);
constexpr milliseconds k_longest_pause = std::chrono::minutes(15);
constexpr milliseconds k_send_limit = std::chrono::seconds(20);
/// For all that is left when the watch ends.
constexpr milliseconds k_last_limit = std::chrono::seconds(4);
constexpr std::size_t k_largest_picture = std::size_t{8} << 20U;

} // namespace

NotifyQueue::NotifyQueue(Context& context, NotifyTarget target, Options options)
    : m_context(context),
      m_target(std::move(target)),
      m_options(std::move(options)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

NotifyQueue::~NotifyQueue() {
    m_thread.request_stop();
    m_thread.join();
}

void NotifyQueue::push(Notification news) {
    {
        const std::lock_guard guard(m_mutex);
        if (m_news.size() == k_most) {
            m_news.pop_front();
        }
        m_news.push_back(std::move(news));
    }
    m_has_news.notify_one();
}

void NotifyQueue::send_now(const Notification& news) {
    try {
        send({news}, k_send_limit, m_context.stop());
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        throw Error(ErrorCode::service_unavailable,
                    fmt::format("--notify {}: {}", m_target.host,
                                base::with_reason_in_brackets(error.message())),
                    error.hint());
    }
}

void NotifyQueue::run(const std::stop_token& stop) {
    milliseconds pause = k_first_pause;
    base::Clock& clock = m_context.clock();
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(m_mutex);
            if (!m_has_news.wait(lock, stop, [this] { return !m_news.empty(); })) {
                return;
            }
        }
        clock.sleep_for(k_gathering, stop);
        std::vector<Notification> batch = take_batch();
        if (stop.stop_requested() || try_to_send(batch, k_send_limit, stop) == Outcome::failed) {
            put_back(std::move(batch));
            clock.sleep_for(pause, stop);
            pause = std::min(2 * pause, k_longest_pause);
        } else {
            pause = k_first_pause;
        }
    }
    const base::SteadyTime end = clock.steady_now() + k_last_limit;
    for (auto batch = take_batch(); !batch.empty(); batch = take_batch()) {
        const auto left = std::chrono::ceil<milliseconds>(end - clock.steady_now());
        if (left <= milliseconds(0) || try_to_send(batch, left, {}) == Outcome::failed) {
            return;
        }
    }
}

std::vector<Notification> NotifyQueue::take_batch() {
    const std::lock_guard guard(m_mutex);
    const std::size_t count =
        std::min(m_news.size(), m_target.kind == NotifyTarget::Kind::ntfy ? k_most : 1);
    const auto end = m_news.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Notification> batch(std::make_move_iterator(m_news.begin()),
                                    std::make_move_iterator(end));
    m_news.erase(m_news.begin(), end);
    return batch;
}

void NotifyQueue::put_back(std::vector<Notification> batch) {
    const std::lock_guard guard(m_mutex);
    while (!batch.empty() && m_news.size() < k_most) {
        m_news.push_front(std::move(batch.back()));
        batch.pop_back();
    }
}

NotifyQueue::Outcome NotifyQueue::try_to_send(const std::vector<Notification>& batch,
                                              milliseconds limit, const std::stop_token& stop) {
    try {
        send(batch, limit, stop);
        m_is_failing = false;
        return Outcome::sent;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::usage) {
            warn(error, "the message is lost");
            return Outcome::refused;
        }
        if (error.code() != ErrorCode::interrupted && !std::exchange(m_is_failing, true)) {
            warn(error, "it is tried again");
        }
        return Outcome::failed;
    } catch (const std::exception& error) {
        warn(Error(ErrorCode::unexpected, fmt::format("internal error: {}", error.what())),
             "the message is lost");
        return Outcome::refused;
    }
}

void NotifyQueue::send(const std::vector<Notification>& batch, milliseconds limit,
                       const std::stop_token& stop) {
    http::Request request = make_notify_request(m_target, batch, picture_for(batch),
                                                m_options.token, m_context.clock().now());
    request.time_limit = limit;
    // Once interrupted, it would be sent a second time.
    request.stop_grace = k_last_limit;
    if (const auto failure = notify_failure(m_context.client().send(request, stop))) {
        throw Error(*failure);
    }
}

/// The newest picture of the one camera that the messages are about.
std::string NotifyQueue::picture_for(const std::vector<Notification>& batch) {
    const std::string& id = batch.front().id;
    const bool is_of_one = std::all_of(batch.begin(), batch.end(),
                                       [&](const Notification& news) { return news.id == id; });
    if (!m_options.with_picture || id.empty() || !is_of_one) {
        return {};
    }
    try {
        const auto newest = m_context.archive().catalogue().newest(id);
        return newest ? base::read_file(base::path_from_utf8(location_of(newest->place)),
                                        k_largest_picture)
                            .value_or("")
                      : "";
    } catch (const Error& error) {
        m_context.output().detail("--notify: no picture: " + error.message());
        return {};
    }
}

void NotifyQueue::warn(const Error& error, const char* consequence) {
    m_context.output().loss(fmt::format("--notify {}: {}; {}", m_target.host,
                                        base::with_reason_in_brackets(error.message()),
                                        consequence),
                            error.hint());
}

} // namespace cli
