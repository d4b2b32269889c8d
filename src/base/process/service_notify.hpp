// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace base {

/// Tells the service manager that started this process about its state (systemd's sd_notify
/// protocol: "READY=1", "WATCHDOG=1", "STOPPING=1", "STATUS=…"). Does nothing where there is none.
/// Never throws, and never waits longer than `patience` for a manager that does not take its
/// messages (not at all by default: stop callbacks call it, on the thread that waits for signals).
/// Such a message is lost.
/// @return  whether the manager has the message
bool notify_service_manager(std::string_view state, std::chrono::milliseconds patience =
                                                        std::chrono::milliseconds(0)) noexcept;

/// The longest interval between two "WATCHDOG=1" that the service manager accepts; std::nullopt
/// when it does not ask for them.
std::optional<std::chrono::microseconds> watchdog_interval();

/// Whether standard error goes to the journal, which adds time stamps and levels by itself.
bool logs_to_journal();

} // namespace base
