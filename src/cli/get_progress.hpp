// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "cli/output.hpp"

#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cli {

/// Shows on a terminal, in one line, what a `get` is waiting for. Silent for what takes less than a
/// second, and where Output::status() is.
class GetProgress {
public:
    /// @param titles  the cameras' names
    GetProgress(Output& output, base::Clock& clock, std::vector<std::string> titles);
    ~GetProgress();

    /// The camera's job begins or ends. May be called from any thread.
    void started(std::size_t camera);
    void finished(std::size_t camera);

private:
    enum class State { waiting, running, done };

    std::string line() const;

    Output& m_output;
    base::Clock& m_clock;
    std::vector<std::string> m_titles;
    base::SteadyTime m_start;
    mutable std::mutex m_mutex;
    std::vector<State> m_states;
    std::jthread m_thread;
};

} // namespace cli
