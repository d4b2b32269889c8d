// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "ring/api/service.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <variant>

namespace snapshot {

/// The newest picture that Ring has of a camera.
struct NewestPicture {
    int width = 0;
    int height = 0;
    /// How long ago it was captured, by the service's clock; std::nullopt when the service does not
    /// say when that was.
    std::optional<std::chrono::milliseconds> age;
};

/// Looks at the newest picture that Ring has, without ever waking the camera: no capture is asked
/// for, nor capture times, since that request wakes some (docs/ring-service.md 6.2). One request to
/// the modern interface; where that has none or is out of order, one to the other, which does not
/// tell the capture time. Nothing is tried again.
///
/// An Error when there is no picture: no_snapshot, service_unavailable or slow_down. Throws what
/// ring::Session::send() throws but for http::TransportError.
std::variant<NewestPicture, base::Error> look_at_newest(ring::Service& service, base::Clock& clock,
                                                        ring::DeviceId id, std::stop_token stop);

} // namespace snapshot
