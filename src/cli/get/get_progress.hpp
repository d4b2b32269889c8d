// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/output/status_ticker.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace cli {

/// Shows on a terminal what a `get` waits for: a line for each camera, in half the window at most,
/// and how many are done. Shows nothing in the first second, nor where Output::status() does not.
class GetProgress {
public:
    /// Both must outlive this object.
    /// @param fresh  whether the cameras are asked for new pictures
    GetProgress(Context& context, const ChosenCameras& cameras, bool fresh);

    /// The camera's job begins or ends. May be called from any thread.
    void started(std::size_t camera);
    void finished(std::size_t camera);

private:
    std::vector<std::string> lines(std::chrono::milliseconds elapsed) const;

    Context& m_context;
    const ChosenCameras& m_cameras;
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
