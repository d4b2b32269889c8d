// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"
#include "archive/picture_name.hpp"
#include "base/clock.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace archive {

/// What is known of a stored picture without reading it.
struct StoredPicture {
    std::uintmax_t size = 0;
    /// The capture time that it was stored with, unless somebody changed it since.
    base::SystemTime modified;
};

/// What tells whether a stored picture still has the bytes that were saved.
struct PictureDigest {
    std::uintmax_t size = 0;
    /// SHA-256 in hexadecimal digits.
    std::string sha256;
};

/// What became of a picture that was saved.
enum class FileState {
    /// The bytes that were saved.
    unchanged,
    /// Something else has that name now.
    changed,
    /// Its folder is there, and nothing in it has that name.
    missing,
    /// Nothing can be said: its folder is not there, or it cannot be looked at right now.
    unreachable,
};

/// Where a stored picture is, for people and programs.
struct PictureLocation {
    /// As the user named the folder.
    std::string shown;
    /// The same place wherever a program is started.
    std::string absolute;
    /// The same place however the folder is named, by relative paths or links.
    FilePlace place;
};

/// A place that keeps pictures by name. May be used from many threads.
class PictureStore {
public:
    virtual ~PictureStore() = default;

    /// std::nullopt when nothing has that name. Throws Error{cannot_write} when something that is
    /// not a picture has it, or when the store cannot be asked.
    virtual std::optional<StoredPicture> find(const PictureName& name) const = 0;

    /// std::nullopt when nothing has that name. Throws Error{cannot_write} when it cannot be read.
    virtual std::optional<std::string> read(const PictureName& name) const = 0;

    /// Stores the picture in place of whatever has that name, whole or not at all, with `captured`
    /// as its time. Throws Error{cannot_write}.
    virtual void put(const PictureName& name, std::string_view bytes,
                     base::SystemTime captured) = 0;

    /// Compares what has that name with what was saved under it: the size, and the SHA-256 when the
    /// size agrees. Does not throw.
    virtual FileState state_of(const PictureName& name, const PictureDigest& saved) const = 0;

    /// Removes the picture if it still is what was saved.
    /// @return `unchanged` when it was removed, else why it was not: also `unreachable` when the
    ///         store refused to remove it
    virtual FileState remove_if_unchanged(const PictureName& name, const PictureDigest& saved) = 0;

    virtual PictureLocation location(const PictureName& name) const = 0;
};

} // namespace archive
