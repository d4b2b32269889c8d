// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cerrno>
#include <filesystem>
#include <optional>
#include <sys/types.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace base {

/// Why the last call of the system failed.
inline std::error_code last_error() {
    return {errno, std::generic_category()};
}

/// An open file descriptor, closed with this object; -1 for none.
class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int number) : m_number(number) {}

    ~Descriptor() { close(); }

    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}

    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            close();
            m_number = std::exchange(other.m_number, -1);
        }
        return *this;
    }

    int get() const { return m_number; }

    bool is_open() const { return m_number >= 0; }

    /// Gives the descriptor away.
    int release() { return std::exchange(m_number, -1); }

    /// Closes it now; false when the system reports an error, which errno names.
    bool close() {
        const int number = std::exchange(m_number, -1);
        return number < 0 || ::close(number) == 0;
    }

private:
    int m_number = -1;
};

/// Gives the open file or folder `made`, which this process has just made as `path`, to the user to
/// whom the folder around it belongs, when root runs this program:
/// a single run with sudo must not leave files that their user cannot write any more. Does nothing
/// when `path` has become something else.
/// @param only  give it to this user alone; std::nullopt to give it to any
void leave_to_owner(int made, const std::filesystem::path& path, std::optional<uid_t> only = {});

} // namespace base
