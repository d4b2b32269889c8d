// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace base {

// What the portable and the system's part of command.hpp share.

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
};

/// New files for what a command prints, in place of our standard error.
struct CaptureFiles {
    std::filesystem::path output;
    std::filesystem::path errors;
};

/// Starts `words` as run_command() says. Throws Error{unexpected}.
/// @param words    at least one
/// @param capture  must not exist, and are made for their owner alone; nullptr for none
std::unique_ptr<StartedCommand> start_command(const std::vector<std::string>& words,
                                              const std::map<std::string, std::string>& changes,
                                              const CaptureFiles* capture);

/// Whether a backslash outside of quotes takes the next character as it is. On Windows it separates
/// folders.
extern const bool k_backslash_escapes;

} // namespace base
