// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/database.hpp"
#include "archive/catalogue/recorded_picture.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace archive {

// How uploads stand in the tables of the catalogue. All functions throw DatabaseError.

/// Whether there are such tables: not in a catalogue of an earlier version that is only read.
bool has_uploads(Database& database);

/// The number of a target in its table; std::nullopt when it has none.
std::optional<std::int64_t> target_number(Database& database, const UploadTarget& target);

/// The same; one that has none gets one.
std::int64_t target_number_made(Database& database, const UploadTarget& target);

/// Adds uploads of a picture that are not known yet.
/// @return how many those were
std::size_t plan_uploads(Database& database, std::int64_t picture,
                         const std::vector<PlannedUpload>& uploads);

} // namespace archive
