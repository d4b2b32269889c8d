// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_lock.hpp"

#include "base/files/files_detail.hpp"
#include "base/files/paths.hpp"
#include "base/files/windows/access.hpp"
#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

namespace base {

FileLock::File::File(const std::filesystem::path& path) {
    OwnerOnly access;
    Handle file(::CreateFileW(system_path(path).c_str(), GENERIC_READ | GENERIC_WRITE,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              access.attributes(), OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!file.is_open()) {
        throw file_error(FileAction::lock, path, last_system_error());
    }
    m_handle = reinterpret_cast<std::intptr_t>(file.release());
}

FileLock::File::~File() {
    ::CloseHandle(reinterpret_cast<HANDLE>(m_handle));
}

bool FileLock::File::try_lock(const std::filesystem::path& path) const {
    OVERLAPPED first_byte{};
    if (::LockFileEx(reinterpret_cast<HANDLE>(m_handle),
                     LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
                     &first_byte) != 0) {
        return true;
    }
    const DWORD error = ::GetLastError();
    if (error != ERROR_LOCK_VIOLATION && error != ERROR_IO_PENDING) {
        throw file_error(FileAction::lock, path, system_error_code(error));
    }
    return false;
}

} // namespace base
