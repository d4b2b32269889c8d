// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "http/client.hpp"
#include "http/message.hpp"
#include "ring/devices/device.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace snapshot {

/// How long a request for a picture that may be stored lets the service wait for one: what is
/// stored comes at once, so this is only for none.
constexpr std::chrono::milliseconds k_cached_hold = std::chrono::seconds(2);

/// A picture that came and was found good.
struct Picture {
    std::string bytes;
    int width = 0;
    int height = 0;
    /// When Ring says that it was captured; nothing when Ring does not say, or names a time more
    /// than a minute after its own Date.
    std::optional<base::SystemTime> captured;
};

/// Why a request for a picture yielded none.
struct Failure {
    enum class Kind {
        /// 404 or 504 when the wait was over: no picture in time.
        nothing_in_time,
        /// 404 at once: there is none, or the interface does not know the camera.
        nothing_there,
        /// An answer with a body that is no usable picture.
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
    std::string message;
    /// What to do about it; empty where that follows from the kind.
    std::string hint;
    /// Whether the connection itself can only fail again, as with a refused certificate.
    bool is_permanent = false;
    /// Whether a camera that was asked for a picture may only have needed longer: 404 and 504.
    bool may_need_more_time = false;
    /// Whether the service (or what stands before it) refused the request without passing it on.
    bool was_not_forwarded = false;
    /// Whether HTTP/2 may be to blame, so that HTTP/1.1 is worth a try.
    bool may_be_of_http2 = false;
    std::optional<std::chrono::milliseconds> retry_after;
    /// Codes of an asset-state answer (docs/ring-service.md 10.2).
    std::vector<int> asset_errors;

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

/// Sends one request; faults of the transport become values.
template <typename Send>
std::variant<http::Response, Failure> attempt(Send send) {
    try {
        return send();
    } catch (const http::TransportError& error) {
        return read_failure(error);
    }
}

/// What to go on with after both interfaces were tried, `first` without success: a failure that may
/// pass before one that will not, and what the service itself said before that the other interface
/// is down.
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
/// did not answer, else no_snapshot.
base::Error to_error(const Failure& failure);

} // namespace snapshot
