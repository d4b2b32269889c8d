// SPDX-License-Identifier: Apache-2.0
#include "base/system/waiting_input.hpp"

#include "base/system/windows/handle.hpp"

namespace base {

bool input_is_waiting(std::chrono::milliseconds time_limit) {
    const HANDLE input = ::GetStdHandle(STD_INPUT_HANDLE);
    if (input == nullptr || input == INVALID_HANDLE_VALUE) {
        return false;
    }
    const DWORD type = ::GetFileType(input);
    if (type == FILE_TYPE_DISK) {
        LARGE_INTEGER size{};
        LARGE_INTEGER at{};
        return ::GetFileSizeEx(input, &size) != 0 &&
               ::SetFilePointerEx(input, LARGE_INTEGER{}, &at, FILE_CURRENT) != 0 &&
               at.QuadPart < size.QuadPart;
    }
    if (type != FILE_TYPE_PIPE) {
        return false;
    }
    // A pipe cannot be waited for; looking at it fails at its end.
    constexpr DWORD k_step = 20;
    const ULONGLONG end = ::GetTickCount64() + static_cast<ULONGLONG>(time_limit.count());
    for (;;) {
        DWORD bytes = 0;
        if (::PeekNamedPipe(input, nullptr, 0, nullptr, &bytes, nullptr) == 0) {
            return false;
        }
        if (bytes > 0 || ::GetTickCount64() >= end) {
            return bytes > 0;
        }
        ::Sleep(k_step);
    }
}

} // namespace base
