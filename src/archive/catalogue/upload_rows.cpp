// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/upload_rows.hpp"

namespace archive {

bool has_uploads(Database& database) {
    return database.number_of("SELECT count(*) FROM sqlite_schema WHERE name = 'upload'") != 0;
}

std::optional<std::int64_t> target_number(Database& database, const UploadTarget& target) {
    Query query(database, "SELECT id FROM target WHERE url = ?1 AND endpoint = ?2", target.url,
                target.endpoint);
    return query.next() ? std::optional(query.number(0)) : std::nullopt;
}

std::int64_t target_number_made(Database& database, const UploadTarget& target) {
    if (const auto number = target_number(database, target)) {
        return *number;
    }
    Query(database, "INSERT INTO target(url, endpoint) VALUES(?1, ?2)", target.url, target.endpoint)
        .run();
    return database.last_row();
}

std::size_t plan_uploads(Database& database, std::int64_t picture,
                         const std::vector<PlannedUpload>& uploads) {
    std::size_t count = 0;
    for (const PlannedUpload& upload : uploads) {
        Query(database,
              "INSERT OR IGNORE INTO upload(picture, target, captured_ms, name) SELECT id, ?2, "
              "captured_ms, ?3 FROM picture WHERE id = ?1 AND gone_ms IS NULL",
              picture, target_number_made(database, upload.target), upload.name)
            .run();
        count += static_cast<std::size_t>(database.changes());
    }
    return count;
}

} // namespace archive
