// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cerrno>
#include <filesystem>
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

/// Gives the open `file`, which is or becomes `target`, to the user to whom the folder of `target`
/// belongs, when the system's administrator runs this: who has once said sudo must not lose the
/// files to root. An existing `target` of a third user, as in /tmp, changes nothing.
void leave_to_owner(int file, const std::filesystem::path& target);

} // namespace base
