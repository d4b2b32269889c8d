// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// What command.hpp, fed_command.hpp and the system's part of both share.

/// A command that was started, with all that it starts itself.
class StartedCommand {
public:
    StartedCommand() = default;
    virtual ~StartedCommand() = default;
    StartedCommand(const StartedCommand&) = delete;
    StartedCommand& operator=(const StartedCommand&) = delete;

    /// Whether its first process has ended.
    virtual bool has_ended() = 0;

    /// Whether none of its processes is left.
    virtual bool is_gone() = 0;

    /// Asks all its processes to end.
    virtual void ask_to_end() = 0;

    /// Ends all its processes.
    virtual void kill() = 0;

    /// The exit status of its first process; that of a killed one while that has not ended.
    virtual int status() const = 0;

    /// Writes all of `bytes` to its standard input, for as long as that takes; false when nobody
    /// reads that any more. May wait while another thread calls kill(), which ends the wait. Only
    /// for one that was started to be fed.
    virtual bool feed(std::string_view bytes) = 0;

    /// Ends its standard input.
    virtual void end_input() = 0;
};

/// New files for what a command prints, in place of our standard error.
struct CaptureFiles {
    std::filesystem::path output;
    std::filesystem::path errors;
};

/// How start_command() departs from what run_command() says.
struct StartOptions {
    /// Must not exist, and are made for their owner alone; nullptr for none.
    const CaptureFiles* capture = nullptr;
    /// Its standard input is what feed() writes. A SIGPIPE is ignored from then on. It runs at a
    /// lower priority.
    bool is_fed = false;
};

/// Starts `words` as run_command() says. Throws Error{unexpected}.
/// @param words  at least one
std::unique_ptr<StartedCommand> start_command(const std::vector<std::string>& words,
                                              const std::map<std::string, std::string>& changes,
                                              const StartOptions& options);

/// Waits until `holds`; false when the time is over or a stop is requested before.
bool poll_until(const std::function<bool()>& holds, std::chrono::nanoseconds time_limit,
                std::stop_token stop);

/// Asks a command to end, and kills it two seconds later.
void end_command(StartedCommand& command);

/// Files in the system's temporary folder under names that nobody can guess, removed at the end.
class TemporaryCapture {
public:
    /// Throws Error{cannot_write} when there is no such folder.
    TemporaryCapture();
    ~TemporaryCapture();

    TemporaryCapture(const TemporaryCapture&) = delete;
    TemporaryCapture& operator=(const TemporaryCapture&) = delete;

    const CaptureFiles& files() const { return m_files; }

    /// What was printed to the two so far, at most 4 MiB of each.
    std::string output() const;
    std::string errors() const;

private:
    CaptureFiles m_files;
};

/// Whether a backslash outside of quotes takes the next character as it is. On Windows it separates
/// folders.
extern const bool k_backslash_escapes;

} // namespace base
