// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "ring/api/service.hpp"
#include "ring/devices/device.hpp"
#include "snapshot/camera_job.hpp"
#include "snapshot/picture_source.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

namespace snapshot {

/// Follows the pictures that Ring has of one camera, each once, without ever waking it. The capture
/// times of battery cameras are asked for every 10 minutes at most, since that request itself wakes
/// some (docs/ring-service.md 6.2). Used by one thread.
class Follower {
public:
    /// @param service, clock  must outlive this object
    /// @param power           decides how often the capture times may be asked for
    Follower(ring::Service& service, base::Clock& clock, ring::DeviceId id,
             ring::PowerSource power);

    /// The newest picture when it is newer than all that came before; std::nullopt when there is no
    /// new one. Throws Error as CameraJob::run() does when neither interface answers, with the pause
    /// that Ring asks for.
    std::optional<CameraPicture> next(std::stop_token stop);

    /// `picture` came on another way: next() goes on behind it.
    void pass_over(const Picture& picture);

    /// How old the last picture of next() is by now, by Ring's clock; std::nullopt when there was
    /// none or Ring did not say when it was captured.
    std::optional<std::chrono::milliseconds> age() const;

private:
    std::optional<CameraPicture> take(Picture picture);
    std::optional<CameraPicture> next_by_image(const Failure& failure, std::stop_token stop);
    /// What to throw for `failure`; a long pause that Ring asks for is remembered.
    base::Error error_of(const Failure& failure, bool service_answered);
    base::Error error_of_both(const Failure& first, const Failure& second);
    bool may_ask_for_times();

    bool has_one() const { return !m_last_digest.empty(); }

    ring::Service& m_service;
    base::Clock& m_clock;
    ring::PowerSource m_power;
    ServiceClock m_service_clock;
    PictureSource m_source;
    std::optional<base::SystemTime> m_last;
    /// The last picture came with its capture time, which m_last is then.
    bool m_last_is_timed = false;
    /// The digest of the last picture, for those that come without a capture time.
    std::string m_last_digest;
    std::optional<base::SteadyTime> m_times_asked;
    /// The second interface answered when it was last asked: until it may be asked again, an outage
    /// of the first is not a failure of the camera.
    bool m_image_works = false;
};

} // namespace snapshot
