// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/process/command.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace base {

/// A command whose standard input this process writes, at a lower priority than ours. For the rest
/// it is as capture_command() says. It never outlives this object. For one thread.
class FedCommand {
public:
    /// Starts `words`. A SIGPIPE is ignored from then on. Throws Error{unexpected} when it cannot
    /// be started, Error{cannot_write} when there is no room for what it prints.
    /// @param longest_silence  it is killed when it takes nothing for so long, or does not end
    ///                         within that time after its input has
    FedCommand(const std::vector<std::string>& words,
               const std::map<std::string, std::string>& environment,
               std::chrono::milliseconds longest_silence);

    /// Kills it, unless it has ended.
    ~FedCommand();

    FedCommand(const FedCommand&) = delete;
    FedCommand& operator=(const FedCommand&) = delete;

    /// Writes all of `bytes` to its standard input; false when it reads that no more, and
    /// finish() tells why. Throws Error{interrupted} when `stop` is requested, which kills it.
    [[nodiscard]] bool write(std::string_view bytes, std::stop_token stop);

    /// Ends its input and waits for its end. Once. Throws Error{interrupted} when `stop` is
    /// requested, which kills it.
    CapturedCommand finish(std::stop_token stop);

private:
    class Running;

    std::unique_ptr<Running> m_running;
};

} // namespace base
