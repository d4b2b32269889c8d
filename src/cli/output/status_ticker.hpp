// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "cli/output/output.hpp"

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cli {

/// Shows on a terminal what is being waited for, once the wait has lasted a second, and takes it
/// away at its end. Costs nothing where Output::status() shows nothing.
class StatusTicker {
public:
    /// The lines to show after `elapsed`. Called from any thread, one call at a time.
    using Lines = std::function<std::vector<std::string>(std::chrono::milliseconds elapsed)>;

    /// The first two must outlive this object.
    StatusTicker(Output& output, base::Clock& clock, Lines lines);
    ~StatusTicker();

    StatusTicker(const StatusTicker&) = delete;
    StatusTicker& operator=(const StatusTicker&) = delete;

    /// Shows what has changed now rather than at the next second. From any thread.
    void refresh();

private:
    void show();

    Output& m_output;
    base::Clock& m_clock;
    Lines m_lines;
    base::SteadyTime m_start;
    std::mutex m_mutex;
    bool m_visible = false;
    std::jthread m_thread;
};

/// One line for a StatusTicker: "`what`, 12 s".
StatusTicker::Lines waiting_line(std::string what);

} // namespace cli
