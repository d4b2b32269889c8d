// SPDX-License-Identifier: Apache-2.0
#include "cli/output/status_ticker.hpp"

#include "base/text/duration.hpp"

#include <system_error>
#include <utility>

namespace cli {

using std::chrono::milliseconds;

StatusTicker::StatusTicker(Output& output, base::Clock& clock, Lines lines)
    : m_output(output), m_clock(clock), m_lines(std::move(lines)), m_start(clock.steady_now()) {
    if (!output.shows_status()) {
        return;
    }
    try {
        m_thread = std::jthread([this](std::stop_token stop) {
            while (m_clock.sleep_for(std::chrono::seconds(1), stop)) {
                const std::lock_guard guard(m_mutex);
                m_visible = true;
                show();
            }
        });
    } catch (const std::system_error&) {
        // The system has no thread left; the work matters more than showing it.
    }
}

StatusTicker::~StatusTicker() {
    if (m_thread.joinable()) {
        m_thread.request_stop();
        m_thread.join();
        m_output.status({});
    }
}

void StatusTicker::refresh() {
    const std::lock_guard guard(m_mutex);
    if (m_visible) {
        show();
    }
}

void StatusTicker::show() {
    m_output.status(
        m_lines(std::chrono::duration_cast<milliseconds>(m_clock.steady_now() - m_start)));
}

StatusTicker::Lines waiting_line(std::string what) {
    return [what = std::move(what)](milliseconds elapsed) {
        return std::vector<std::string>{what + ", " + base::describe_duration(elapsed)};
    };
}

} // namespace cli
