// SPDX-License-Identifier: Apache-2.0
#include "cli/upload/upload_queue.hpp"

#include "archive/catalogue/upload_records.hpp"
#include "base/system/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

namespace cli {
namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

constexpr milliseconds k_first_upload_pause = std::chrono::seconds(2);
constexpr milliseconds k_longest_upload_pause = std::chrono::minutes(5);

/// Between one half and all of it, so that many machines do not come back at the same moment.
milliseconds varied(milliseconds pause) {
    const double part = (1 + base::random_fraction()) / 2;
    return milliseconds(static_cast<milliseconds::rep>(static_cast<double>(pause.count()) * part));
}

} // namespace

UploadQueue::UploadQueue(Context& context, UploadDestination destination)
    : m_context(context),
      m_destination(std::move(destination)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

UploadQueue::~UploadQueue() {
    {
        const std::lock_guard guard(m_mutex);
        m_deadline = m_context.clock().steady_now() + k_upload_patience;
    }
    if (m_context.stop().stop_requested()) {
        m_thread.request_stop();
    }
    m_pause_over.request_stop();
    m_changed.notify_all();
    m_thread.join();
    if (m_context.stop().stop_requested()) {
        tell_rest();
    }
}

void UploadQueue::wake() {
    {
        const std::lock_guard guard(m_mutex);
        m_has_work = true;
    }
    m_changed.notify_all();
}

void UploadQueue::run(const std::stop_token& stop) {
    // A thread must not begin requests that outlast a signal.
    const std::stop_callback on_signal(m_context.stop(), [this] { m_pause_over.request_stop(); });
    UploadConnection connection(m_context, m_destination, 1, m_context.stop());
    milliseconds pause = k_first_upload_pause;
    while (wait_for_work(stop)) {
        const auto failure = send_all(connection, stop);
        if (!failure) {
            pause = k_first_upload_pause;
            continue;
        }
        tell_failure(*failure);
        if (is_ending()) {
            return;
        }
        m_context.clock().sleep_for(std::max(varied(pause), failure->pause().value_or(pause / 2)),
                                    m_pause_over.get_token());
        pause = std::min(2 * pause, k_longest_upload_pause);
        wake();
    }
}

/// False when it is time to end: nothing waits, or nobody has time for it.
bool UploadQueue::wait_for_work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait(lock, stop, [this] { return m_has_work || m_deadline; })) {
        return false;
    }
    return std::exchange(m_has_work, false) && !m_context.stop().stop_requested();
}

std::optional<Error> UploadQueue::send_all(UploadConnection& connection,
                                           const std::stop_token& stop) {
    {
        const std::lock_guard guard(m_mutex);
        if (m_deadline) {
            connection.client().set_deadline(*m_deadline);
        }
    }
    try {
        const auto round = connection.uploader().run(stop);
        warn_of_left_out(m_context.output(), connection.target(), round.left_out);
        if (round.sent > 0) {
            tell_success(round.sent);
        }
        return round.failure ? std::optional<Error>(*round.failure) : std::nullopt;
    } catch (const Error& error) {
        return error;
    } catch (const std::exception& error) {
        return Error(ErrorCode::unexpected, fmt::format("internal error: {}", error.what()));
    }
}

void UploadQueue::tell_failure(const Error& error) {
    if (error.code() == ErrorCode::interrupted ||
        std::exchange(m_failure, error.message()) == error.message()) {
        return;
    }
    m_context.output().loss(fmt::format("pictures wait here to be uploaded to {} later; {}",
                                        m_destination.place.text(), error.message()),
                            error.hint());
}

void UploadQueue::tell_success(std::size_t sent) {
    if (!std::exchange(m_failure, {}).empty()) {
        m_context.output().notice(fmt::format("{}: works again, {} uploaded",
                                              m_destination.place.text(), counted_pictures(sent)));
    }
}

/// Says that a signal has left something to the next run, unless it was said why it is not sent.
void UploadQueue::tell_rest() {
    if (!m_failure.empty()) {
        return;
    }
    try {
        const auto waiting = archive::UploadRecords(m_context.archive().catalogue())
                                 .count_waiting(m_destination.target());
        if (waiting > 0) {
            m_context.output().notice(fmt::format("{}: {}, the next run tries again",
                                                  m_destination.place.text(),
                                                  describe_not_uploaded(waiting)));
        }
    } catch (const Error& error) {
        m_context.output().detail(error.message());
    }
}

bool UploadQueue::is_ending() {
    const std::lock_guard guard(m_mutex);
    return m_deadline.has_value() || m_context.stop().stop_requested();
}

snapshot::WatchSink upload_sink(Context& context,
                                const std::vector<UploadDestination>& destinations) {
    const auto queues = std::make_shared<std::vector<std::unique_ptr<UploadQueue>>>();
    for (const UploadDestination& destination : destinations) {
        queues->push_back(std::make_unique<UploadQueue>(context, destination));
    }
    return [queues](const snapshot::WatchEvent& event) {
        if (std::holds_alternative<snapshot::PictureSaved>(event)) {
            for (const auto& queue : *queues) {
                queue->wake();
            }
        }
    };
}

} // namespace cli
