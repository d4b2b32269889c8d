// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "http/client.hpp"
#include "http/message.hpp"
#include "ring/api/service.hpp"
#include "ring/devices/device.hpp"
#include "snapshot/freshness.hpp"
#include "snapshot/picture_check.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <type_traits>
#include <variant>

namespace snapshot {

/// How long a request for a picture that may be stored lets the service wait for one: what is
/// stored comes at once, so this is only for none.
constexpr std::chrono::milliseconds k_cached_hold = std::chrono::seconds(2);

/// Why a request for a picture yielded none.
struct Failure {
    enum class Kind {
        /// 404 or 504 when the wait was over: no picture in time.
        nothing_in_time,
        /// 404 at once: there is none, or the interface does not know the camera.
        nothing_there,
        /// An answer with a body that is not a usable picture.
        bad_picture,
        /// 429.
        slow_down,
        /// 5xx, an HTML page, no answer at all.
        out_of_order,
        /// Any other status.
        refused,
    };

    Kind kind = Kind::out_of_order;
    /// What happened, for the user: follows "no picture of X: ".
    std::string message = {};
    /// What to do about it; empty where that follows from the kind.
    std::string hint = {};
    /// Whether the connection itself can only fail again, as with a refused certificate.
    bool is_permanent = false;
    /// Whether a camera that was asked for a picture may only have needed longer: 404 and 504.
    bool may_need_more_time = false;
    /// Whether the service (or what stands before it) refused the request without passing it on.
    bool was_not_forwarded = false;
    /// Whether HTTP/2 may be to blame, so that HTTP/1.1 is worth a try.
    bool may_be_of_http2 = false;
    std::optional<std::chrono::milliseconds> retry_after = {};

    /// Whether the service itself answered, as opposed to being out of reach or out of order.
    bool is_answer() const { return kind != Kind::out_of_order && kind != Kind::slow_down; }

    /// Whether the next try may end otherwise.
    bool is_transient() const { return kind != Kind::refused && !is_permanent; }
};

using Answer = std::variant<Picture, Failure>;

/// Sorts the answer to a request for a picture; decodes the picture.
/// @param max_wait  how long the service was allowed to hold the request
Answer read_picture(http::Response response, std::chrono::milliseconds max_wait);

/// The failure that a status other than success means, for calls that bring no picture.
Failure read_failure(const http::Response& response, std::chrono::milliseconds max_wait);

/// The failure that a fault of the transport means.
Failure read_failure(const http::TransportError& error);

using CaptureTimes = std::map<ring::DeviceId, base::SystemTime>;

/// What to go on with after `first` failed: rather a failure that may pass, and rather what the
/// service itself said than that an interface is down. When both failed, the longer of the pauses
/// that they ask for counts.
Answer choose_answer(Answer first, Answer second);

/// Sorts the answer to a request for capture times; an unreadable one counts as out of order. Times
/// more than a minute after the answer's Date cannot be true and are left out.
std::variant<CaptureTimes, Failure> read_capture_times(const http::Response& response);

/// What to do where the service has no picture, in an Error's hint.
inline constexpr auto k_no_picture_hint =
    "open the camera's live view once in the Ring app, or try --fresh";

/// Whether the service wants to be left alone for longer than a run waits.
bool asks_for_long_wait(const Failure& failure);

/// What a failure that stays means for the camera: slow_down, service_unavailable when the service
/// did not answer, else no_snapshot. Carries the pause that Ring asks for.
/// @param service_answered  another request of the same job: the service is there then
base::Error to_error(const Failure& failure, bool service_answered = false);

/// The two interfaces to the pictures of one camera: snapshots/next, and image with timestamps
/// (docs/ring-service.md 6 and 7). Every call but newest() is one request; a fault of the transport
/// is a Failure. Throws as ring::Session::send() otherwise. Used by one thread.
class PictureSource {
public:
    using CaptureTime = std::variant<std::optional<base::SystemTime>, Failure>;
    using OnFailure = std::function<void(const Failure&)>;

    /// @param service        of which a copy is taken, for use()
    /// @param clock          must outlive this object
    /// @param service_clock  learns from the Date of each answer; must outlive this object
    PictureSource(const ring::Service& service, base::Clock& clock, ring::DeviceId id,
                  ServiceClock& service_clock)
        : m_service(service), m_clock(clock), m_id(id), m_service_clock(service_clock) {}

    /// Which HTTP the following requests use.
    void use(http::Version version) { m_service.use(version); }

    /// The newest picture that Ring has: from snapshots/next, else from image. Remembers the long
    /// pause that a picture without its capture time leaves nobody to tell of.
    /// @param with_capture_time  asks for the timestamps where the answer has no capture time; that
    ///                           request wakes some battery cameras
    /// @param on_failure         hears of the failure of each interface that is followed by another
    ///                           request, and of the last one
    Answer newest(bool with_capture_time, const OnFailure& on_failure, std::stop_token stop);

    /// Asks snapshots/next.
    Answer next(const ring::NextQuery& query, std::stop_token stop);

    /// Asks snapshots/image.
    /// @param captured  the picture's capture time where the answer does not say
    Answer image(std::optional<base::SystemTime> captured, std::stop_token stop);

    /// Asks snapshots/timestamps; std::nullopt when Ring names no time for this camera.
    CaptureTime capture_time(std::chrono::milliseconds time_limit, std::stop_token stop);

    /// Asks for a new picture by snapshots/update_all; std::nullopt when Ring accepted that.
    std::optional<Failure> request_capture(std::stop_token stop);

    /// When the last request was sent. A renewal of the access token before it does not count,
    /// provided that there was an answer.
    base::SteadyTime sent() const { return m_sent; }

private:
    template <typename Send, typename Read>
    std::invoke_result_t<Read, http::Response> exchange(Send send, Read read);
    CaptureTime capture_time_if_known(std::stop_token stop);

    ring::Service m_service;
    base::Clock& m_clock;
    ring::DeviceId m_id;
    ServiceClock& m_service_clock;
    base::SteadyTime m_sent;
};

} // namespace snapshot
