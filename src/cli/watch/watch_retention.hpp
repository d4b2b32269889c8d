// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/retention.hpp"
#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "snapshot/watch_events.hpp"

#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

namespace cli {

/// Deletes the older pictures of the cameras of a watch, as --keep and --keep-last say. How old a
/// picture is goes by Ring's clock: while that is not known, or this machine's is far from it,
/// --keep deletes nothing, and says so once. May be used from many threads.
class WatchRetention {
public:
    /// All must outlive this object.
    WatchRetention(Context& context, const ChosenCameras& cameras,
                   const archive::Retention& retention)
        : m_context(context), m_cameras(cameras), m_retention(retention), m_last(cameras.size()) {}

    /// When a picture was saved: deletes what is too old or too many, every ten minutes at most,
    /// and tells how many those were. Failures become warnings.
    void take(const snapshot::WatchEvent& event);

private:
    bool is_due(std::size_t camera);
    bool knows_the_time(const snapshot::CameraPicture& picture);

    Context& m_context;
    const ChosenCameras& m_cameras;
    const archive::Retention& m_retention;
    std::mutex m_mutex;
    std::vector<std::optional<base::SteadyTime>> m_last;
    bool m_has_warned = false;
};

} // namespace cli
