// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_lock.hpp"

#include "base/error.hpp"
#include "base/files/files_detail.hpp"

#include <algorithm>

namespace base {

// The lock belongs to the open file, so that it works between threads too. A blocking wait for it
// could not be ended by a stop request; so we poll.
FileLock::FileLock(const std::filesystem::path& path, Clock& clock, std::stop_token stop,
                   std::chrono::milliseconds patience)
    : m_file(path) {
    using namespace std::chrono_literals;
    constexpr std::chrono::milliseconds k_longest_pause = 100ms;

    std::chrono::milliseconds pause = 1ms;
    while (!m_file.try_lock(path)) {
        if (patience <= 0ms) {
            throw LockIsHeld(file_error(FileAction::lock, path, "another run holds it"));
        }
        if (!clock.sleep_for(pause, stop)) {
            throw Error(ErrorCode::interrupted, "stopped while waiting for another run");
        }
        patience -= pause;
        pause = std::min(2 * pause, k_longest_pause);
    }
}

} // namespace base
