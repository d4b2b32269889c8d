// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <string>

namespace mqtt {

/// Decides, from one failure to connect or to stay connected to the next, how long to wait and
/// whether to speak of it.
class Outage {
public:
    /// A connection that has held for so long begins everything anew. It is longer than the longest
    /// pause, so that two clients that cut off each other, because they have the same client id,
    /// end up with long pauses.
    static constexpr std::chrono::minutes k_holds{5};
    static constexpr std::chrono::minutes k_longest_pause{2};

    struct Verdict {
        std::chrono::milliseconds pause{0};
        /// Whether this cause is a new one. That a connection is lost which had held is none: it is
        /// what comes of it that counts, and most often it is made again at once.
        bool is_new = false;
    };

    /// @param error     its pause(), if it has one, takes the place of the growing ones
    /// @param held      how long the broker was connected; std::nullopt when it was not
    /// @param fraction  in [0, 1), for jitter
    Verdict failed(const base::Error& error, std::optional<std::chrono::nanoseconds> held,
                   double fraction);

private:
    int m_failures = 0;
    std::set<std::string> m_told;
};

} // namespace mqtt
