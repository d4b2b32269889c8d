// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/camera.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace simulator {

/// All cameras of the account, for all threads at once, and the waiting for their next pictures.
class Cameras {
public:
    explicit Cameras(Clock& clock) : m_clock(clock) {}

    void add(Camera camera);

    bool has(std::int64_t id) const;
    std::vector<std::int64_t> ids() const;

    /// A copy of the camera as it is now; std::nullopt when there is none of that id.
    std::optional<Camera> look_at(std::int64_t id);

    /// Capture time of the stored picture; std::nullopt when there is no camera or no picture.
    std::optional<std::int64_t> newest_ms(std::int64_t id);

    /// Asks a camera for a new picture; an unknown id is ignored.
    void ask_for_capture(std::int64_t id);

    /// Returns as soon as a picture captured after `after_ms` is in store, at once when there is
    /// one; std::nullopt when `wait_ms` have passed, the camera is unknown, or stop_waiting() was
    /// called.
    std::optional<std::int64_t> wait_for_newer(std::int64_t id, std::int64_t after_ms,
                                               std::int64_t wait_ms);

    /// How many wait for a newer picture at this moment.
    std::int64_t waiting() const;

    /// Calls `change` with the camera, up to date, and lets those who wait look again.
    /// False: there is no such camera.
    bool change(std::int64_t id, const std::function<void(Camera&, Moment)>& change);

    /// Call it after setting the clock: whoever waits looks at the time again.
    void clock_changed();

    /// Ends all waits, now and for good.
    void stop_waiting();

private:
    struct Entry {
        explicit Entry(Camera c) : camera(std::move(c)) {}

        Camera camera;
        std::condition_variable changed;
    };

    Entry* find(std::int64_t id) const;

    Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<std::int64_t, std::unique_ptr<Entry>> m_entries;
    std::vector<std::int64_t> m_order;
    std::int64_t m_waiting = 0;
    bool m_stopped = false;
};

} // namespace simulator
