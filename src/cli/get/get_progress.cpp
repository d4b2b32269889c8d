// SPDX-License-Identifier: Apache-2.0
#include "cli/get/get_progress.hpp"

#include "base/text/duration.hpp"

#include <fmt/format.h>

namespace cli {

using std::chrono::milliseconds;

GetProgress::GetProgress(Context& context, const ChosenCameras& cameras, bool fresh)
    : m_context(context),
      m_cameras(cameras),
      m_fresh(fresh),
      m_ticker(context.output(), context.clock(),
               [this](milliseconds elapsed) { return lines(elapsed); }) {}

void GetProgress::started(std::size_t camera) {
    const std::lock_guard guard(m_mutex);
    m_running.insert(camera);
}

void GetProgress::finished(std::size_t camera) {
    {
        const std::lock_guard guard(m_mutex);
        m_running.erase(camera);
        ++m_done;
    }
    m_ticker.refresh();
}

std::vector<std::string> GetProgress::lines(milliseconds elapsed) const {
    const std::lock_guard guard(m_mutex);
    std::vector<std::string> running;
    for (const std::size_t camera : m_running) {
        running.push_back(m_cameras.identity(camera).title);
    }
    return progress_lines(running, m_done, m_cameras.size(), m_fresh, elapsed,
                          static_cast<std::size_t>(m_context.console().height(Stream::error)) / 2);
}

std::vector<std::string> progress_lines(const std::vector<std::string>& running, std::size_t done,
                                        std::size_t all, bool fresh, milliseconds elapsed,
                                        std::size_t most) {
    const char* const what = fresh ? "waiting for a fresh picture" : "waiting for its picture";
    const std::string time = base::describe_duration(elapsed);
    if (done == all) {
        return {};
    }
    if (all == 1) {
        return {fmt::format("{}: {}, {}", running.empty() ? "" : running.front(), what, time)};
    }
    const std::string summary = fmt::format("{} of {} done, {}", done, all, time);
    if (most < 2) {
        return {summary};
    }
    const std::size_t room = most - 1;
    // A line that says that one more is hidden would take the place of that one.
    const std::size_t shown = running.size() <= room ? running.size() : room - 1;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < shown; ++i) {
        lines.push_back(fmt::format("{}: {}", running[i], what));
    }
    if (shown < running.size()) {
        lines.push_back(fmt::format("and {} more", running.size() - shown));
    }
    lines.push_back(summary);
    return lines;
}

} // namespace cli
