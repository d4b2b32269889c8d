// SPDX-License-Identifier: Apache-2.0
#include "base/process/watchdog.hpp"

#include "base/process/service_notify.hpp"

#include <stop_token>
#include <utility>

namespace base {

Watchdog::Watchdog(Clock& clock, std::function<bool()> is_alive) {
    if (const auto interval = watchdog_interval()) {
        m_thread = std::jthread(
            [&clock, is_alive = std::move(is_alive), pause = *interval / 3](std::stop_token stop) {
                do {
                    if (is_alive()) {
                        notify_service_manager("WATCHDOG=1");
                    }
                } while (clock.sleep_for(pause, stop));
            });
    }
}

} // namespace base
