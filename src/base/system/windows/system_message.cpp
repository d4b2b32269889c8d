// SPDX-License-Identifier: Apache-2.0
#include "base/system/system_message.hpp"

#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

#include <array>

namespace base {

std::string system_message(int number) {
    std::array<wchar_t, 512> text{};
    const DWORD length = ::FormatMessageW(
        FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK,
        nullptr, static_cast<DWORD>(number), 0, text.data(), static_cast<DWORD>(text.size()),
        nullptr);
    std::string message = utf8_from_wide({text.data(), length});
    message.erase(message.find_last_not_of(" .") + 1);
    return message.empty() ? "error " + std::to_string(number) + " of Windows" : message;
}

} // namespace base
