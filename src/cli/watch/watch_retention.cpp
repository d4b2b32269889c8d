// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/watch_retention.hpp"

#include "archive/folder_store.hpp"
#include "base/error.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace cli {

namespace {

constexpr auto k_retention_pause = std::chrono::minutes(10);

/// "30 days", as people say to --keep 30d.
std::string describe_age(std::chrono::milliseconds age) {
    constexpr auto k_day = std::chrono::hours(24);
    const auto days = age / k_day;
    return age % k_day != std::chrono::milliseconds(0)
               ? base::describe_duration(age)
               : fmt::format("{} {}", days, days == 1 ? "day" : "days");
}

/// "12 pictures older than 30 days".
std::string describe_expired(std::size_t count, const archive::Retention& retention) {
    std::string which;
    if (retention.age) {
        which = " older than " + describe_age(*retention.age);
    }
    if (retention.count) {
        which +=
            fmt::format("{} beyond the newest {}", retention.age ? " or" : "", *retention.count);
    }
    return fmt::format("{} {}{}", count, count == 1 ? "picture" : "pictures", which);
}

} // namespace

void WatchRetention::take(const snapshot::WatchEvent& event) {
    const auto* saved = std::get_if<snapshot::PictureSaved>(&event);
    if (saved && !m_retention.keeps_all() && is_due(saved->camera)) {
        delete_expired(saved->camera, saved->picture);
    }
}

bool WatchRetention::makes_room(std::size_t camera, const snapshot::CameraPicture& picture) {
    return !m_retention.keeps_all() && delete_expired(camera, picture) > 0;
}

/// Returns how many pictures were deleted.
std::size_t WatchRetention::delete_expired(std::size_t camera,
                                           const snapshot::CameraPicture& picture) {
    const CameraIdentity identity = m_cameras.identity(camera);
    if (m_retention.age && !knows_the_time(picture)) {
        return 0;
    }
    std::size_t deleted = 0;
    try {
        const std::string id = std::to_string(identity.id);
        const auto now = picture.service_clock.likely_at(m_context.clock().steady_now());
        const auto unsent = m_context.archive().expire_unsent(id, m_retention, now);
        deleted += unsent;
        if (unsent > 0) {
            m_context.output().loss(
                fmt::format("{}: {} deleted that {} not uploaded yet", identity.title,
                            describe_expired(unsent, archive::doubled(m_retention)),
                            unsent == 1 ? "was" : "were"));
        }
        const auto count = m_context.archive().expire(id, m_retention, now);
        deleted += count;
        went_well(camera);
        if (count > 0) {
            m_context.output().notice(fmt::format("{}: {} deleted", identity.title,
                                                  describe_expired(count, m_retention)));
        }
    } catch (const base::Error& error) {
        if (is_news(camera, error.message())) {
            m_context.output().loss("older pictures are not deleted: " + error.message(),
                                    error.hint());
        }
    }
    return deleted;
}

/// Whether nothing has failed in that way for another camera or the last time: what lasts is told
/// once.
bool WatchRetention::is_news(std::size_t camera, const std::string& failure) {
    const std::lock_guard guard(m_mutex);
    const bool is_known = std::any_of(m_failures.begin(), m_failures.end(),
                                      [&](const auto& known) { return known.second == failure; });
    m_failures[camera] = failure;
    return !is_known;
}

void WatchRetention::went_well(std::size_t camera) {
    const std::lock_guard guard(m_mutex);
    m_failures.erase(camera);
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

bool WatchRetention::knows_the_time(const snapshot::CameraPicture& picture) {
    const auto error = clock_error(picture.service_clock, m_context.clock());
    if (error && std::chrono::abs(*error) <= snapshot::k_most_clock_error) {
        return true;
    }
    {
        const std::lock_guard guard(m_mutex);
        if (std::exchange(m_has_warned, true)) {
            return false;
        }
    }
    if (error) {
        m_context.output().loss(fmt::format(
            "the clock of this machine is {} {} Ring's, so --keep deletes nothing; set it right",
            base::describe_duration(
                std::chrono::round<std::chrono::minutes>(std::chrono::abs(*error))),
            error->count() > 0 ? "ahead of" : "behind"));
    } else {
        m_context.output().loss("Ring does not tell the time, so --keep deletes nothing");
    }
    return false;
}

int list_expired(Context& context, const ChosenCameras& cameras,
                 const archive::Retention& retention) {
    Output& output = context.output();
    if (retention.age) {
        output.notice(fmt::format("judged by the clock of this machine; watch itself goes by "
                                  "Ring's, and deletes nothing by age while the two differ by "
                                  "more than {}",
                                  base::describe_duration(snapshot::k_most_clock_error)));
    }
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        const CameraIdentity identity = cameras.identity(i);
        std::size_t count = 0;
        std::size_t unsent = 0;
        const auto tell = [&](const archive::RecordedPicture& picture, bool is_unsent) {
            ++(is_unsent ? unsent : count);
            if (!output.options().json) {
                output.result(location_of(picture.place));
                return;
            }
            Json json = to_json(identity);
            json["path"] = location_of(picture.place);
            json["captured_at"] = base::rfc3339_local(picture.captured);
            json["bytes"] = picture.facts.size;
            output.result_json(json);
        };
        context.archive().for_each_expired(std::to_string(identity.id), retention,
                                           context.clock().now(), tell);
        if (unsent > 0) {
            output.notice(fmt::format(
                "{}: {} would be deleted that {} not uploaded yet", identity.title,
                describe_expired(unsent, archive::doubled(retention)), unsent == 1 ? "is" : "are"));
        }
        output.notice(fmt::format("{}: {} would be deleted", identity.title,
                                  describe_expired(count, retention)));
    }
    return 0;
}

} // namespace cli
