// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <functional>
#include <thread>

namespace base {

/// Says "I am alive" to the service manager, where that wants to hear it, for as long as this
/// object lives and `is_alive` says so.
class Watchdog {
public:
    /// @param clock     must outlive this object
    /// @param is_alive  called on a thread of its own
    Watchdog(Clock& clock, std::function<bool()> is_alive);

private:
    std::jthread m_thread;
};

} // namespace base
