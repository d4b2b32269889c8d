// SPDX-License-Identifier: Apache-2.0
#include "snapshot/camera_picture.hpp"

#include "base/text/duration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace snapshot {

using std::chrono::milliseconds;

std::optional<base::Error> refusal_by_age(std::optional<milliseconds> age,
                                          const PictureOptions& picture_options) {
    if (!picture_options.max_age || (age && *age <= *picture_options.max_age)) {
        return {};
    }
    return base::Error(base::ErrorCode::no_snapshot,
                       age ? fmt::format("the newest picture is {} old, more than the {} allowed",
                                         base::describe_duration(*age),
                                         base::describe_duration(*picture_options.max_age))
                           : "Ring does not say how old the newest picture is",
                       "take a new one with --fresh, or allow more with --max-age");
}

milliseconds age_of(base::SystemTime captured, const ServiceClock& service_clock,
                    const base::Clock& clock) {
    const auto now = service_clock.likely_at(clock.steady_now()).value_or(clock.now());
    return std::max(std::chrono::duration_cast<milliseconds>(now - captured), milliseconds(0));
}

std::optional<milliseconds> age_of_newest(const ring::Service& service, base::Clock& clock,
                                          ring::DeviceId id, std::stop_token stop) {
    service.session().throw_if_rate_limited();
    ServiceClock service_clock;
    const Answer answer = PictureSource(service, clock, id, service_clock)
                              .newest(
                                  false, [](const Failure&) {}, std::move(stop));
    if (const auto* failure = std::get_if<Failure>(&answer)) {
        throw asks_for_long_wait(*failure) ? service.session().rate_limited(failure->retry_after)
                                           : to_error(*failure);
    }
    const auto& captured = std::get<Picture>(answer).captured;
    return captured ? std::optional(age_of(*captured, service_clock, clock)) : std::nullopt;
}

std::optional<milliseconds> clock_error(const ServiceClock& service_clock,
                                        const base::Clock& clock) {
    const auto now = service_clock.likely_at(clock.steady_now());
    return now ? std::optional(std::chrono::duration_cast<milliseconds>(clock.now() - *now))
               : std::nullopt;
}

base::SystemTime naming_time(const CameraPicture& picture, const base::Clock& clock) {
    if (picture.picture.captured) {
        return *picture.picture.captured;
    }
    const auto error = clock_error(picture.service_clock, clock);
    return error && std::chrono::abs(*error) > k_most_clock_error
               ? *picture.service_clock.likely_at(clock.steady_now())
               : clock.now();
}

} // namespace snapshot
