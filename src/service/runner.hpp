// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>
#include <string>
#include <vector>

namespace service {

/// The exit code in place of that of a program that does not exist, as shells have it.
inline constexpr int k_no_such_program = 127;

/// How a command of the system ended.
struct Outcome {
    /// Its exit code, or k_no_such_program.
    int status = 0;
    std::string output;
    std::string errors;

    bool succeeded() const { return status == 0; }

    /// Why it failed, in one line: what it printed last, else its exit code.
    std::string reason() const;
};

/// Runs commands of the system, handed in so that tests need none of them.
class Runner {
public:
    virtual ~Runner() = default;

    /// Runs `words` to their end, without a shell. Never throws for a command that fails or does
    /// not exist; throws Error{interrupted} when a stop is requested meanwhile.
    virtual Outcome run(const std::vector<std::string>& words) = 0;
};

/// The commands of this machine, in the language of programs, a minute each at most.
class SystemRunner final : public Runner {
public:
    explicit SystemRunner(std::stop_token stop) : m_stop(std::move(stop)) {}

    Outcome run(const std::vector<std::string>& words) override;

private:
    std::stop_token m_stop;
};

} // namespace service
