// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"

#include <utility>

namespace base {

std::string_view name_of(ErrorCode code) {
    constexpr std::pair<ErrorCode, std::string_view> k_names[] = {
        {ErrorCode::usage, "usage"},
        {ErrorCode::not_logged_in, "not_logged_in"},
        {ErrorCode::two_factor, "two_factor"},
        {ErrorCode::slow_down, "slow_down"},
        {ErrorCode::unknown_device, "unknown_device"},
        {ErrorCode::no_snapshot, "no_snapshot"},
        {ErrorCode::service_unavailable, "service_unavailable"},
        {ErrorCode::cannot_write, "cannot_write"},
        {ErrorCode::missing_program, "missing_program"},
        {ErrorCode::interrupted, "interrupted"},
        {ErrorCode::terminated, "terminated"},
    };
    for (const auto& [each, name] : k_names) {
        if (each == code) {
            return name;
        }
    }
    return "unexpected";
}

Error::Error(ErrorCode code, std::string message, std::string hint,
             std::optional<std::chrono::milliseconds> pause)
    : m_code(code), m_message(std::move(message)), m_hint(std::move(hint)), m_pause(pause) {}

} // namespace base
