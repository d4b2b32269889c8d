// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue.hpp"

#include "archive/catalogue/catalogue_days.hpp"
#include "archive/catalogue/catalogue_rows.hpp"
#include "archive/catalogue/removal.hpp"
#include "base/text/encoding.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace archive {
namespace {

std::int64_t to_limit(std::size_t count) {
    constexpr std::uintmax_t k_most = std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(std::min<std::uintmax_t>(count, k_most));
}

std::vector<RecordedPicture> pictures_of(Query& query) {
    std::vector<RecordedPicture> pictures;
    while (query.next()) {
        pictures.push_back(picture_of(query));
    }
    return pictures;
}

std::optional<RecordedPicture> first_picture(Query& query) {
    return query.next() ? std::optional(picture_of(query)) : std::nullopt;
}

/// A query for pictures with the conditions `rest`.
std::string pictures_where(std::string_view rest) {
    return std::string(k_picture_columns) + "WHERE " + std::string(rest);
}

Capture capture_of(const Query& query) {
    return {from_ms(query.number(0)), base::hex_encode(query.text(1)), query.number(2) != 0};
}

} // namespace

Catalogue::Catalogue(const std::filesystem::path& record, base::Clock& clock, Options options)
    : m_clock(clock),
      m_takeover(record, with_ending(record, ".lock"), clock, options.stop, options.tell),
      m_file({.file = with_ending(record, ".db"),
              .lock = with_ending(record, ".lock"),
              .read_only = options.read_only,
              .stop = std::move(options.stop),
              .tell = std::move(options.tell),
              .intake = &m_takeover,
              .shared_file_system = std::move(options.shared_file_system)},
             clock) {}

template <typename Result>
Result Catalogue::read(const std::function<Result(Database&)>& work) {
    const std::lock_guard guard(m_mutex);
    Result result{};
    m_file.read([&](Database& database) { result = work(database); });
    return result;
}

std::int64_t Catalogue::add(const RecordedPicture& picture) {
    const std::lock_guard guard(m_mutex);
    std::int64_t number = 0;
    m_file.write([&](Database& database) { add_picture(database, picture, number); });
    return number;
}

std::size_t Catalogue::add(const std::vector<RecordedPicture>& pictures) {
    const std::lock_guard guard(m_mutex);
    std::size_t count = 0;
    m_file.write([&](Database& database) {
        count = 0;
        for (const RecordedPicture& picture : pictures) {
            std::int64_t number = 0;
            count += add_picture(database, picture, number) == Added::recorded ? 1 : 0;
        }
    });
    return count;
}

void Catalogue::record_copy(const SteadyCopy& copy) {
    const std::lock_guard guard(m_mutex);
    m_file.write([&](Database& database) { add_copy(database, copy); });
}

void Catalogue::move(std::int64_t number, const FilePlace& place) {
    move(std::vector{std::pair(number, place)});
}

void Catalogue::move(const std::vector<std::pair<std::int64_t, FilePlace>>& moves) {
    const std::lock_guard guard(m_mutex);
    m_file.write([&](Database& database) {
        for (const auto& [number, place] : moves) {
            move_picture(database, number, place, m_clock.now());
        }
    });
}

void Catalogue::close(const std::vector<std::int64_t>& numbers) {
    std::vector<Removal> removals;
    for (const std::int64_t number : numbers) {
        removals.push_back({.number = number});
    }
    end_removal(removals);
}

void Catalogue::postpone(const std::vector<RecordedPicture>& pictures) {
    m_takeover.postpone(pictures);
}

std::optional<RecordedPicture> Catalogue::picture(std::int64_t number) {
    return read<std::optional<RecordedPicture>>([&](Database& database) {
        Query query(database, pictures_where("picture.id = ?1"), number);
        return first_picture(query);
    });
}

std::optional<RecordedPicture> Catalogue::find(const FilePlace& place) {
    return read<std::optional<RecordedPicture>>([&](Database& database) {
        Query query(database, pictures_where("folder.path = ?1 AND file = ?2 AND gone_ms IS NULL"),
                    place.folder, place.file);
        return first_picture(query);
    });
}

std::optional<SteadyCopy> Catalogue::find_copy(const FilePlace& place) {
    return read<std::optional<SteadyCopy>>(
        [&](Database& database) { return copy_in(database, place); });
}

std::optional<RecordedPicture> Catalogue::edge(const std::string& camera_id, const char* condition,
                                               const char* order, base::SystemTime time) {
    return read<std::optional<RecordedPicture>>(
        [&](Database& database) -> std::optional<RecordedPicture> {
            const auto camera = camera_number(database, camera_id);
            if (!camera) {
                return {};
            }
            Query query(database,
                        pictures_where("picture.camera = ?1 AND ") + condition +
                            " ORDER BY captured_ms " + order + ", picture.id " + order + " LIMIT 1",
                        *camera, to_ms(time));
            return first_picture(query);
        });
}

std::optional<RecordedPicture> Catalogue::newest(const std::string& camera_id,
                                                 base::SystemTime latest) {
    return edge(camera_id, "(timed = 1 OR captured_ms <= ?2) AND gone_ms IS NULL", "DESC", latest);
}

std::optional<RecordedPicture> Catalogue::nearest(const std::string& camera_id,
                                                  base::SystemTime time) {
    auto before = edge(camera_id, "captured_ms <= ?2 AND gone_ms IS NULL", "DESC", time);
    auto after = edge(camera_id, "captured_ms > ?2 AND gone_ms IS NULL", "ASC", time);
    if (before && after) {
        return time - before->captured <= after->captured - time ? before : after;
    }
    return before ? before : after;
}

std::optional<RecordedPicture> Catalogue::newest_capture(const std::string& camera_id,
                                                         base::SystemTime latest) {
    return edge(camera_id, "(timed = 1 OR captured_ms <= ?2)", "DESC", latest);
}

std::vector<RecordedPicture> Catalogue::pictures(const std::string& camera_id,
                                                 base::SystemTime from, base::SystemTime to,
                                                 std::size_t limit,
                                                 std::optional<PicturePosition> after) {
    return read<std::vector<RecordedPicture>>(
        [&](Database& database) -> std::vector<RecordedPicture> {
            const auto camera = camera_number(database, camera_id);
            if (!camera) {
                return {};
            }
            const PicturePosition start = after.value_or(PicturePosition{from, 0});
            Query query(database,
                        pictures_where("picture.camera = ?1 AND (captured_ms, picture.id) > (?2, "
                                       "?3) AND captured_ms < ?4 AND captured_ms >= ?6 AND gone_ms "
                                       "IS NULL ORDER BY captured_ms, picture.id LIMIT ?5"),
                        *camera, to_ms(start.captured), start.number, to_ms(to), to_limit(limit),
                        to_ms(from));
            return pictures_of(query);
        });
}

std::vector<std::chrono::year_month_day>
Catalogue::days(const std::string& camera_id, base::SystemTime from, base::SystemTime to) {
    using Days = std::vector<std::chrono::year_month_day>;
    return read<Days>([&](Database& database) {
        const auto camera = camera_number(database, camera_id);
        return camera ? days_with_pictures(database, *camera, to_ms(from), to_ms(to)) : Days();
    });
}

std::vector<CameraTotals> Catalogue::cameras() {
    return read<std::vector<CameraTotals>>([&](Database& database) {
        constexpr auto k_sql =
            "SELECT ring_id, name, pictures, bytes, "
            "(SELECT captured_ms FROM picture WHERE camera = camera.id AND gone_ms IS NULL "
            "ORDER BY captured_ms LIMIT 1), "
            "(SELECT captured_ms FROM picture WHERE camera = camera.id AND gone_ms IS NULL "
            "ORDER BY captured_ms DESC LIMIT 1) FROM camera ORDER BY name, ring_id";
        std::vector<CameraTotals> cameras;
        Query query(database, k_sql);
        while (query.next()) {
            CameraTotals totals;
            totals.id = query.text(0);
            totals.name = query.text(1);
            totals.pictures = static_cast<std::uintmax_t>(query.number(2));
            totals.bytes = static_cast<std::uintmax_t>(query.number(3));
            if (!query.is_null(4)) {
                totals.first = from_ms(query.number(4));
                totals.newest = from_ms(query.number(5));
            }
            cameras.push_back(std::move(totals));
        }
        return cameras;
    });
}

std::vector<RecordedPicture> Catalogue::some_in(const std::string& folder, std::size_t limit) {
    return read<std::vector<RecordedPicture>>([&](Database& database) {
        std::vector<RecordedPicture> pictures;
        const auto number = folder_number(database, folder);
        const auto take = [&](const char* order, std::size_t most) {
            Query query(database,
                        pictures_where("picture.folder = ?1 AND gone_ms IS NULL ORDER BY file ") +
                            order + " LIMIT ?2",
                        number, to_limit(most));
            for (RecordedPicture& picture : pictures_of(query)) {
                pictures.push_back(std::move(picture));
            }
        };
        take("DESC", limit - limit / 2);
        take("ASC", limit / 2);
        return pictures;
    });
}

std::vector<std::string> Catalogue::folders() {
    return read<std::vector<std::string>>([&](Database& database) {
        std::vector<std::string> folders;
        Query query(database, "SELECT path FROM folder WHERE EXISTS(SELECT 1 FROM picture WHERE "
                              "folder = folder.id AND gone_ms IS NULL) ORDER BY path");
        while (query.next()) {
            folders.push_back(query.text(0));
        }
        return folders;
    });
}

void Catalogue::for_each(bool with_gone, const std::function<void(const RecordedPicture&)>& take) {
    constexpr std::size_t k_page = 500;
    std::int64_t last = 0;
    for (;;) {
        const auto pictures = page(last, k_page, with_gone);
        for (const RecordedPicture& picture : pictures) {
            last = picture.number;
            take(picture);
        }
        if (pictures.size() < k_page) {
            return;
        }
    }
}

std::vector<RecordedPicture> Catalogue::page(std::int64_t after, std::size_t limit,
                                             bool with_gone) {
    return read<std::vector<RecordedPicture>>([&](Database& database) {
        Query query(database,
                    pictures_where("picture.id > ?1 AND (gone_ms IS NULL OR ?2) ORDER BY "
                                   "picture.id LIMIT ?3"),
                    after, with_gone, to_limit(limit));
        return pictures_of(query);
    });
}

std::vector<base::SystemTime> Catalogue::capture_times(const std::string& camera_id,
                                                       std::size_t limit,
                                                       std::optional<base::SystemTime> after) {
    return read<std::vector<base::SystemTime>>([&](Database& database) {
        return capture_times_in(database, camera_number(database, camera_id), to_limit(limit),
                                after);
    });
}

std::vector<Capture> Catalogue::recent_captures(const std::string& camera_id, std::size_t count) {
    return read<std::vector<Capture>>([&](Database& database) {
        std::vector<Capture> captures;
        const auto camera = camera_number(database, camera_id);
        Query query(database,
                    "SELECT captured_ms, received_sha256, timed FROM picture WHERE camera = ?1 "
                    "ORDER BY captured_ms DESC, id DESC",
                    camera);
        while (captures.size() < count && query.next()) {
            Capture capture = capture_of(query);
            const bool is_again = !captures.empty() && captures.back().captured == capture.captured;
            if (capture.is_timed && !is_again) {
                captures.push_back(std::move(capture));
            }
        }
        return captures;
    });
}

std::vector<Capture> Catalogue::captures_since(const std::string& camera_id,
                                               base::SystemTime from) {
    return read<std::vector<Capture>>([&](Database& database) {
        std::vector<Capture> captures;
        const auto camera = camera_number(database, camera_id);
        const auto take = [&](const char* sql) {
            Query query(database, sql, camera, to_ms(from));
            while (query.next()) {
                Capture capture = capture_of(query);
                if (captures.empty() || captures.back().captured != capture.captured) {
                    captures.push_back(std::move(capture));
                }
            }
        };
        take("SELECT captured_ms, received_sha256, timed FROM picture WHERE camera = ?1 AND "
             "captured_ms <= ?2 ORDER BY captured_ms DESC, id DESC LIMIT 1");
        take("SELECT captured_ms, received_sha256, timed FROM picture WHERE camera = ?1 AND "
             "captured_ms > ?2 ORDER BY captured_ms, id DESC");
        return captures;
    });
}

std::optional<PicturePosition> Catalogue::last_expired(const std::string& camera_id,
                                                       const Expiry& expiry) {
    return read<std::optional<PicturePosition>>(
        [&](Database& database) -> std::optional<PicturePosition> {
            const auto camera = camera_number(database, camera_id);
            return camera ? find_last_expired(database, *camera, expiry) : std::nullopt;
        });
}

std::optional<RecordedPicture>
Catalogue::newest_before(const std::string& camera_id, const PicturePosition& position,
                         std::optional<std::chrono::milliseconds> local_end) {
    return read<std::optional<RecordedPicture>>([&](Database& database) {
        return find_newest_before(database, camera_number(database, camera_id), position,
                                  local_end ? std::optional(local_end->count()) : std::nullopt);
    });
}

std::vector<RecordedPicture>
Catalogue::begin_removal(const std::string& camera_id, const PicturePosition& last,
                         std::size_t limit, std::optional<PicturePosition> after,
                         const std::set<std::int64_t>& kept, Unsent unsent) {
    const std::lock_guard guard(m_mutex);
    std::vector<RecordedPicture> pictures;
    m_file.write([&](Database& database) {
        pictures.clear();
        if (const auto camera = camera_number(database, camera_id)) {
            pictures = mark_expired(database, *camera, last, to_limit(limit), after, kept, unsent);
        }
    });
    return pictures;
}

void Catalogue::end_removal(const std::vector<Removal>& removals) {
    const std::lock_guard guard(m_mutex);
    m_file.write([&](Database& database) { close_removals(database, removals, m_clock.now()); });
}

void Catalogue::tidy() {
    const std::lock_guard guard(m_mutex);
    m_file.maintain([](Database& database) {
        if (!database.is_read_only()) {
            database.run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    });
}

void Catalogue::back_up(const std::filesystem::path& copy) {
    const std::lock_guard guard(m_mutex);
    m_file.maintain([&](Database& database) { copy_database(database, copy); });
}

CatalogueCondition Catalogue::condition() {
    const std::lock_guard guard(m_mutex);
    CatalogueCondition condition;
    condition.exists =
        m_file.read([&](Database& database) { condition.is_read_only = database.is_read_only(); });
    if (const auto journal = m_file.journal_mode()) {
        condition.journal = *journal;
    }
    return condition;
}

} // namespace archive
