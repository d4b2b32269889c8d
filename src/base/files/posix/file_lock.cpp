// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_lock.hpp"

#include "base/files/files_detail.hpp"
#include "base/files/posix/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace base {

FileLock::File::File(const std::filesystem::path& path) {
    constexpr int k_flags = O_RDWR | O_CLOEXEC | O_NOCTTY;
    m_handle = ::open(path.c_str(), k_flags | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
    if (m_handle >= 0) {
        leave_to_owner(static_cast<int>(m_handle), path);
    } else if (errno == EEXIST) {
        m_handle = ::open(path.c_str(), k_flags);
    }
    if (m_handle < 0) {
        throw file_error(FileAction::lock, path, last_error());
    }
}

FileLock::File::~File() {
    ::close(static_cast<int>(m_handle));
}

bool FileLock::File::try_lock(const std::filesystem::path& path) const {
    // Unlike fcntl(), flock() belongs to the open file, not to the process.
    while (::flock(static_cast<int>(m_handle), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return false;
        }
        if (errno != EINTR) {
            throw file_error(FileAction::lock, path, last_error());
        }
    }
    return true;
}

} // namespace base
