// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/database.hpp"
#include "archive/catalogue/recorded_picture.hpp"
#include "base/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace archive {

// How pictures stand in the tables of the catalogue. All functions throw DatabaseError.

/// What a row of a query for pictures holds; `FROM` and the rest follow. Reads the tables picture,
/// camera and folder.
inline constexpr const char* k_picture_columns =
    "SELECT picture.id, camera.ring_id, camera.name, captured_ms, utc_offset, timed, folder.path, "
    "file, picture.bytes, width, height, brightness, sha256, received_sha256, saved_ms, gone_ms "
    "FROM picture JOIN camera ON camera.id = picture.camera JOIN folder ON folder.id = "
    "picture.folder ";

/// The picture in the row at which `query` is, which k_picture_columns began.
RecordedPicture picture_of(const Query& query);

std::int64_t to_ms(base::SystemTime time);
base::SystemTime from_ms(std::int64_t ms);

/// The number of a camera in its table; std::nullopt when it has none.
std::optional<std::int64_t> camera_number(Database& database, const std::string& camera_id);

/// The same; one that has none gets one. A name that is not empty becomes the camera's.
std::int64_t camera_number(Database& database, const std::string& camera_id,
                           const std::string& name);

/// The number of a folder in its table; std::nullopt when it has none.
std::optional<std::int64_t> folder_number(Database& database, const std::string& path);

/// The same; one that has none gets one.
std::int64_t folder_number_made(Database& database, const std::string& path);

/// What add_picture() made of a picture.
enum class Added {
    /// A new row.
    recorded,
    /// The picture was in its place already, or its gone capture was known.
    known,
};

/// Records a picture as Catalogue::add() says; within a transaction.
/// @param number  becomes that of its row
Added add_picture(Database& database, const RecordedPicture& picture, std::int64_t& number);

/// Records what a steady file shows, in place of whatever was recorded there.
void add_copy(Database& database, const SteadyCopy& copy);

/// What is recorded of the steady file in a place.
std::optional<SteadyCopy> copy_in(Database& database, const FilePlace& place);

/// Gives a picture another place; what was recorded there is gone.
void move_picture(Database& database, std::int64_t number, const FilePlace& place,
                  base::SystemTime now);

/// When pictures that are in their places were captured, each time once, in order.
std::vector<base::SystemTime> capture_times_in(Database& database,
                                               std::optional<std::int64_t> camera,
                                               std::int64_t limit,
                                               std::optional<base::SystemTime> after);

/// Closes the row of a picture that is no longer in its place.
void close_picture(Database& database, std::int64_t number, base::SystemTime when);

/// How long and how many of a camera's newest captures stay recorded though their files are gone:
/// what gaps and frozen cameras are told from.
inline constexpr auto k_history_time = std::chrono::hours(48);
inline constexpr std::size_t k_history_count = 10;

/// Deletes the rows of a camera's pictures that are gone and no longer needed.
void forget_gone(Database& database, std::int64_t camera, base::SystemTime now);

} // namespace archive
