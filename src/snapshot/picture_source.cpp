// SPDX-License-Identifier: Apache-2.0
#include "snapshot/picture_source.hpp"

#include "base/text/duration.hpp"
#include "http/http_date.hpp"
#include "http/retry.hpp"
#include "ring/api/snapshot_times.hpp"
#include "ring/login/session.hpp"
#include "snapshot/picture_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace snapshot {

namespace {

/// What docs/ring-service.md 10.2 says of the codes that concern a camera.
constexpr std::pair<int, const char*> k_asset_errors[] = {
    {7050, "Ring says that the device does not exist at this location"},
    {7019, "Ring says that the camera is offline"},
    {7062, "Ring says that the camera is being updated"},
    {7063, "Ring says that the camera is under maintenance"}};

/// Of a request that the service answers at once.
constexpr std::chrono::milliseconds k_no_hold{0};

/// Clocks of different machines differ by less.
constexpr auto k_most_ahead = std::chrono::seconds(60);

/// Whether the service held the request until its wait was over. The last fifth of the wait counts
/// as its end: clocks and networks are not exact.
bool was_held(const http::Response& response, std::chrono::milliseconds max_wait) {
    return max_wait > std::chrono::milliseconds(0) &&
           response.received - response.sent >= max_wait * 4 / 5;
}

Failure not_found(const http::Response& response, std::chrono::milliseconds max_wait) {
    const bool in_time = was_held(response, max_wait);
    Failure failure{.kind = in_time ? Failure::Kind::nothing_in_time : Failure::Kind::nothing_there,
                    .message = in_time ? "none came in time" : "Ring has none (status 404)",
                    .may_need_more_time = true};
    for (const int code : ring::read_asset_errors(response.body)) {
        for (const auto& [known, text] : k_asset_errors) {
            if (code == known) {
                failure.message = text;
                return failure;
            }
        }
    }
    return failure;
}

/// Whether Ring asks for a pause before anything else is asked of it.
bool asks_to_wait(const Failure& failure) {
    return asks_for_long_wait(failure) ||
           (failure.kind == Failure::Kind::slow_down && failure.retry_after);
}

/// `captured` unless it lies after the answer's own Date by more than clocks differ.
std::optional<base::SystemTime> plausible_time(base::SystemTime captured,
                                               const http::Response& response) {
    const auto date = http::date_of(response);
    return date && captured > *date + k_most_ahead ? std::nullopt : std::optional(captured);
}

} // namespace

Failure read_failure(const http::Response& response, std::chrono::milliseconds max_wait) {
    if (response.status == 404) {
        return not_found(response, max_wait);
    }
    Failure failure;
    failure.retry_after = http::retry_after(response);
    failure.was_not_forwarded = response.status != 504;
    if (response.status == 504) {
        failure.may_need_more_time = true;
        // The gateway gave up before the service did; that happens to requests that are held.
        if (was_held(response, max_wait)) {
            failure.kind = Failure::Kind::nothing_in_time;
            failure.message = "none came in time";
            return failure;
        }
    }
    if (response.status == 429) {
        failure.kind = Failure::Kind::slow_down;
        failure.message = "Ring asks to slow down";
    } else if (http::is_transient_status(response.status) || response.status >= 500 ||
               response.status == 406 || http::looks_like_html(response.body)) {
        failure.kind = Failure::Kind::out_of_order;
        failure.message = fmt::format("Ring is out of order (status {})", response.status);
    } else {
        failure.kind = Failure::Kind::refused;
        failure.message = fmt::format("Ring answers with status {}", response.status);
    }
    return failure;
}

Failure read_failure(const http::TransportError& error) {
    const http::Fault fault = error.fault();
    // A body that was too large, or ended early, is an answer without a usable picture.
    const bool answered = fault == http::Fault::too_large || fault == http::Fault::cut_off;
    return {.kind = answered ? Failure::Kind::bad_picture : Failure::Kind::out_of_order,
            .message = error.message(),
            .hint = error.hint(),
            .is_permanent = !answered && !http::is_transient(fault),
            .was_not_forwarded = fault == http::Fault::not_connected || fault == http::Fault::tls,
            .may_be_of_http2 = error.may_be_of_http2()};
}

std::variant<CaptureTimes, Failure> read_capture_times(const http::Response& response) {
    if (!response.ok()) {
        return read_failure(response, k_no_hold);
    }
    try {
        auto times = ring::read_timestamps(response.body);
        std::erase_if(times, [&response](const auto& entry) {
            return !plausible_time(entry.second, response);
        });
        return times;
    } catch (const base::Error& error) {
        return Failure{.message = error.message()};
    }
}

Answer choose_answer(Answer first, Answer second) {
    auto* failure = std::get_if<Failure>(&second);
    if (failure == nullptr) {
        return second;
    }
    auto& other = std::get<Failure>(first);
    // Either interface may be the one that asks for a pause, whichever failure is told.
    other.retry_after = failure->retry_after = std::max(failure->retry_after, other.retry_after);
    if (failure->is_transient() != other.is_transient()) {
        // One interface that refuses a camera for good does not make the other one do so.
        return failure->is_transient() ? second : first;
    }
    const bool second_is_down = failure->kind == Failure::Kind::out_of_order;
    return second_is_down && other.is_answer() ? first : second;
}

bool asks_for_long_wait(const Failure& failure) {
    return failure.retry_after && *failure.retry_after > ring::k_longest_wait_for_retry;
}

base::Error to_error(const Failure& failure, bool service_answered) {
    using base::Error;
    using base::ErrorCode;
    if (failure.kind == Failure::Kind::slow_down) {
        const auto wait = failure.retry_after.value_or(std::chrono::minutes(1));
        return Error(ErrorCode::slow_down, "Ring asks to slow down",
                     fmt::format("wait {} before the next try", base::describe_duration(wait)),
                     failure.retry_after);
    }
    if (failure.is_answer()) {
        return Error(ErrorCode::no_snapshot, failure.message, k_no_picture_hint,
                     failure.retry_after);
    }
    // One answer of the service itself is enough to know that it is there.
    return Error(
        service_answered ? ErrorCode::no_snapshot : ErrorCode::service_unavailable, failure.message,
        failure.hint.empty() ? "try again later; --verbose shows each request" : failure.hint,
        failure.retry_after);
}

Answer read_picture(http::Response response, std::chrono::milliseconds max_wait) {
    if (response.status != 200 && response.status != 206) {
        return read_failure(response, max_wait);
    }
    const PictureCheck check = check_picture(response.body);
    if (check.fault) {
        return Failure{.kind = *check.fault == PictureFault::html ? Failure::Kind::out_of_order
                                                                  : Failure::Kind::bad_picture,
                       .message = fmt::format("what came is {}", describe(*check.fault))};
    }
    Picture picture;
    if (const auto time = response.headers.get("x-time-millis")) {
        picture.captured = ring::read_time_header(*time);
    }
    if (picture.captured) {
        picture.captured = plausible_time(*picture.captured, response);
    }
    picture.bytes = std::move(response.body);
    picture.width = check.width;
    picture.height = check.height;
    picture.brightness = check.brightness;
    return picture;
}

template <typename Send, typename Read>
std::invoke_result_t<Read, http::Response> PictureSource::exchange(Send send, Read read) {
    m_sent = m_clock.steady_now();
    http::Response response;
    try {
        response = send();
    } catch (const http::TransportError& error) {
        return read_failure(error);
    }
    m_sent = response.sent;
    m_service_clock.observe(response);
    return read(std::move(response));
}

Answer PictureSource::newest(bool with_capture_time, const OnFailure& on_failure,
                             std::stop_token stop) {
    Answer answer = next({.after = {}, .max_wait = k_cached_hold}, stop);
    auto* picture = std::get_if<Picture>(&answer);
    if (picture != nullptr && picture->captured) {
        return answer;
    }
    if (const auto* failure = std::get_if<Failure>(&answer)) {
        if (failure->kind == Failure::Kind::slow_down) {
            return answer;
        }
        on_failure(*failure);
    }
    // The time first: a picture captured in between then counts as older than it is.
    const CaptureTime time = with_capture_time ? capture_time_if_known(stop) : std::nullopt;
    const auto* untold = std::get_if<Failure>(&time);
    const auto captured = untold == nullptr ? std::get<0>(time) : std::nullopt;
    if (picture != nullptr) {
        picture->captured = captured;
        if (untold != nullptr && asks_for_long_wait(*untold)) {
            m_service.session().rate_limited(untold->retry_after);
        }
        return answer;
    }
    if (untold != nullptr && asks_to_wait(*untold)) {
        on_failure(*untold);
        return choose_answer(std::move(answer), *untold);
    }
    Answer other = image(captured, stop);
    if (const auto* second = std::get_if<Failure>(&other)) {
        on_failure(*second);
    }
    return choose_answer(std::move(answer), std::move(other));
}

Answer PictureSource::next(const ring::NextQuery& query, std::stop_token stop) {
    return exchange(
        [&] { return m_service.next_picture(m_id, query, stop); },
        [&](http::Response response) { return read_picture(std::move(response), query.max_wait); });
}

Answer PictureSource::image(std::optional<base::SystemTime> captured, std::stop_token stop) {
    Answer answer = exchange(
        [&] { return m_service.stored_picture(m_id, stop); },
        [](http::Response response) { return read_picture(std::move(response), k_no_hold); });
    if (auto* picture = std::get_if<Picture>(&answer); picture && !picture->captured) {
        picture->captured = captured;
    }
    return answer;
}

PictureSource::CaptureTime PictureSource::capture_time(std::chrono::milliseconds time_limit,
                                                       std::stop_token stop) {
    return exchange([&] { return m_service.capture_times({m_id}, time_limit, stop); },
                    [&](const http::Response& response) -> CaptureTime {
                        const auto times = read_capture_times(response);
                        if (const auto* failure = std::get_if<Failure>(&times)) {
                            return *failure;
                        }
                        const auto& by_camera = std::get<CaptureTimes>(times);
                        const auto found = by_camera.find(m_id);
                        return found == by_camera.end() ? std::nullopt
                                                        : std::optional(found->second);
                    });
}

PictureSource::CaptureTime PictureSource::capture_time_if_known(std::stop_token stop) {
    try {
        return capture_time(ring::k_question_limit, stop);
    } catch (const base::Error& error) {
        // A picture needs no capture time. Other errors end the work.
        if (error.code() != base::ErrorCode::service_unavailable) {
            throw;
        }
        return std::nullopt;
    }
}

std::optional<Failure> PictureSource::request_capture(std::stop_token stop) {
    return exchange([&] { return m_service.request_capture(m_id, stop); },
                    [](const http::Response& response) {
                        return response.ok() ? std::nullopt
                                             : std::optional(read_failure(response, k_no_hold));
                    });
}

} // namespace snapshot
