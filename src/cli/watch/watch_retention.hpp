// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/retention.hpp"
#include "cli/context.hpp"
#include "cli/get/saved_picture.hpp"
#include "snapshot/camera_picture.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

namespace cli {

/// Deletes the older pictures of the cameras of a watch, as --keep and --keep-last wish. How old a
/// picture is goes by Ring's clock: while that is not known, none is too old. May be used from many
/// threads.
class WatchRetention {
public:
    /// @param context, retention  must outlive this object
    /// @param cameras             how many there are
    WatchRetention(Context& context, const archive::Retention& retention, std::size_t cameras)
        : m_context(context), m_retention(retention), m_last(cameras) {}

    /// Deletes what is too old or too many, every ten minutes at most. Failures become warnings.
    /// @param picture  the one that came last
    void clean(std::size_t camera, const CameraIdentity& identity,
               const snapshot::CameraPicture& picture);

private:
    bool is_due(std::size_t camera);
    void check_clock(const snapshot::CameraPicture& picture);

    Context& m_context;
    const archive::Retention& m_retention;
    std::mutex m_mutex;
    std::vector<std::optional<base::SteadyTime>> m_last;
    bool m_has_warned = false;
};

} // namespace cli
