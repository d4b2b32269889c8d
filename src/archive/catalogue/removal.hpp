// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/database.hpp"
#include "archive/catalogue/recorded_picture.hpp"
#include "base/clock.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace archive {

/// A point in the order of a camera's pictures: by capture, then by number.
struct PicturePosition {
    base::SystemTime captured;
    std::int64_t number = 0;

    auto operator<=>(const PicturePosition&) const = default;
};

inline PicturePosition position_of(const RecordedPicture& picture) {
    return {picture.captured, picture.number};
}

/// Which pictures of a camera have expired: whatever either rule gives up, but never the newest.
struct Expiry {
    /// Those captured before this.
    std::optional<base::SystemTime> before = std::nullopt;
    /// All but this many, the newest ones.
    std::optional<std::uintmax_t> keep = std::nullopt;
};

/// Which pictures are removed as far as uploads go.
enum class Unsent {
    /// Those that are not to be uploaded any more.
    left_out,
    /// Those that are still to be uploaded.
    only,
};

/// How the removal of a picture ended.
struct Removal {
    std::int64_t number = 0;
    /// Its file is gone, or has become another one; otherwise it stays recorded.
    bool is_gone = true;
};

// What the catalogue does in its tables when pictures are removed. All throw DatabaseError.

/// The newest picture of a camera, in its place, before a position.
/// @param local_end  the local time at its capture is before this, in milliseconds since 1970 as if
///                   it were UTC
std::optional<RecordedPicture> find_newest_before(Database& database,
                                                  std::optional<std::int64_t> camera,
                                                  const PicturePosition& position,
                                                  std::optional<std::int64_t> local_end);

/// The last picture of a camera that has expired.
std::optional<PicturePosition> find_last_expired(Database& database, std::int64_t camera,
                                                 const Expiry& expiry);

/// Marks the camera's pictures after `after` up to `last`, at most `limit`, in order; before them,
/// in the first call of a round, those that an earlier round left marked, whichever it was, unless
/// this one is for unsent ones only.
/// @param kept  the numbers of pictures that are left out
std::vector<RecordedPicture> mark_expired(Database& database, std::int64_t camera,
                                          const PicturePosition& last, std::int64_t limit,
                                          std::optional<PicturePosition> after,
                                          const std::set<std::int64_t>& kept, Unsent unsent);

/// Closes the rows of what is gone, and takes the mark from the others.
void close_removals(Database& database, const std::vector<Removal>& removals, base::SystemTime now);

} // namespace archive
