// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/files/posix/descriptor.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <unistd.h>

namespace base {

// What reading from terminals is made of on POSIX systems.

/// What may be done to input that is hidden.
enum class Editing {
    /// By the terminal, which hands out whole lines and cuts long ones.
    by_lines,
    /// By this program, which gets each character.
    by_characters,
};

/// What becomes of what was typed ahead.
enum class TypedAhead { kept, dropped };

/// Has the terminal show nothing of what it is given, until restore_input(). For one terminal at a
/// time, which stays open until then.
void hide_input(int descriptor, Editing editing);

/// Undoes that, if it was done. May be called from any thread.
void restore_input(TypedAhead typed_ahead) noexcept;

/// A pipe that becomes readable when a stop is requested.
class StopPipe {
public:
    /// Throws Error{unexpected}.
    StopPipe();

    int read_end() const { return m_read_end.get(); }

    void wake() const noexcept { static_cast<void>(!::write(m_write_end.get(), "", 1)); }

private:
    Descriptor m_read_end;
    Descriptor m_write_end;
};

/// Standard input, or a terminal, byte by byte, so that what follows the line is left for other
/// readers.
class ByteReader {
public:
    explicit ByteReader(std::stop_token stop, int input = STDIN_FILENO)
        : m_input(input), m_wake(std::move(stop), WakeUp{&m_pipe}) {}

    /// The next byte; std::nullopt at the end, when the terminal or the other end of the pipe is
    /// gone, or when no byte comes for `patience` (negative: without end). Throws
    /// Error{interrupted}.
    std::optional<char> next(std::chrono::milliseconds patience = std::chrono::milliseconds(-1));

private:
    struct WakeUp {
        const StopPipe* pipe;

        void operator()() const noexcept { pipe->wake(); }
    };

    int m_input;
    StopPipe m_pipe;
    std::stop_callback<WakeUp> m_wake;
};

} // namespace base
