// SPDX-License-Identifier: Apache-2.0
#include "snapshot/newest_picture.hpp"

#include "snapshot/freshness.hpp"
#include "snapshot/picture_source.hpp"

#include <algorithm>
#include <utility>

namespace snapshot {

namespace {

using std::chrono::milliseconds;

template <typename Request>
Answer ask(Request request, milliseconds hold, ServiceClock& service_clock) {
    try {
        http::Response response = request();
        service_clock.observe(response);
        return read_picture(std::move(response), hold);
    } catch (const http::TransportError& error) {
        return read_failure(error);
    }
}

} // namespace

std::variant<NewestPicture, base::Error> look_at_newest(ring::Service& service, base::Clock& clock,
                                                        ring::DeviceId id, std::stop_token stop) {
    ServiceClock service_clock;
    ring::NextQuery query;
    query.max_wait = k_cached_hold;
    Answer answer =
        ask([&] { return service.next_picture(id, query, stop); }, k_cached_hold, service_clock);
    if (const auto* first = std::get_if<Failure>(&answer)) {
        if (first->kind == Failure::Kind::slow_down) {
            return to_error(*first);
        }
        Answer second =
            ask([&] { return service.stored_picture(id, stop); }, milliseconds(0), service_clock);
        const auto* other = std::get_if<Failure>(&second);
        if (other != nullptr && (first->is_answer() || !other->is_answer())) {
            return to_error(*first);
        }
        answer = std::move(second);
    }
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
