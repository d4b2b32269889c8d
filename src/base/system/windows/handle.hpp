// SPDX-License-Identifier: Apache-2.0
#pragma once

// The headers of Windows, without the macros that collide with everybody's names.

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <utility>
#include <windows.h>

namespace base {

/// An open handle of Windows, closed with this object.
class Handle {
public:
    Handle() = default;

    /// INVALID_HANDLE_VALUE and null both stand for none, since the system uses both.
    explicit Handle(HANDLE handle) : m_handle(handle == INVALID_HANDLE_VALUE ? nullptr : handle) {}

    ~Handle() { close(); }

    Handle(Handle&& other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) {}

    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            close();
            m_handle = std::exchange(other.m_handle, nullptr);
        }
        return *this;
    }

    HANDLE get() const { return m_handle; }

    bool is_open() const { return m_handle != nullptr; }

    /// Gives the handle away.
    HANDLE release() { return std::exchange(m_handle, nullptr); }

    /// Closes it now; false when the system reports an error.
    bool close() {
        HANDLE handle = std::exchange(m_handle, nullptr);
        return handle == nullptr || ::CloseHandle(handle) != 0;
    }

private:
    HANDLE m_handle = nullptr;
};

} // namespace base
