// SPDX-License-Identifier: Apache-2.0
#include "archive/thinning.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace archive {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds k_one_hour = std::chrono::hours(1);
constexpr milliseconds k_one_day = std::chrono::hours(24);
constexpr milliseconds k_one_week = 7 * k_one_day;
/// 1970 began on a Thursday.
constexpr milliseconds k_first_monday = -3 * k_one_day;
/// The clocks may be put forward in the course of a period, which then began later than it seems.
constexpr milliseconds k_most_change = std::chrono::hours(3);

/// The local time at a capture, as if it were UTC.
milliseconds local_time_at(const RecordedPicture& picture) {
    return std::chrono::floor<milliseconds>(picture.captured.time_since_epoch()) +
           picture.utc_offset;
}

/// When the period in which a picture was captured begins, by local time.
milliseconds begin_of(const RecordedPicture& picture, milliseconds period) {
    const milliseconds since = local_time_at(picture) - k_first_monday;
    return since - ((since % period) + period) % period + k_first_monday;
}

/// Goes through the periods of one length, from the newest picture back.
class Periods {
public:
    Periods(Catalogue& catalogue, const std::string& camera_id, milliseconds length)
        : m_catalogue(catalogue), m_camera(camera_id), m_length(length) {}

    /// The newest picture of the period before that of `picture`.
    std::optional<RecordedPicture> before(const RecordedPicture& picture) const {
        const milliseconds begin = begin_of(picture, m_length);
        const base::SystemTime latest{
            std::chrono::duration_cast<base::SystemTime::duration>(begin - picture.utc_offset)};
        const PicturePosition limit{latest + k_most_change, 0};
        return m_catalogue.newest_before(m_camera, std::min(limit, position_of(picture)), begin);
    }

    /// `newest` of its period; else, where its file is not in its place and others are left that
    /// could stay for it, the newest of those.
    RecordedPicture
    newest_there(RecordedPicture newest,
                 const std::function<bool(const RecordedPicture&)>& is_there) const {
        const milliseconds begin = begin_of(newest, m_length);
        for (;;) {
            auto other = m_catalogue.newest_before(m_camera, position_of(newest));
            if (!other || begin_of(*other, m_length) != begin || is_there(newest)) {
                return newest;
            }
            newest = std::move(*other);
        }
    }

private:
    Catalogue& m_catalogue;
    const std::string& m_camera;
    milliseconds m_length;
};

} // namespace

std::set<std::int64_t> find_kept(Catalogue& catalogue, const std::string& camera_id,
                                 const Thinning& thinning, base::SystemTime before,
                                 const std::function<bool(const RecordedPicture&)>& is_there) {
    std::set<std::int64_t> kept;
    const auto keep = [&](milliseconds length, std::size_t count) {
        const Periods periods(catalogue, camera_id, length);
        auto newest = count > 0 ? catalogue.newest(camera_id) : std::nullopt;
        for (; newest && count > 0; --count) {
            if (newest->captured < before) {
                kept.insert(periods.newest_there(*newest, is_there).number);
            }
            newest = periods.before(*newest);
        }
    };
    keep(k_one_hour, thinning.hours);
    keep(k_one_day, thinning.days);
    keep(k_one_week, thinning.weeks);
    return kept;
}

} // namespace archive
