// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/picture_saver.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/output/styled_text.hpp"
#include "snapshot/watch/watch.hpp"
#include "snapshot/watch/watch_events.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// How a watch goes, for the line that a terminal shows below everything else.
struct WatchState {
    /// The names of the cameras, and since when which of them fail, by their positions.
    std::vector<std::string> cameras;
    std::map<std::size_t, base::SystemTime> failing;
    std::size_t pictures_today = 0;
    /// How long it is until the next round; std::nullopt while cameras are at work.
    std::optional<std::chrono::milliseconds> next_look;
    base::SystemTime now;
};

/// "4 cameras · next look in 3:12 · 128 pictures today · Garden failing since 14:02", with less of
/// it where the window is narrow.
std::string describe_watch(const WatchState& state, std::size_t columns, const Symbols& symbols);

/// Shows a watch to a person at a terminal: a row for each new picture, and one line on how it
/// goes, which is always the last one. May be used from many threads.
class WatchDisplay {
public:
    /// All must outlive this object.
    WatchDisplay(Context& context, const ChosenCameras& cameras, bool asks_for_fresh);

    /// Whether pictures are told by picture() in place of by PictureSaver.
    bool shows_rows() const;

    /// A new picture was saved.
    void picture(std::size_t camera, const SavedCameraPicture& saved);
    /// The same, without showing it.
    void count_picture();

    /// Follows which cameras fail.
    void take(const snapshot::WatchEvent& event);

    /// Shows the line from now on. `watch` must outlive this object or its end().
    void begin(const snapshot::Watch& watch);

    /// Takes the line away and says how long the watch took and what it brought.
    void end();

private:
    WatchState state() const;
    void print_date(base::SystemTime now);

    Context& m_context;
    const bool m_asks_for_fresh;
    const base::SteadyTime m_start;
    std::vector<std::string> m_names;
    std::size_t m_name_width = 0;
    mutable std::mutex m_mutex;
    std::map<std::size_t, base::SystemTime> m_failing;
    std::size_t m_pictures = 0;
    /// How many pictures there were on `m_day`, the local date.
    std::string m_day;
    std::size_t m_pictures_of_day = 0;
    /// The local date of the last row.
    std::string m_shown_day;
    const snapshot::Watch* m_watch = nullptr;
    std::optional<StatusTicker> m_ticker;
};

} // namespace cli
