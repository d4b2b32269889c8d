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

namespace snapshot {

namespace {

/// What docs/ring-service.md 10.2 says of the codes that concern a camera; empty for others.
std::string_view describe_asset_error(int code) {
    switch (code) {
    case 7050:
        return "Ring says that the device does not exist at this location";
    case 7019:
        return "Ring says that the camera is offline";
    case 7062:
        return "Ring says that the camera is being updated";
    case 7063:
        return "Ring says that the camera is under maintenance";
    default:
        return {};
    }
}

/// Clocks of different machines differ by less.
constexpr auto k_most_ahead = std::chrono::seconds(60);

/// Whether the service held the request until its wait was over. The last fifth of the wait counts
/// as its end: clocks and networks are not exact.
bool was_held(const http::Response& response, std::chrono::milliseconds max_wait) {
    return max_wait > std::chrono::milliseconds(0) &&
           response.received - response.sent >= max_wait * 4 / 5;
}

Failure not_found(const http::Response& response, std::chrono::milliseconds max_wait) {
    Failure failure;
    const bool in_time = was_held(response, max_wait);
    failure.kind = in_time ? Failure::Kind::nothing_in_time : Failure::Kind::nothing_there;
    failure.message = in_time ? "none came in time" : "Ring has none (status 404)";
    failure.may_need_more_time = true;
    failure.asset_errors = ring::read_asset_errors(response.body);
    for (const int code : failure.asset_errors) {
        if (const auto text = describe_asset_error(code); !text.empty()) {
            failure.message = text;
            break;
        }
    }
    return failure;
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
    Failure failure;
    // A body that was too large, or ended early, is an answer without a usable picture.
    const bool answered =
        error.fault() == http::Fault::too_large || error.fault() == http::Fault::cut_off;
    failure.kind = answered ? Failure::Kind::bad_picture : Failure::Kind::out_of_order;
    failure.message = error.message();
    failure.hint = error.hint();
    failure.may_be_of_http2 = error.may_be_of_http2();
    failure.is_permanent = !answered && !http::is_transient(error.fault());
    failure.was_not_forwarded =
        error.fault() == http::Fault::not_connected || error.fault() == http::Fault::tls;
    return failure;
}

std::variant<CaptureTimes, Failure> read_capture_times(const http::Response& response) {
    if (!response.ok()) {
        return read_failure(response, std::chrono::milliseconds(0));
    }
    try {
        auto times = ring::read_timestamps(response.body);
        std::erase_if(times, [&response](const auto& entry) {
            return !plausible_time(entry.second, response);
        });
        return times;
    } catch (const base::Error& error) {
        Failure failure;
        failure.message = error.message();
        return failure;
    }
}

Answer choose_answer(Answer first, Answer second) {
    const auto* failure = std::get_if<Failure>(&second);
    if (failure == nullptr) {
        return second;
    }
    const auto& other = std::get<Failure>(first);
    if (failure->is_transient() != other.is_transient()) {
        // One interface that refuses a camera for good does not make the other one do so.
        return failure->is_transient() ? second : first;
    }
    const bool second_is_down = failure->kind == Failure::Kind::out_of_order;
    return second_is_down && other.is_answer() ? first : second;
}

bool asks_for_long_wait(const Failure& failure) {
    return !failure.is_answer() && failure.retry_after &&
           *failure.retry_after > ring::k_longest_wait_for_retry;
}

base::Error to_error(const Failure& failure) {
    using base::Error;
    using base::ErrorCode;
    switch (failure.kind) {
    case Failure::Kind::slow_down: {
        const auto wait = failure.retry_after.value_or(std::chrono::minutes(1));
        return Error(ErrorCode::slow_down, "Ring asks to slow down",
                     fmt::format("wait {} before the next try", base::describe_duration(wait)));
    }
    case Failure::Kind::out_of_order:
        return Error(ErrorCode::service_unavailable, failure.message,
                     failure.hint.empty() ? "try again later; --verbose shows each request"
                                          : failure.hint);
    case Failure::Kind::nothing_in_time:
    case Failure::Kind::nothing_there:
    case Failure::Kind::bad_picture:
    case Failure::Kind::refused:
        break;
    }
    return Error(ErrorCode::no_snapshot, failure.message, k_no_picture_hint);
}

Answer read_picture(http::Response response, std::chrono::milliseconds max_wait) {
    if (response.status != 200 && response.status != 206) {
        return read_failure(response, max_wait);
    }
    const PictureCheck check = check_picture(response.body);
    if (check.fault) {
        Failure failure;
        failure.kind = *check.fault == PictureFault::html ? Failure::Kind::out_of_order
                                                          : Failure::Kind::bad_picture;
        failure.message = fmt::format("what came is {}", describe(*check.fault));
        return failure;
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
    return picture;
}

template <typename Send>
std::variant<http::Response, Failure> PictureSource::exchange(Send send) {
    m_sent = m_clock.steady_now();
    try {
        http::Response response = send();
        m_sent = response.sent;
        m_service_clock.observe(response);
        return response;
    } catch (const http::TransportError& error) {
        return read_failure(error);
    }
}

Answer PictureSource::newest(bool with_capture_time, const OnFailure& on_failure,
                             std::stop_token stop) {
    Answer answer = next({.after = {}, .max_wait = k_cached_hold}, stop);
    const auto captured = [&] {
        return with_capture_time ? capture_time_if_known(stop) : std::nullopt;
    };
    if (auto* picture = std::get_if<Picture>(&answer)) {
        if (!picture->captured) {
            picture->captured = captured();
        }
        return answer;
    }
    const auto& failure = std::get<Failure>(answer);
    if (failure.kind == Failure::Kind::slow_down) {
        return answer;
    }
    on_failure(failure);
    // The time first: a picture that is captured in between then counts as older than it is, never
    // as newer.
    Answer other = image(captured(), stop);
    if (const auto* second = std::get_if<Failure>(&other)) {
        on_failure(*second);
    }
    return choose_answer(std::move(answer), std::move(other));
}

Answer PictureSource::next(const ring::NextQuery& query, std::stop_token stop) {
    auto reply = exchange([&] { return m_service.next_picture(m_id, query, stop); });
    if (auto* failure = std::get_if<Failure>(&reply)) {
        return std::move(*failure);
    }
    return read_picture(std::move(std::get<http::Response>(reply)), query.max_wait);
}

Answer PictureSource::image(std::optional<base::SystemTime> captured, std::stop_token stop) {
    auto reply = exchange([&] { return m_service.stored_picture(m_id, stop); });
    if (auto* failure = std::get_if<Failure>(&reply)) {
        return std::move(*failure);
    }
    Answer answer =
        read_picture(std::move(std::get<http::Response>(reply)), std::chrono::milliseconds(0));
    if (auto* picture = std::get_if<Picture>(&answer); picture && !picture->captured) {
        picture->captured = captured;
    }
    return answer;
}

std::variant<std::optional<base::SystemTime>, Failure>
PictureSource::capture_time(std::chrono::milliseconds time_limit, std::stop_token stop) {
    const auto reply = exchange([&] { return m_service.capture_times({m_id}, time_limit, stop); });
    if (const auto* failure = std::get_if<Failure>(&reply)) {
        return *failure;
    }
    const auto times = read_capture_times(std::get<http::Response>(reply));
    if (const auto* failure = std::get_if<Failure>(&times)) {
        return *failure;
    }
    const auto& by_camera = std::get<CaptureTimes>(times);
    const auto found = by_camera.find(m_id);
    return found == by_camera.end() ? std::nullopt : std::optional(found->second);
}

std::optional<base::SystemTime> PictureSource::capture_time_if_known(std::stop_token stop) {
    try {
        const auto time = capture_time(ring::k_question_limit, stop);
        const auto* captured = std::get_if<std::optional<base::SystemTime>>(&time);
        return captured != nullptr ? *captured : std::nullopt;
    } catch (const base::Error& error) {
        // Without its capture time a picture is still a picture; an expired login, or a stop, ends
        // the work here as well.
        if (error.code() != base::ErrorCode::service_unavailable) {
            throw;
        }
        return std::nullopt;
    }
}

std::optional<Failure> PictureSource::request_capture(std::stop_token stop) {
    const auto reply = exchange([&] { return m_service.request_capture(m_id, stop); });
    if (const auto* failure = std::get_if<Failure>(&reply)) {
        return *failure;
    }
    const auto& response = std::get<http::Response>(reply);
    return response.ok() ? std::nullopt
                         : std::optional(read_failure(response, std::chrono::milliseconds(0)));
}

} // namespace snapshot
