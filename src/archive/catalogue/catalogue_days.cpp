// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue_days.hpp"

#include <algorithm>
#include <optional>

namespace archive {
namespace {

constexpr std::int64_t k_day_ms = 86'400'000;

/// The days since 1970 of the local time at a capture.
std::int64_t local_day(std::int64_t captured_ms, std::int64_t utc_offset) {
    const std::int64_t local = captured_ms + utc_offset * 1000;
    return (local - ((local % k_day_ms) + k_day_ms) % k_day_ms) / k_day_ms;
}

/// When a local day ends at an offset.
std::int64_t end_of_day(std::int64_t day, std::int64_t utc_offset) {
    return (day + 1) * k_day_ms - utc_offset * 1000;
}

} // namespace

std::vector<std::chrono::year_month_day> days_with_pictures(Database& database, std::int64_t camera,
                                                            std::int64_t from, std::int64_t to) {
    // The clocks may be put forward in the course of a day, which then ends earlier.
    constexpr std::int64_t k_most_change_ms = 3 * 3'600'000;
    std::vector<std::chrono::year_month_day> days;
    std::optional<std::int64_t> last_day;
    for (;;) {
        Query query(database,
                    "SELECT captured_ms, utc_offset FROM picture WHERE camera = ?1 AND captured_ms "
                    ">= ?2 AND captured_ms < ?3 AND gone_ms IS NULL ORDER BY captured_ms LIMIT 1",
                    camera, from, to);
        if (!query.next()) {
            return days;
        }
        const std::int64_t captured = query.number(0);
        const std::int64_t offset = query.number(1);
        const std::int64_t day = local_day(captured, offset);
        const bool is_new = !last_day || day > *last_day;
        if (is_new) {
            last_day = day;
            days.emplace_back(std::chrono::sys_days(std::chrono::days(day)));
        }
        from = std::max(captured + 1, end_of_day(day, offset) - (is_new ? k_most_change_ms : 0));
    }
}

} // namespace archive
