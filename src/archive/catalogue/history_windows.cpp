// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/history_windows.hpp"

#include "archive/catalogue/catalogue_rows.hpp"

#include <chrono>
#include <mutex>

namespace archive {
namespace {

constexpr auto k_windows_are_known = std::chrono::days(365);

/// Not in a catalogue of an earlier version that is only read.
bool has_windows(Database& database) {
    return database.number_of("SELECT count(*) FROM sqlite_schema WHERE name = 'history_window'") !=
           0;
}

} // namespace

std::vector<DoneWindow> HistoryWindows::done(const std::string& camera_id, base::SystemTime from,
                                             base::SystemTime to) {
    std::vector<DoneWindow> windows;
    const std::lock_guard guard(m_catalogue.m_mutex);
    m_catalogue.m_file.read([&](Database& database) {
        windows.clear();
        const auto camera = camera_number(database, camera_id);
        if (!camera || !has_windows(database)) {
            return;
        }
        Query query(database,
                    "SELECT start_ms, pictures, films FROM history_window WHERE camera = ?1 AND "
                    "start_ms >= ?2 AND start_ms < ?3 ORDER BY start_ms",
                    *camera, to_ms(from), to_ms(to));
        while (query.next()) {
            windows.push_back({from_ms(query.number(0)), static_cast<std::size_t>(query.number(1)),
                               query.number(2) != 0});
        }
    });
    return windows;
}

void HistoryWindows::add(const std::string& camera_id, const std::string& camera_name,
                         const DoneWindow& window) {
    const std::lock_guard guard(m_catalogue.m_mutex);
    m_catalogue.m_file.write([&](Database& database) {
        if (window.pictures == 0 && !camera_number(database, camera_id)) {
            return;
        }
        const std::int64_t camera = camera_number(database, camera_id, camera_name);
        Query(database,
              "INSERT INTO history_window(camera, start_ms, pictures, films) VALUES(?1, ?2, ?3, "
              "?4) ON CONFLICT DO UPDATE SET pictures = excluded.pictures, films = max(films, "
              "excluded.films)",
              camera, to_ms(window.start), static_cast<std::int64_t>(window.pictures),
              static_cast<std::int64_t>(window.with_films))
            .run();
        Query(database, "DELETE FROM history_window WHERE camera = ?1 AND start_ms < ?2", camera,
              to_ms(m_catalogue.m_clock.now() - k_windows_are_known))
            .run();
    });
}

} // namespace archive
