// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "ring/api/service.hpp"
#include "ring/devices/device.hpp"
#include "snapshot/camera_picture.hpp"
#include "snapshot/capture_requests.hpp"
#include "snapshot/freshness.hpp"
#include "snapshot/picture_source.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace snapshot {

/// What is known of a camera before its job starts.
struct CameraFacts {
    ring::DeviceId id = 0;
    /// The device list's entry, when it was fetched.
    std::optional<ring::Device> device;
    /// What a common request for the capture times of all cameras told.
    ServiceClock clock;
    std::optional<base::SystemTime> newest_capture;
};

/// Gets one picture of one camera through both of the service's snapshot interfaces, each standing
/// in for the other (docs/ring-service.md 6 and 7). An object does one job, on one thread.
class CameraJob {
public:
    /// Called once when Ring has no picture at the first try. An Error it throws ends the job.
    using NotFound = std::function<void()>;

    /// @param service, clock  must outlive this object
    CameraJob(ring::Service& service, base::Clock& clock, const CameraFacts& facts,
              const PictureOptions& options, NotFound on_not_found = {});

    /// Does the job. Throws Error: no_snapshot (the service answers but has no usable picture, or
    /// none that is fresh or young enough), service_unavailable (every request failed), slow_down,
    /// interrupted, and what the session throws.
    CameraPicture run(std::stop_token stop);

private:
    Answer try_once(std::stop_token stop);
    Answer try_cached(std::stop_token stop);
    Answer try_fresh(std::stop_token stop);
    ring::NextQuery next_query() const;
    Answer ask_next(const ring::NextQuery& query, std::stop_token stop);
    void note_request(base::SteadyTime sent, const Failure* failure);
    void note_long_wait(const Failure& failure);
    Answer fresh_by_next(std::stop_token stop);
    Answer fresh_by_image(base::SteadyTime until, std::stop_token stop);
    std::optional<Failure> request_capture(std::stop_token stop);
    Answer best_available(const Failure& failure, std::stop_token stop);

    void wait_for_next_try(const Failure& failure, std::chrono::milliseconds delay,
                           std::stop_token stop);
    void pause(std::chrono::milliseconds duration, std::stop_token stop);
    std::chrono::milliseconds time_left() const;
    bool can_become_fresh() const;
    bool is_fresh(const Picture& picture) const;
    void note(const Failure& failure);
    void note_not_found(const Failure& failure);
    CameraPicture finish(Picture picture, int attempts) const;
    base::Error no_fresh_picture() const;

    ring::Service& m_service;
    base::Clock& m_clock;
    const CameraFacts& m_facts;
    PictureOptions m_options;
    NotFound m_on_not_found;
    Freshness m_freshness;
    PictureSource m_source;
    base::SteadyTime m_deadline;
    /// The requests that force a capture.
    CaptureRequests m_requests;
    /// One more of them is wanted, though the camera was asked.
    bool m_ask_again = false;
    /// A request that brought nothing new was followed by another one.
    bool m_has_followed_up = false;
    /// For how long Ring wants no camera to be woken.
    std::optional<std::chrono::milliseconds> m_waking_pause;
    /// The newest picture that came and was not fresh.
    std::optional<Picture> m_stale_picture;
    /// At least one request was answered by the service itself.
    bool m_answered = false;
    /// HTTP/2 may be to blame for a failure of this try.
    bool m_may_be_of_http2 = false;
};

} // namespace snapshot
