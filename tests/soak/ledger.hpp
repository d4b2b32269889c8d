// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>

namespace soak {

/// A camera and the moment of a capture, in milliseconds since 1970.
struct Capture {
    std::int64_t camera = 0;
    std::int64_t time_ms = 0;

    auto operator<=>(const Capture&) const = default;
};

/// Keeps account of the captures: which ones whole answers have carried to the client, and how many
/// new files were made of each. For all threads.
class Ledger {
public:
    void delivered(const Capture& capture);
    void saved(const Capture& capture);

    /// Closes the accounts of captures before this time; none of them is expected any more.
    void settle(std::int64_t before_ms);

    struct Result {
        std::int64_t saved_once = 0;
        std::int64_t saved_again = 0;
        std::int64_t lost = 0;
    };

    Result result() const;

private:
    struct Account {
        bool delivered = false;
        int saved = 0;
    };

    mutable std::mutex m_mutex;
    std::map<std::int64_t, std::map<std::int64_t, Account>> m_by_time;
    Result m_result;
};

} // namespace soak
