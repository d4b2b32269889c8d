// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "snapshot/camera_picture.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace snapshot {

// Events name cameras by their positions in the list that the watch was given.

/// Ring cannot be reached at the start; it is asked again, and the watch begins when it answers.
struct StartDelayed {
    base::Error error;
};

/// The cameras are known, and the first round begins when it is due.
struct WatchStarted {};

/// A picture was saved, or found to be saved already.
struct PictureSaved {
    std::size_t camera = 0;
    /// Valid while the sinks are called.
    const CameraPicture& picture;
    /// SHA-256 of the bytes that Ring sent, in hexadecimal digits.
    std::string received_sha256;
    /// The file, absolute.
    std::string path;
};

/// A camera that worked, or was never tried, fails.
struct CameraFailing {
    std::size_t camera = 0;
    base::Error error;
};

/// A camera that failed works again: what failed before was done.
struct CameraRecovered {
    std::size_t camera = 0;
};

/// A fresh picture that somebody asked for between rounds did not come. The rounds go on as before.
struct RequestFailed {
    std::size_t camera = 0;
    base::Error error;
};

/// Every camera due at each round has had its turn since the last one; none is failing.
struct GoodRound {};

/// The pictures of a camera are the same again and again, or change again.
struct Frozen {
    std::size_t camera = 0;
    bool is_frozen = true;
};

/// The watch is over.
struct WatchEnded {
    /// What ended it; std::nullopt when it reached its end or was stopped.
    std::optional<base::Error> error;
};

using WatchEvent = std::variant<StartDelayed, WatchStarted, PictureSaved, CameraFailing,
                                CameraRecovered, RequestFailed, GoodRound, Frozen, WatchEnded>;

/// Does something about the events that concern it. Called from the cameras' threads, for one
/// camera one at a time.
using WatchSink = std::function<void(const WatchEvent&)>;

/// Hands events to sinks. One that throws harms neither the others nor the camera.
class WatchEvents {
public:
    /// @param on_failure  called with what a sink threw; must not throw
    explicit WatchEvents(std::function<void(const std::exception&)> on_failure = {})
        : m_on_failure(std::move(on_failure)) {}

    /// Before the watch begins. Sinks are called in this order.
    void add(WatchSink sink) { m_sinks.push_back(std::move(sink)); }

    /// May be called from many threads, and by a sink.
    void publish(const WatchEvent& event) const {
        for (const WatchSink& sink : m_sinks) {
            try {
                sink(event);
            } catch (const std::exception& error) {
                if (m_on_failure) {
                    m_on_failure(error);
                }
            }
        }
    }

private:
    std::function<void(const std::exception&)> m_on_failure;
    std::vector<WatchSink> m_sinks;
};

} // namespace snapshot
