// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "cli/output/output.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/platform.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace cli {

/// Shows on a terminal what a `get` is waiting for: a line for each camera, as many as half the
/// window takes, and how many are done. Silent for what takes less than a second, and where
/// Output::status() is.
class GetProgress {
public:
    /// @param titles  the cameras' names
    /// @param fresh  whether they are asked for new pictures
    GetProgress(Output& output, const Console& console, base::Clock& clock,
                std::vector<std::string> titles, bool fresh);

    /// The camera's job begins or ends. May be called from any thread.
    void started(std::size_t camera);
    void finished(std::size_t camera);

private:
    std::vector<std::string> lines(std::chrono::milliseconds elapsed) const;

    const Console& m_console;
    const std::vector<std::string> m_titles;
    const bool m_fresh;
    mutable std::mutex m_mutex;
    /// The positions of the cameras whose jobs run.
    std::set<std::size_t> m_running;
    std::size_t m_done = 0;
    StatusTicker m_ticker;
};

/// The lines for `running` cameras, at most `most` of them.
/// @param done, all  numbers of cameras
std::vector<std::string> progress_lines(const std::vector<std::string>& running, std::size_t done,
                                        std::size_t all, bool fresh,
                                        std::chrono::milliseconds elapsed, std::size_t most);

} // namespace cli
