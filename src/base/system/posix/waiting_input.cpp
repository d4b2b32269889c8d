// SPDX-License-Identifier: Apache-2.0
#include "base/system/waiting_input.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace base {

bool input_is_waiting(std::chrono::milliseconds time_limit) {
    struct stat status {};

    if (::fstat(STDIN_FILENO, &status) != 0) {
        return false;
    }
    if (S_ISREG(status.st_mode)) {
        const off_t at = ::lseek(STDIN_FILENO, 0, SEEK_CUR);
        return at >= 0 && at < status.st_size;
    }
    if (!S_ISFIFO(status.st_mode) && !S_ISSOCK(status.st_mode)) {
        return false;
    }
    pollfd waiting{STDIN_FILENO, POLLIN, 0};
    int bytes = 0;
    // At the end of a pipe poll() has something to tell, and there are no bytes.
    return ::poll(&waiting, 1, static_cast<int>(time_limit.count())) > 0 &&
           ::ioctl(STDIN_FILENO, FIONREAD, &bytes) == 0 && bytes > 0;
}

} // namespace base
