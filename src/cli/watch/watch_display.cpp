// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/watch_display.hpp"

#include "base/text/duration.hpp"
#include "base/text/local_time.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/get/get_report.hpp"
#include "cli/output/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace cli {

namespace {

using std::chrono::milliseconds;

/// Of a window whose width is not known.
constexpr std::size_t k_usual_width = 80;

std::string day_at(base::SystemTime time) {
    return base::format_local_time(time, "%Y-%m-%d");
}

/// The time of the day, with the date where that is not today's.
std::string brief_time(base::SystemTime time, base::SystemTime now) {
    return base::format_local_time(time, day_at(time) == day_at(now) ? "%H:%M" : "%Y-%m-%d %H:%M");
}

std::string describe_next_look(const WatchState& state) {
    if (!state.next_look) {
        return "looking now";
    }
    const auto rest = std::chrono::ceil<std::chrono::seconds>(*state.next_look);
    if (rest >= std::chrono::hours(1)) {
        return "next look at " + brief_time(state.now + *state.next_look, state.now);
    }
    const auto seconds = std::max<std::int64_t>(rest.count(), 0);
    return fmt::format("next look in {}:{:02}", seconds / 60, seconds % 60);
}

std::string count_cameras(std::size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "camera" : "cameras");
}

/// Which cameras fail, from the fullest text to the shortest.
std::vector<std::string> ways_to_tell_failing(const WatchState& state) {
    if (state.failing.empty()) {
        return {""};
    }
    const auto first = std::ranges::min_element(state.failing, {},
                                                [](const auto& camera) { return camera.second; });
    const std::string count = count_cameras(state.failing.size());
    const std::string& who = state.failing.size() == 1 ? state.cameras[first->first] : count;
    return {fmt::format("{} failing since {}", who, brief_time(first->second, state.now)),
            who + " failing", count + " failing"};
}

std::string count_pictures(std::size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "picture" : "pictures");
}

/// Of the last local midnight.
base::SystemTime start_of_day(base::SystemTime now) {
    const auto shown = std::chrono::floor<std::chrono::seconds>(now) + base::zone_offset_at(now);
    return base::moments_of_local_time(std::chrono::floor<std::chrono::days>(shown)).front();
}

/// How many pictures were captured since then, as far as the catalogue can be read.
std::size_t pictures_since(Context& context, const ChosenCameras& cameras, base::SystemTime time) {
    constexpr std::size_t k_most = 100'000;
    std::size_t count = 0;
    try {
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            const std::string id = std::to_string(cameras.identity(i).id);
            count += context.archive().catalogue().capture_times(id, k_most, time).size();
        }
    } catch (const base::Error& error) {
        context.output().detail(error.message());
    }
    return count;
}

} // namespace

std::string describe_watch(const WatchState& state, std::size_t columns, const Symbols& symbols) {
    const std::string who =
        state.cameras.size() == 1 ? state.cameras.front() : count_cameras(state.cameras.size());
    const std::vector<std::string> failing = ways_to_tell_failing(state);
    std::vector<std::string> parts = {who, describe_next_look(state),
                                      count_pictures(state.pictures_today) + " today",
                                      failing.front()};
    const auto joined = [&] {
        std::string line;
        for (const std::string& part : parts) {
            if (!part.empty()) {
                line += (line.empty() ? "" : fmt::format(" {} ", symbols.dot)) + part;
            }
        }
        return line;
    };
    const auto is_too_wide = [&] {
        return base::display_width(base::printable(joined())) > columns;
    };
    // What is left out first is what matters least.
    for (const std::size_t part : {std::size_t{2}, std::size_t{0}}) {
        if (is_too_wide()) {
            parts[part].clear();
        }
    }
    for (const std::string& shorter : failing) {
        if (is_too_wide()) {
            parts[3] = shorter;
        }
    }
    if (is_too_wide() && !failing.front().empty()) {
        parts[1].clear();
    }
    return joined();
}

WatchDisplay::WatchDisplay(Context& context, const ChosenCameras& cameras, bool asks_for_fresh)
    : m_context(context),
      m_asks_for_fresh(asks_for_fresh),
      m_start(context.clock().steady_now()),
      m_day(day_at(context.clock().now())),
      m_shown_day(m_day) {
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        m_names.push_back(cameras.identity(i).title);
        m_name_width = std::max(m_name_width, base::display_width(m_names.back()));
    }
    if (context.output().shows_status()) {
        m_pictures_of_day = pictures_since(context, cameras, start_of_day(context.clock().now()));
    }
}

bool WatchDisplay::shows_rows() const {
    return m_context.output().shows_rows() && !m_context.output().options().quiet;
}

void WatchDisplay::count_picture() {
    const std::lock_guard guard(m_mutex);
    const std::string today = day_at(m_context.clock().now());
    m_pictures_of_day = today == m_day ? m_pictures_of_day + 1 : 1;
    m_day = today;
    ++m_pictures;
}

void WatchDisplay::picture(std::size_t camera, const SavedCameraPicture& saved) {
    count_picture();
    const base::SystemTime now = m_context.clock().now();
    const snapshot::CameraPicture& picture = saved.picture;
    const bool is_late = m_asks_for_fresh && !picture.fresh;
    const bool is_old = is_late || (picture.age && *picture.age >= k_old_picture);
    const std::string& name = m_names[camera];
    const std::string time = base::format_local_time(now, "%H:%M:%S") + "  ";
    const StyledLine result = {
        {is_late ? "not fresh  " : "new  ", is_late ? Tone::warning : Tone::plain},
        {picture.age ? base::describe_duration_roughly(*picture.age) + " old" : "of unknown age",
         is_old ? Tone::warning : Tone::dim}};
    const std::size_t columns = m_context.output().result_width().value_or(k_usual_width);
    // In a window that is too narrow for all names, each has only the room that it needs.
    const bool lines_up = time.size() + m_name_width + 2 + width_of(result) <= columns;
    const std::size_t padding = lines_up ? m_name_width - base::display_width(name) : 0;
    StyledLine line = {{time, Tone::dim}, {name, Tone::heading}, {std::string(padding + 2, ' ')}};
    line.insert(line.end(), result.begin(), result.end());
    std::vector<StyledLine> lines = {std::move(line)};
    if (!all_fit(lines, columns)) {
        lines = wrap_styled({{name, Tone::heading}}, time.size(), columns);
        lines.front().front() = {time, Tone::dim};
        lines.emplace_back(result).insert(lines.back().begin(), {std::string(time.size(), ' ')});
    }
    if (const std::string& reason = picture.not_fresh_because; is_late && !reason.empty()) {
        if (width_of(lines.back()) + 2 + base::display_width(reason) <= columns) {
            lines.back().push_back({"  " + reason, Tone::warning});
        } else {
            const std::size_t room = std::max(columns, 2 * time.size()) - time.size();
            for (const std::string& part : wrap_text(reason, room)) {
                lines.push_back({{std::string(time.size(), ' ')}, {part, Tone::warning}});
            }
        }
    }
    print_date(now);
    for (const StyledLine& each : lines) {
        m_context.output().result(each);
    }
}

/// Says that another day has begun.
void WatchDisplay::print_date(base::SystemTime now) {
    {
        const std::lock_guard guard(m_mutex);
        if (m_shown_day == day_at(now)) {
            return;
        }
        m_shown_day = day_at(now);
    }
    m_context.output().result(base::format_local_time(now, "%A, %Y-%m-%d"), Tone::dim);
}

void WatchDisplay::take(const snapshot::WatchEvent& event) {
    {
        const std::lock_guard guard(m_mutex);
        if (const auto* failing = std::get_if<snapshot::CameraFailing>(&event)) {
            m_failing.emplace(failing->camera, m_context.clock().now());
        } else if (const auto* recovered = std::get_if<snapshot::CameraRecovered>(&event)) {
            m_failing.erase(recovered->camera);
        }
    }
    if (m_ticker) {
        m_ticker->refresh();
    }
}

WatchState WatchDisplay::state() const {
    WatchState state;
    state.now = m_context.clock().now();
    if (const auto next = m_watch->next_round()) {
        state.next_look = std::chrono::ceil<milliseconds>(*next - m_context.clock().steady_now());
    }
    const std::lock_guard guard(m_mutex);
    state.cameras = m_names;
    state.failing = m_failing;
    state.pictures_today = day_at(state.now) == m_day ? m_pictures_of_day : 0;
    return state;
}

void WatchDisplay::begin(const snapshot::Watch& watch) {
    m_watch = &watch;
    m_ticker.emplace(m_context.output(), m_context.clock(), [this](milliseconds) {
        const auto columns = static_cast<std::size_t>(m_context.console().width(Stream::error));
        return std::vector<std::string>{
            describe_watch(state(), StatusBlock::room(columns), m_context.output().symbols())};
    });
}

void WatchDisplay::end() {
    m_ticker.reset();
    if (m_context.console().is_terminal(Stream::error) && !m_context.output().options().json) {
        const auto took =
            std::chrono::duration_cast<milliseconds>(m_context.clock().steady_now() - m_start);
        m_context.output().notice(fmt::format("stopped after {}: {}", base::describe_duration(took),
                                              count_pictures(m_pictures)));
    }
}

} // namespace cli
