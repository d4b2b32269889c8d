// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/recorded_folders.hpp"
#include "archive/thinning.hpp"
#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace archive {

/// Which older pictures of a camera to keep.
struct Retention {
    /// Those captured within this time.
    std::optional<std::chrono::milliseconds> age;
    /// This many, the newest ones.
    std::optional<std::size_t> count;
    /// What stays of those that are older than `age`.
    Thinning thinning = {};

    bool keeps_all() const { return !age && !count; }
};

/// The same with twice the time and the count: what pictures that are still to be uploaded are kept
/// by. What thinning keeps stays all the same.
Retention doubled(const Retention& retention);

/// Calls `take` for each picture that remove_expired() would delete now, in order of capture, and
/// changes nothing; those that are still to be uploaded go by doubled(). Reads each of these files.
/// Throws Error{cannot_write} when the catalogue cannot be used, Error{interrupted}.
/// @param take  the picture, and whether it is still to be uploaded
void for_each_expired(Catalogue& catalogue, const OpenFolder& open_folder,
                      const std::string& camera_id, const Retention& retention,
                      std::optional<base::SystemTime> now,
                      const std::function<void(const RecordedPicture&, bool)>& take,
                      std::stop_token stop = {});

/// Deletes what `retention` lets go of a camera's pictures: whatever either rule gives up and
/// thinning does not keep, but never the newest. Only a picture whose file is as it was recorded
/// (size and SHA-256) is deleted; a changed one is left alone and forgotten, as is the row of a
/// file that is known to be gone: its folder still holds another recorded picture. While the folder
/// cannot be reached, perhaps because a NAS is not mounted, its rows stay as they are, and are
/// tried again the next time, as is a picture that cannot be deleted.
///
/// Goes by batches, each marked before its files are deleted and closed after, so that memory does
/// not grow with the number of pictures; ends after the picture at hand when `stop` is requested.
/// @param now  by Ring's clock; std::nullopt while that is not known, and then none is too old: a
///             machine whose clock is wrong must not lose pictures
/// @param unsent  pictures that are still to be uploaded are left out, or are the only ones
/// @return how many pictures were deleted. Throws Error{cannot_write} when the catalogue cannot be
///         used.
std::size_t remove_expired(Catalogue& catalogue, const OpenFolder& open_folder,
                           const std::string& camera_id, const Retention& retention,
                           std::optional<base::SystemTime> now, std::stop_token stop = {},
                           Unsent unsent = Unsent::left_out);

} // namespace archive
