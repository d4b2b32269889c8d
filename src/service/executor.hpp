// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "service/plan.hpp"
#include "service/runner.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace service {

/// A command that the system refused, and what that means.
struct Refusal {
    Step step;
    std::string reason;
};

/// Carries plans out on this machine. What is done already is left as it is, so that a plan that
/// was broken off can be carried out again.
class Executor {
public:
    /// All must outlive this object.
    Executor(Runner& runner, base::Clock& clock, std::stop_token stop)
        : m_runner(runner), m_clock(clock), m_stop(std::move(stop)) {}

    /// Does one step after the other. Throws Error{cannot_write} for the first one that fails and
    /// that the service cannot do without, with the command for a person to run;
    /// Error{interrupted}.
    /// @return what was refused and can be done without
    std::vector<Refusal> carry_out(const Plan& plan);

private:
    void carry_out(const Step& step, std::vector<Refusal>& refused);
    void await_release(const Step& step);
    void run(const Step& step, std::vector<Refusal>& refused);
    Outcome run_patiently(const std::vector<std::string>& words);

    Runner& m_runner;
    base::Clock& m_clock;
    std::stop_token m_stop;
};

/// Moves the session that the settings file `from` holds to `to`, with the options that are
/// remembered there; what else either holds stays. Does nothing when `from` has none, and leaves a
/// session in `to` alone, as that one works. Throws as settings::Store.
/// @return whether it was moved
bool move_login(const std::string& from, const std::string& to, base::Clock& clock,
                const std::stop_token& stop);

} // namespace service
