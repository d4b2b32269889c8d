// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "snapshot/watch/watch_events.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cli {

/// Keeps a gallery up to date while pictures come: on a thread of its own, so that it holds up no
/// camera, and at most once a minute. What came last is written before it ends.
class GalleryUpdater {
public:
    /// @param context  must outlive this object
    /// @param cameras  ids of the cameras to show
    GalleryUpdater(Context& context, const std::string& folder, std::vector<std::string> cameras);
    ~GalleryUpdater();

    GalleryUpdater(const GalleryUpdater&) = delete;
    GalleryUpdater& operator=(const GalleryUpdater&) = delete;

    void take(const snapshot::WatchEvent& event);

private:
    void work(std::stop_token stop);
    void write();
    void warn(const std::string& reason, const std::string& hint);

    Context& m_context;
    std::string m_folder;
    std::vector<std::string> m_cameras;
    std::string m_last_failure;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_has_news = true;
    std::jthread m_thread;
};

} // namespace cli
