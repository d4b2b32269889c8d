// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/system/wakeable_sleep.hpp"
#include "snapshot/camera_picture.hpp"
#include "snapshot/follower.hpp"
#include "snapshot/schedule.hpp"
#include "snapshot/watch/picture_requests.hpp"
#include "snapshot/watch/watch.hpp"

#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <stop_token>

namespace snapshot {

/// What an exception that is no Error becomes.
base::Error internal_error(const std::exception& error);

/// The rounds of one camera, and the requests between them. Used by the camera's thread, but for
/// request_picture().
class Watch::CameraLoop {
public:
    /// @param watch  must outlive this object
    CameraLoop(Watch& watch, std::size_t index);

    /// Takes pictures until the end of the plan, or a stop.
    /// @param start  when the watch began
    void run(base::SteadyTime start, std::stop_token stop);

    /// As Watch::request_picture(). May be called from any thread.
    RequestAnswer request_picture();

private:
    /// How often a camera that fails is tried: where Ring answers as it should and only the
    /// pictures are too old, or their copies fail, asking less often would miss new ones.
    enum class Pace { slower, usual };

    const CameraFacts& facts() const { return m_watch.m_cameras[m_index]; }

    ring::PowerSource power() const;

    base::Clock& clock() const { return m_watch.m_clock; }

    std::chrono::milliseconds longest_turn() const;
    bool wait_for_round(std::stop_token stop);
    bool wait_for_window(const DayWindow& window, std::stop_token stop);
    base::SteadyTime next_due();
    std::chrono::milliseconds time_to_window(base::SteadyTime due) const;
    bool sleep_until(base::SteadyTime time, std::stop_token stop);
    void note_next_round(base::SteadyTime time);
    void begin_turn();
    void take_turn(std::stop_token stop);
    void answer_request(std::stop_token stop);
    bool take_requested(std::stop_token stop);
    void tell_failed_request(const base::Error& error);
    void give_up_what_grew_too_old();
    bool take_picture(std::stop_token stop);
    std::optional<CameraPicture> next_picture(std::stop_token stop);
    CameraPicture capture(const PictureOptions& options, std::stop_token stop);
    void deliver();
    /// What makes further rounds pointless: a login that is gone, settings that could never be
    /// written. Later a disk may be full for a while, or somebody edits them.
    bool is_fatal(const base::Error& error) const;
    void failed(const base::Error& error, Pace pace = Pace::slower);
    void slow_down(std::chrono::milliseconds pause);

    Watch& m_watch;
    const PictureOptions& m_options;
    std::size_t m_index;
    base::SteadyTime m_start;
    std::chrono::milliseconds m_step;
    std::chrono::milliseconds m_jitter;
    Schedule m_schedule;
    Follower m_follower;
    PictureRequests m_requests;
    base::WakeableSleep m_sleep;
    base::SteadyTime m_next_round;
    /// A picture that could not be saved yet, or whose copy could not.
    std::optional<CameraPicture> m_pending;
    /// The pending one was saved itself.
    bool m_is_saved = false;
    /// A picture could not be saved, and none was since.
    bool m_awaits_delivery = false;
    int m_failures = 0;
    /// How the last round failed; std::nullopt when it was good.
    std::optional<base::Error> m_failure;
    base::SteadyTime m_retry_at{};
    /// Until when a request keeps rounds from waking a camera that is to be spared.
    base::SteadyTime m_spared_until{};
};

} // namespace snapshot
