// SPDX-License-Identifier: Apache-2.0
#include "base/process/service_notify.hpp"

namespace base {

// There is no such service manager on Windows: the Task Scheduler and the wrappers that make a
// service of a program watch the process itself, and stop it with the events that SignalWatcher
// takes.

bool notify_service_manager(std::string_view, std::chrono::milliseconds) noexcept {
    return false;
}

std::optional<std::chrono::microseconds> watchdog_interval() {
    return std::nullopt;
}

bool logs_to_journal() {
    return false;
}

} // namespace base
