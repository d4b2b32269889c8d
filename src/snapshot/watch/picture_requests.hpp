// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <mutex>
#include <optional>

namespace snapshot {

/// What becomes of a request for a fresh picture of a camera.
enum class RequestAnswer {
    /// The camera is asked as soon as its thread is free.
    accepted,
    /// It is being asked already, or will be.
    busy,
    /// It was asked a short while ago.
    too_soon,
    /// Its last round is over.
    ended,
};

/// Which requests for a fresh picture of one camera are accepted: one at a time, and none too soon
/// after the camera was last asked, by a request or a round. May be used from many threads.
class PictureRequests {
public:
    /// From the end of one capture to the next request.
    static constexpr auto k_distance = std::chrono::seconds(10);

    /// @param clock  must outlive this object
    /// @param pause  how long a camera is left alone, from the begin of one capture to the next;
    ///               zero where only k_distance counts
    PictureRequests(base::Clock& clock, std::chrono::milliseconds pause)
        : m_clock(clock), m_pause(pause) {}

    /// Somebody wants a picture.
    RequestAnswer ask();

    /// Whether a request was accepted that is not answered yet.
    bool is_waiting() const;

    /// The camera is asked for a fresh picture, which answers a request that waits.
    void capture_begins();
    void capture_ends();

    /// No request is accepted from now on.
    void close();

private:
    base::Clock& m_clock;
    const std::chrono::milliseconds m_pause;
    mutable std::mutex m_mutex;
    bool m_is_closed = false;
    bool m_is_waiting = false;
    bool m_is_capturing = false;
    std::optional<base::SteadyTime> m_begun;
    std::optional<base::SteadyTime> m_ended;
};

} // namespace snapshot
