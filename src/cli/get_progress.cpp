// SPDX-License-Identifier: Apache-2.0
#include "cli/get_progress.hpp"

#include "base/duration.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cli {

GetProgress::GetProgress(Output& output, base::Clock& clock, std::vector<std::string> titles)
    : m_output(output),
      m_clock(clock),
      m_titles(std::move(titles)),
      m_start(clock.steady_now()),
      m_states(m_titles.size(), State::waiting),
      m_thread([this](std::stop_token stop) {
          while (m_clock.sleep_for(std::chrono::seconds(1), stop)) {
              m_output.status(line());
          }
      }) {}

GetProgress::~GetProgress() {
    m_thread.request_stop();
    m_thread.join();
    m_output.status("");
}

void GetProgress::started(std::size_t camera) {
    const std::lock_guard guard(m_mutex);
    m_states[camera] = State::running;
}

void GetProgress::finished(std::size_t camera) {
    const std::lock_guard guard(m_mutex);
    m_states[camera] = State::done;
}

std::string GetProgress::line() const {
    const std::lock_guard guard(m_mutex);
    std::string running;
    for (std::size_t i = 0; i < m_titles.size(); ++i) {
        if (m_states[i] == State::running) {
            running += (running.empty() ? "" : ", ") + m_titles[i];
        }
    }
    const auto done = std::count(m_states.begin(), m_states.end(), State::done);
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.steady_now() - m_start);
    const std::string count =
        m_titles.size() > 1 ? fmt::format("{} of {} done, ", done, m_titles.size()) : "";
    return fmt::format("{}{}, waiting for {}", count, base::describe_duration(elapsed), running);
}

} // namespace cli
