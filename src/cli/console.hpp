// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace cli {

/// The three standard streams of a program.
enum class Stream { input, output, error };

/// How writing to a stream ended.
struct WriteResult {
    /// The system's number of the failure; 0: everything was written.
    int error = 0;
    /// The stream is a pipe from which nobody reads any more, as after `| head`.
    bool reader_left = false;
};

/// The standard streams, handed in, so that a test can play the person at the terminal and read
/// what is printed. All members may be called from any thread; one thread at a time reads.
class Console {
public:
    virtual ~Console() = default;

    virtual bool is_terminal(Stream stream) const = 0;

    /// Whether `stream` is a terminal that understands colours and the like (ECMA-48).
    virtual bool takes_escapes(Stream stream) const = 0;

    /// The size of the terminal behind `stream`; 80 columns and 24 lines when it is not known.
    virtual int width(Stream stream) const = 0;
    virtual int height(Stream stream) const = 0;

    /// Writes UTF-8 `text` and flushes it.
    virtual WriteResult write(Stream stream, std::string_view text) = 0;

    /// Reads one line without its line end; std::nullopt at the end of the input. Throws
    /// Error{interrupted} when `stop` is requested while waiting; Error{usage} for a line of more
    /// than 64 KiB.
    /// @param echo  false hides what is typed at a terminal
    virtual std::optional<std::string> read_line(bool echo, std::stop_token stop) = 0;

    /// Reads a long secret that is pasted at a terminal, without showing it (see
    /// base::read_pasted_secret()). Throws as read_line().
    virtual std::optional<std::string> read_pasted_secret(std::stop_token stop) = 0;

    /// Reads standard input to its end. Throws as read_line().
    virtual std::string read_to_end(std::stop_token stop) = 0;

    /// Whether standard input, which is not a terminal, has something to read within `time_limit`.
    /// False at its end. Reads nothing.
    virtual bool input_is_waiting(std::chrono::milliseconds time_limit) = 0;
};

/// The streams of this process.
class SystemConsole final : public Console {
public:
    bool is_terminal(Stream stream) const override;
    bool takes_escapes(Stream stream) const override;
    int width(Stream stream) const override;
    int height(Stream stream) const override;
    WriteResult write(Stream stream, std::string_view text) override;
    std::optional<std::string> read_line(bool echo, std::stop_token stop) override;
    std::optional<std::string> read_pasted_secret(std::stop_token stop) override;
    std::string read_to_end(std::stop_token stop) override;
    bool input_is_waiting(std::chrono::milliseconds time_limit) override;
};

} // namespace cli
