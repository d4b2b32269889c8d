// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_lock.hpp"

#include "base/files/files_detail.hpp"
#include "base/files/paths.hpp"
#include "base/files/windows/access.hpp"
#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

#include <algorithm>
#include <chrono>

namespace base {

namespace {

/// Takes the lock if it is free.
bool try_lock(const Handle& file, const std::filesystem::path& path) {
    OVERLAPPED first_byte{};
    if (::LockFileEx(file.get(), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
                     &first_byte) != 0) {
        return true;
    }
    const DWORD error = ::GetLastError();
    if (error != ERROR_LOCK_VIOLATION && error != ERROR_IO_PENDING) {
        throw file_error(FileAction::lock, path, system_error_code(error));
    }
    return false;
}

} // namespace

// The lock belongs to the open handle, so that it works between threads too. A blocking wait for it
// could not be ended by a stop request; so we poll.
FileLock::FileLock(const std::filesystem::path& path, Clock& clock, std::stop_token stop,
                   std::chrono::milliseconds patience) {
    using namespace std::chrono_literals;
    constexpr std::chrono::milliseconds k_longest_pause = 100ms;

    OwnerOnly access;
    Handle file(::CreateFileW(system_path(path).c_str(), GENERIC_READ | GENERIC_WRITE,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              access.attributes(), OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!file.is_open()) {
        throw file_error(FileAction::lock, path, last_system_error());
    }
    std::chrono::milliseconds pause = 1ms;
    while (!try_lock(file, path)) {
        if (patience <= 0ms) {
            throw LockIsHeld(file_error(FileAction::lock, path, "another run holds it"));
        }
        if (!clock.sleep_for(pause, stop)) {
            throw Error(ErrorCode::interrupted, "interrupted while waiting for another run");
        }
        patience -= pause;
        pause = std::min(2 * pause, k_longest_pause);
    }
    m_file = reinterpret_cast<std::intptr_t>(file.release());
}

FileLock::~FileLock() {
    ::CloseHandle(reinterpret_cast<HANDLE>(m_file));
}

} // namespace base
