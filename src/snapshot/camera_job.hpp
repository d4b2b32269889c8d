// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "ring/device.hpp"
#include "ring/service.hpp"
#include "snapshot/freshness.hpp"
#include "snapshot/picture_source.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

namespace snapshot {

/// What is wanted of a camera.
struct PictureWish {
    /// Ask the camera for a new picture first.
    bool fresh = false;
    /// How long to wait for a fresh picture, in all.
    std::chrono::milliseconds wait = std::chrono::seconds(60);
    /// A picture that is not fresh counts as none.
    bool require_fresh = false;
    /// A picture captured longer ago counts as none.
    std::optional<std::chrono::milliseconds> max_age;
    /// Tries before giving up.
    int attempts = 3;
};

/// Error{no_snapshot} where the wish's `max_age` forbids a picture of this age: it is older, or
/// nobody knows how old it is.
std::optional<base::Error> refusal_by_age(std::optional<std::chrono::milliseconds> age,
                                          const PictureWish& wish);

/// A picture and what is known of it.
struct CameraPicture {
    Picture picture;
    bool fresh = false;
    /// How long ago it was captured, by the service's clock; nothing when Ring does not say.
    std::optional<std::chrono::milliseconds> age;
    /// Tries that it took.
    int attempts = 1;
};

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
/// in for the other (ring-api.md 4 and 5). An object does one job, on one thread.
class CameraJob {
public:
    /// @param service, clock  must outlive this object
    CameraJob(ring::Service& service, base::Clock& clock, const CameraFacts& facts,
              const PictureWish& wish);

    /// Does the job. Throws Error: no_snapshot (the service answers but has no usable picture, or
    /// none that is fresh or young enough), service_unavailable (every request failed), slow_down,
    /// interrupted, and what the session throws.
    CameraPicture run(std::stop_token stop);

private:
    Answer try_once(std::stop_token stop);
    Answer try_cached(std::stop_token stop);
    Answer stored_picture(std::optional<base::SystemTime> captured, std::stop_token stop);
    Answer try_fresh(std::stop_token stop);
    ring::NextQuery next_query() const;
    Answer ask_next(const ring::NextQuery& query, std::stop_token stop);
    Answer fresh_by_next(std::stop_token stop);
    Answer fresh_by_image(std::stop_token stop);
    std::optional<Failure> ask_by_update_all(std::stop_token stop);
    Answer settle_for_less(const Failure& failure, std::stop_token stop);

    std::optional<base::SystemTime> capture_time(std::stop_token stop);
    void wait_for_next_try(const Failure& failure, int attempt, std::stop_token stop);
    void pause(std::chrono::milliseconds duration, std::stop_token stop);
    std::chrono::milliseconds time_left() const;
    bool can_become_fresh() const;
    bool is_fresh(const Picture& picture) const;
    void note(const Failure& failure);
    CameraPicture finish(Picture picture, int attempts) const;
    base::Error give_up(const Failure& failure) const;

    ring::Service& m_service;
    base::Clock& m_clock;
    const CameraFacts& m_facts;
    PictureWish m_wish;
    Freshness m_freshness;
    base::SteadyTime m_deadline;
    /// The newest picture that came and was not fresh.
    std::optional<Picture> m_held;
    /// At least one request was answered by the service itself.
    bool m_answered = false;
};

} // namespace snapshot
