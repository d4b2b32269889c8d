// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"

#include <utility>

namespace base {

std::string_view name_of(ErrorCode code) {
    switch (code) {
    case ErrorCode::unexpected:
        return "unexpected";
    case ErrorCode::usage:
        return "usage";
    case ErrorCode::not_logged_in:
        return "not_logged_in";
    case ErrorCode::two_factor:
        return "two_factor";
    case ErrorCode::slow_down:
        return "slow_down";
    case ErrorCode::unknown_device:
        return "unknown_device";
    case ErrorCode::no_snapshot:
        return "no_snapshot";
    case ErrorCode::service_unavailable:
        return "service_unavailable";
    case ErrorCode::cannot_write:
        return "cannot_write";
    case ErrorCode::interrupted:
        return "interrupted";
    case ErrorCode::terminated:
        return "terminated";
    }
    return "unexpected";
}

Error::Error(ErrorCode code, std::string message, std::string hint,
             std::optional<std::chrono::milliseconds> pause)
    : m_code(code), m_message(std::move(message)), m_hint(std::move(hint)), m_pause(pause) {}

} // namespace base
