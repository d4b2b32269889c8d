// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "snapshot/freshness.hpp"
#include "snapshot/picture_source.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

namespace snapshot {

/// What is wanted of a camera.
struct PictureOptions {
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

/// Error{no_snapshot} where the age is above `max_age`, or not known.
std::optional<base::Error> refusal_by_age(std::optional<std::chrono::milliseconds> age,
                                          const PictureOptions& options);

/// A picture and what is known of it.
struct CameraPicture {
    Picture picture;
    bool fresh = false;
    /// Its age when it came, by the service's clock; std::nullopt when Ring does not say.
    std::optional<std::chrono::milliseconds> age;
    /// Tries that it took.
    int attempts = 1;
    /// What the answers told of the service's clock.
    ServiceClock service_clock;
    /// Why it is not fresh though that was asked for, in words for the user; empty when unknown.
    std::string not_fresh_because;
};

/// How old a picture captured at `captured` is by now: by the service's clock where that is known,
/// else by this machine's; zero for one from the future.
std::chrono::milliseconds age_of(base::SystemTime captured, const ServiceClock& service_clock,
                                 const base::Clock& clock);

/// How old the newest picture is that Ring has; std::nullopt when Ring does not say. Wakes no
/// camera: the capture times are not asked for (docs/ring-service.md 6.2). Nothing is tried again.
/// Throws Error when there is no picture, and what PictureSource throws.
std::optional<std::chrono::milliseconds> age_of_newest(const ring::Service& service,
                                                       base::Clock& clock, ring::DeviceId id,
                                                       std::stop_token stop);

/// A clock of this machine that is further from the service's is not believed.
inline constexpr std::chrono::milliseconds k_most_clock_error = std::chrono::minutes(5);

/// How far this machine's clock is ahead of the service's; std::nullopt when not known.
std::optional<std::chrono::milliseconds> clock_error(const ServiceClock& service_clock,
                                                     const base::Clock& clock);

/// What the picture's file is named after: its capture, or now where Ring does not say when that
/// was. "Now" is this machine's clock unless the service's shows that it is wrong.
base::SystemTime naming_time(const CameraPicture& picture, const base::Clock& clock);

} // namespace snapshot
