// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_lock.hpp"

#include "base/files/files_detail.hpp"
#include "base/files/posix/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace base {

namespace {

/// The descriptor of the lock file, which is created when it does not exist.
int open_lock(const std::filesystem::path& path) {
    constexpr int k_flags = O_RDWR | O_CLOEXEC | O_NOCTTY;
    const int made = ::open(path.c_str(), k_flags | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
    if (made >= 0) {
        leave_to_owner(made, path);
        return made;
    }
    const int found = errno == EEXIST ? ::open(path.c_str(), k_flags) : -1;
    if (found < 0) {
        throw file_error(FileAction::lock, path, last_error());
    }
    return found;
}

/// Takes the lock if it is free.
bool try_lock(const Descriptor& file, const std::filesystem::path& path) {
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return false;
        }
        if (errno != EINTR) {
            throw file_error(FileAction::lock, path, last_error());
        }
    }
    return true;
}

} // namespace

// flock() belongs to the open file, not to the process, so that it works between threads too. A
// blocking wait in it could not be ended by a stop request; so we poll.
FileLock::FileLock(const std::filesystem::path& path, Clock& clock, std::stop_token stop,
                   std::chrono::milliseconds patience) {
    using namespace std::chrono_literals;
    constexpr std::chrono::milliseconds k_longest_pause = 100ms;

    Descriptor file(open_lock(path));
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
    m_file = file.release();
}

FileLock::~FileLock() {
    ::close(static_cast<int>(m_file));
}

} // namespace base
