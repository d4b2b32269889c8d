// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/clock.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace simulator {

/// What a camera is, as far as its pictures are concerned.
struct CameraFacts {
    std::int64_t id = 0;
    std::string name;
    std::string kind;
    bool battery = false;
    bool online = true;
    bool motion_detection = true;
    std::int64_t capture_delay_ms = 400; ///< From being asked until the picture is taken.
    std::int64_t periodic_ms = 0;        ///< Takes a picture by itself this often; 0: never.
};

/// The life of one camera: when it takes pictures and which one is the newest. Plain state without
/// a lock or a thread: callers pass the time in, and what is due by then happens first.
/// Source: docs/ring-service.md 7 and 8.4.
class Camera {
public:
    /// `first_capture_ms`: the capture time of the picture that is in store at the start, if any.
    Camera(CameraFacts facts, std::optional<std::int64_t> first_capture_ms, Moment now);

    const CameraFacts& facts() const { return m_facts; }

    /// Lets everything happen that is due at `now`.
    void settle(Moment now);

    /// Asks for a new picture. While one is on its way, no further one is ordered; a camera that is
    /// offline or has motion detection off ignores it. True: a capture was ordered.
    bool ask_for_capture(Moment now);

    /// Capture time of the newest stored picture, on the service's clock.
    std::optional<std::int64_t> newest_ms() const { return m_newest_ms; }

    /// When, on the steady clock, settle() will next change anything.
    std::optional<std::int64_t> next_change() const;

    bool takes_pictures() const;

    bool recording(Moment now) const { return now.steady_ms < m_recording_until; }

    bool capture_pending() const { return m_capture_due.has_value(); }

    void set_online(bool online) { m_facts.online = online; }

    void set_motion_detection(bool on) { m_facts.motion_detection = on; }

    /// Whether its lamp shines; std::nullopt until somebody switches it.
    std::optional<bool> light() const { return m_light; }

    void set_light(bool on) { m_light = on; }

    void set_never_captures(bool never) { m_never_captures = never; }

    void set_capture_delay(std::int64_t ms) { m_facts.capture_delay_ms = ms; }

    void start_recording(Moment now, std::int64_t ms) { m_recording_until = now.steady_ms + ms; }

    /// Replaces the stored picture by one of that capture time, or removes it.
    void set_stored(std::optional<std::int64_t> capture_ms) { m_newest_ms = capture_ms; }

    bool never_captures() const { return m_never_captures; }

    std::int64_t captures() const { return m_captures; }

    std::int64_t wakes() const { return m_wakes; }

    std::int64_t asked() const { return m_asked; }

private:
    /// The steady time from which the ordered capture can happen, recording considered.
    std::int64_t ready_at() const;
    void capture(std::int64_t capture_ms);
    bool blocked_by_recording() const;

    CameraFacts m_facts;
    std::optional<std::int64_t> m_newest_ms;
    std::optional<std::int64_t> m_capture_due;  ///< Steady time.
    std::optional<std::int64_t> m_periodic_due; ///< Steady time.
    std::int64_t m_recording_until = 0;         ///< Steady time.
    bool m_never_captures = false;
    std::optional<bool> m_light;
    std::int64_t m_captures = 0;
    std::int64_t m_wakes = 0;
    std::int64_t m_asked = 0;
};

} // namespace simulator
