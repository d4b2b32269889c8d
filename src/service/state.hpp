// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace service {

/// How a service goes, as it tells `service status` by a small file of its own.
struct State {
    struct Failure {
        /// The camera; empty for the whole service.
        std::string camera;
        base::SystemTime time;
        std::string message;
        /// It has worked again since.
        bool is_over = false;
    };

    /// The number of its process.
    std::string process;
    base::SystemTime since;
    /// From one round to the next, and in which part of the day ("07:00-22:00"; empty: always).
    std::chrono::milliseconds every{0};
    std::string between;
    std::size_t cameras = 0;
    /// Ring could not be reached at the start, and is asked until it answers.
    bool waits_for_ring = false;
    /// When every camera had last been looked at and worked.
    std::optional<base::SystemTime> last_good_round;
    /// The newest failure, also of an earlier process.
    std::optional<Failure> failure;
    /// Of a page: where browsers find it.
    std::string url;
};

/// One JSON object of at most 2 KiB, and back. nullopt for a text that is none.
std::string to_text(const State& state);
std::optional<State> read_state(std::string_view text);

/// How a service ended by itself.
struct Ended {
    int code = 0;
    base::SystemTime time;
    /// Why; empty where it reached its end.
    std::string message;
};

std::string to_text(const Ended& ended);
std::optional<Ended> read_ended(std::string_view text);

/// Whether a service that ended so is left alone by what keeps services running: it reached its
/// end, or needs a person, which is looked at again after an hour.
bool stays_ended(const Ended& ended, base::SystemTime now);

/// When the next round is due, where the service keeps to its grid.
/// @param from  when the grid begins: the start of the service or of its part of the day
base::SystemTime next_round(base::SystemTime from, std::chrono::milliseconds every,
                            base::SystemTime now);

} // namespace service
