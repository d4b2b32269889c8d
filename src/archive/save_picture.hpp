// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"
#include "archive/file_name.hpp"
#include "archive/picture_store.hpp"
#include "base/clock.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace archive {

/// Where a picture ended up.
struct SavedPicture {
    PictureName name;
    PictureLocation location;
    /// The same capture with the same bytes was there already; the file was not touched.
    bool unchanged = false;
    /// A newer capture is there under a name without a time; it was left alone.
    bool kept_newer = false;
    /// The catalogue does not know yet that this picture is there.
    bool to_be_recorded = true;
    /// What the file holds, this picture or one that was kept.
    PictureDigest digest = {};
};

/// A file as the catalogue knows it.
struct KnownFile {
    std::string camera_id;
    base::SystemTime captured;
    /// Ring said when it was captured.
    bool is_timed = true;
    PictureDigest digest;
    std::string received_sha256;
};

/// Tells what the catalogue knows of a place; std::nullopt where it knows nothing.
using KnownFiles = std::function<std::optional<KnownFile>(const FilePlace&)>;

/// A picture that is to be saved.
struct PictureToSave {
    /// What is written.
    std::string_view bytes;
    /// SHA-256 of these bytes, in hexadecimal digits.
    std::string_view sha256;
    /// The same of what Ring sent.
    std::string_view received_sha256;
    /// Ring said when it was captured.
    bool is_timed = true;
};

/// Saves a picture in `store` under its rendered name, with fields.time as its time. Which capture
/// a file shows, `known` says, and nothing else: the times of files are wrong on many drives. A
/// file that was changed since it was recorded is not known.
///
/// - The same capture with the same bytes there already, as Ring sent them: left alone, reported as
///   unchanged; and so is a file with the same bytes that is not known. What --exif adds does not
///   count.
/// - The same capture with other bytes: replaced.
/// - The same bytes captured later, as a frozen camera gives them: written again, with its time.
/// - A template that holds a time, and another file under that name (the repeated hour in autumn):
///   the local offset is appended to the stem (" +0100"), then " (2)", " (3)" …, so that no capture
///   is lost. But a .jpg that is not a JPEG, or only the beginning of one, is replaced.
/// - A template without a time: replaced, unless it is known to be a newer capture of the same
///   camera.
///
/// Throws Error{cannot_write}. Safe against other processes that save into the same folder: no
/// file is ever half written.
SavedPicture save_picture(PictureStore& store, const KnownFiles& known,
                          const NameTemplate& name_template, const NameFields& fields,
                          const PictureToSave& picture);

} // namespace archive
