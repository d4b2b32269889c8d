// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/retention.hpp"
#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "snapshot/watch/watch_events.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
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
    /// and tells how many those were. A failure becomes a warning, once for as long as it lasts.
    void take(const snapshot::WatchEvent& event);

    /// When a picture cannot be saved, perhaps since the disk is full: deletes the same pictures at
    /// once, by the clock that came with this one. Whether there were any.
    bool makes_room(std::size_t camera, const snapshot::CameraPicture& picture);

private:
    std::size_t delete_expired(std::size_t camera, const snapshot::CameraPicture& picture);
    bool is_due(std::size_t camera);
    bool knows_the_time(const snapshot::CameraPicture& picture);
    bool is_news(std::size_t camera, const std::string& failure);
    void went_well(std::size_t camera);

    Context& m_context;
    const ChosenCameras& m_cameras;
    const archive::Retention& m_retention;
    std::mutex m_mutex;
    std::vector<std::optional<base::SteadyTime>> m_last;
    bool m_has_warned = false;
    /// By camera, what went wrong the last time.
    std::map<std::size_t, std::string> m_failures;
};

/// --dry-run: prints the pictures that would be deleted now, with --json as objects, and how many
/// those are of each camera. Asks Ring for nothing, so that ages go by this machine's clock, which
/// is said. Throws Error{cannot_write} when the catalogue cannot be used.
/// @return 0
int list_expired(Context& context, const ChosenCameras& cameras,
                 const archive::Retention& retention);

} // namespace cli
