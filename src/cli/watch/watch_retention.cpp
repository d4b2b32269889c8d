// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/watch_retention.hpp"

#include "base/error.hpp"
#include "base/text/duration.hpp"

#include <fmt/format.h>

#include <string>

namespace cli {

namespace {

constexpr auto k_retention_pause = std::chrono::minutes(10);

} // namespace

void WatchRetention::take(const snapshot::WatchEvent& event) {
    const auto* saved = std::get_if<snapshot::PictureSaved>(&event);
    if (!saved || m_retention.keeps_all() || !is_due(saved->camera)) {
        return;
    }
    const snapshot::CameraPicture& picture = saved->picture;
    const CameraIdentity identity = m_cameras.identity(saved->camera);
    if (m_retention.age) {
        check_clock(picture);
    }
    try {
        const auto count = m_context.archive().expire(
            std::to_string(identity.id), m_retention,
            picture.service_clock.likely_at(m_context.clock().steady_now()));
        if (count > 0) {
            m_context.output().detail(
                fmt::format("{}: {} old pictures deleted", identity.title, count));
        }
    } catch (const base::Error& error) {
        m_context.output().warning("--keep: " + error.message());
    }
}

bool WatchRetention::is_due(std::size_t camera) {
    const base::SteadyTime now = m_context.clock().steady_now();
    const std::lock_guard guard(m_mutex);
    if (m_last[camera] && now - *m_last[camera] < k_retention_pause) {
        return false;
    }
    m_last[camera] = now;
    return true;
}

void WatchRetention::check_clock(const snapshot::CameraPicture& picture) {
    const auto error = clock_error(picture.service_clock, m_context.clock());
    if (error && std::chrono::abs(*error) <= snapshot::k_most_clock_error) {
        return;
    }
    {
        const std::lock_guard guard(m_mutex);
        if (m_has_warned) {
            return;
        }
        m_has_warned = true;
    }
    if (error) {
        m_context.output().warning(fmt::format(
            "the clock of this machine is {} {} Ring's, so --keep goes by Ring's; set it right",
            base::describe_duration(
                std::chrono::round<std::chrono::minutes>(std::chrono::abs(*error))),
            error->count() > 0 ? "ahead of" : "behind"));
    } else {
        m_context.output().warning("Ring does not tell the time, so --keep deletes nothing");
    }
}

} // namespace cli
