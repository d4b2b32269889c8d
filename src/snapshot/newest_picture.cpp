// SPDX-License-Identifier: Apache-2.0
#include "snapshot/newest_picture.hpp"

#include "snapshot/freshness.hpp"
#include "snapshot/picture_source.hpp"

#include <algorithm>
#include <utility>

namespace snapshot {

using std::chrono::milliseconds;

std::variant<NewestPicture, base::Error> look_at_newest(ring::Service& service, base::Clock& clock,
                                                        ring::DeviceId id, std::stop_token stop) {
    ServiceClock service_clock;
    PictureSource source(service, clock, id, service_clock);
    const Answer answer = source.newest(
        false, [](const Failure&) {}, stop);
    if (const auto* failure = std::get_if<Failure>(&answer)) {
        return to_error(*failure);
    }
    const auto& picture = std::get<Picture>(answer);
    NewestPicture newest{picture.width, picture.height, {}};
    const auto now = service_clock.likely_at(clock.steady_now());
    if (picture.captured && now) {
        newest.age = std::max(milliseconds(0),
                              std::chrono::duration_cast<milliseconds>(*now - *picture.captured));
    }
    return newest;
}

} // namespace snapshot
