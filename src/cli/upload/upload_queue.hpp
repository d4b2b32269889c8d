// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/upload/upload_connection.hpp"
#include "cli/upload/upload_options.hpp"
#include "snapshot/watch/watch_events.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace cli {

/// Uploads to one place from a thread of its own what waits in the catalogue, so that no camera
/// waits for it. While the place takes nothing, it is tried again with growing pauses, for ever;
/// that is told once, and again when the reason changes. May be used from many threads.
class UploadQueue {
public:
    /// Begins with what earlier runs left.
    /// @param context  must outlive this object
    UploadQueue(Context& context, UploadDestination destination);

    /// Leaves what is not sent for the next run. Unless a signal ends the program, what waits is
    /// sent first, for a minute at most.
    ~UploadQueue();

    UploadQueue(const UploadQueue&) = delete;
    UploadQueue& operator=(const UploadQueue&) = delete;

    /// There is something to send. Returns at once.
    void wake();

private:
    void run(const std::stop_token& stop);
    bool wait_for_work(const std::stop_token& stop);
    std::optional<base::Error> send_all(UploadConnection& connection, const std::stop_token& stop);
    void tell_failure(const base::Error& error);
    void tell_success(std::size_t sent);
    void tell_rest();
    bool is_ending();

    Context& m_context;
    const UploadDestination m_destination;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_has_work = true;
    /// Set when the rest is to be sent, or left.
    std::optional<base::SteadyTime> m_deadline;
    /// Ends a pause.
    std::stop_source m_pause_over;
    /// Of its thread alone, as long as that runs: why nothing could be sent last, as it was told.
    std::string m_failure;
    std::jthread m_thread;
};

/// Uploads the pictures of a watch to all places.
snapshot::WatchSink upload_sink(Context& context,
                                const std::vector<UploadDestination>& destinations);

} // namespace cli
