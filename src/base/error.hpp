// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace base {

/// What went wrong, in the terms in which a user or a script reacts to it. The values are the exit
/// codes of docs/exit-codes.md, so that there is one table.
enum class ErrorCode {
    unexpected = 1,
    usage = 2,
    not_logged_in = 3,
    two_factor = 4,
    slow_down = 5,
    unknown_device = 6,
    no_snapshot = 7,
    service_unavailable = 8,
    cannot_write = 9,
    missing_program = 10,
    interrupted = 130,
    terminated = 143,
};

/// The name of `code` in JSON output, such as "not_logged_in".
std::string_view name_of(ErrorCode code);

/// The process exit code for `code`.
constexpr int exit_code_of(ErrorCode code) {
    return static_cast<int>(code);
}

/// The one exception type of this program: what happened and what to do about it, in words for the
/// user. Neither text ever contains a secret.
class Error : public std::exception {
public:
    Error(ErrorCode code, std::string message, std::string hint = {},
          std::optional<std::chrono::milliseconds> pause = {});

    ErrorCode code() const noexcept { return m_code; }

    /// One sentence without a full stop at its end: what failed, where, and why.
    const std::string& message() const noexcept { return m_message; }

    /// What the user can do about it; empty when there is nothing to say.
    const std::string& hint() const noexcept { return m_hint; }

    /// How long the service asks us to wait before the next request; std::nullopt when it does not
    /// say.
    std::optional<std::chrono::milliseconds> pause() const noexcept { return m_pause; }

    const char* what() const noexcept override { return m_message.c_str(); }

private:
    ErrorCode m_code;
    std::string m_message;
    std::string m_hint;
    std::optional<std::chrono::milliseconds> m_pause;
};

} // namespace base
