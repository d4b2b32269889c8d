// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/picture_index.hpp"
#include "archive/picture_store.hpp"
#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace archive {

/// Which older pictures of a camera to keep.
struct Retention {
    /// Those captured within this time.
    std::optional<std::chrono::milliseconds> age;
    /// This many, the newest ones.
    std::optional<std::size_t> count;

    bool keeps_all() const { return !age && !count; }
};

/// Those of `entries` that `retention` lets go at `now`, for one camera: whatever either rule gives
/// up, but never the newest.
/// @param now  by the service's clock; std::nullopt while that is not known, and then none is too
///             old: a machine whose clock is wrong must not lose pictures
std::vector<IndexEntry> expired(std::vector<IndexEntry> entries, const std::string& camera_id,
                                const Retention& retention, std::optional<base::SystemTime> now);

/// Gives the store of a folder that the record names.
using OpenFolder = std::function<std::unique_ptr<PictureStore>(const std::string& folder)>;

/// Deletes the expired pictures of a camera; `now` as above. Only a picture that stands in the
/// index unchanged (size and SHA-256) is deleted; a changed one is left alone and forgotten, as is
/// the entry of a file that is known to be gone: its folder still holds another recorded picture.
/// While the folder cannot be reached, perhaps because a NAS is not mounted, its entries stay.
/// Returns how many pictures were deleted. Throws Error{cannot_write} when the index cannot be
/// written; a picture that cannot be deleted stays in it and is tried again the next time.
std::size_t remove_expired(PictureIndex& index, const OpenFolder& open_folder,
                           const std::string& camera_id, const Retention& retention,
                           std::optional<base::SystemTime> now);

} // namespace archive
