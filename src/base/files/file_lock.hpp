// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <utility>

namespace base {

/// The Error{cannot_write} of a lock that is not free in time.
class LockIsHeld final : public Error {
public:
    explicit LockIsHeld(Error error) : Error(std::move(error)) {}
};

/// An exclusive lock between processes, held while the object lives. It is a file of its own, which
/// is never renamed or removed; the system releases it when its holder dies. Works within one
/// process too: two objects on the same path exclude each other.
class FileLock {
public:
    /// Waits until the lock is free; the file gets mode 0600. Throws Error{cannot_write} when the
    /// lock file cannot be created, LockIsHeld when the lock is not free within `patience`,
    /// Error{interrupted} when `stop` is requested meanwhile.
    FileLock(const std::filesystem::path& path, Clock& clock, std::stop_token stop,
             std::chrono::milliseconds patience = std::chrono::milliseconds::max());

    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    /// The open lock file.
    class File {
    public:
        explicit File(const std::filesystem::path& path);
        ~File();

        /// Takes the lock if it is free.
        bool try_lock(const std::filesystem::path& path) const;

    private:
        /// A descriptor, or a handle of Windows.
        std::intptr_t m_handle = -1;
    };

    File m_file;
};

} // namespace base
