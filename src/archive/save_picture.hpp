// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/file_name.hpp"
#include "archive/picture_store.hpp"

#include <string_view>

namespace archive {

/// Where a picture ended up.
struct SavedPicture {
    PictureName name;
    PictureLocation location;
    /// The same bytes were there already; the file was not touched.
    bool unchanged = false;
    /// A newer capture is there under a name without a time; it was left alone.
    bool kept_newer = false;
};

/// Saves a picture in `store` under its rendered name, with fields.time as its time.
///
/// - The same bytes there already: left alone, reported as unchanged.
/// - The same capture there (equal time, with the resolution of file systems): replaced.
/// - A template that holds a time, and another capture under that name (the repeated hour in
///   autumn): the local offset is appended to the stem (" +0100"), then " (2)", " (3)" …, so that
///   no capture is lost.
/// - A .jpg there that is not a JPEG, or only the beginning of one: replaced, whatever its time.
/// - A template without a time: an older capture never replaces a newer file (where the store does
///   not keep times, nobody knows which is newer, and the last one counts).
///
/// Throws Error{cannot_write}. Safe against other processes that save into the same folder: no
/// file is ever half written.
SavedPicture save_picture(PictureStore& store, const NameTemplate& name_template,
                          const NameFields& fields, std::string_view bytes);

} // namespace archive
