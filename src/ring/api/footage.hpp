// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ring {

/// Pictures that a camera took by itself, put together into a small film
/// (docs/ring-service.md 9.1).
struct Footage {
    base::SystemTime start;
    base::SystemTime end;
    /// When its pictures were captured, in the order of the film. What Ring names that cannot be a
    /// time is left out.
    std::vector<base::SystemTime> snapshots;
    /// Where the film is. Whoever knows the address gets it, for some minutes.
    base::Secret url;

    /// Whether it is the same stretch of the past, wherever its film is now.
    bool is_same_as(const Footage& other) const {
        return start == other.start && end == other.end && snapshots == other.snapshots;
    }
};

/// A part of the timeline.
struct TimelinePage {
    std::vector<Footage> footages;
    /// Asks for the next part; empty at the end.
    std::string next_key;
};

/// Reads an answer of the timeline. Footages that are deleted, have no film or no time are left
/// out. Throws Error{service_unavailable} when `body` is not a JSON object.
TimelinePage read_timeline(std::string_view body);

/// Reads an answer of footages (docs/ring-service.md 9.3) in the same way.
std::vector<Footage> read_footages(std::string_view body);

} // namespace ring
