// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace archive {

/// Where a picture is kept: a folder, absolute, and the name of a file in it. Both are UTF-8 as
/// base::utf8_from_path() gives them; where names are bytes, those bytes.
struct FilePlace {
    std::string folder;
    std::string file;

    bool operator==(const FilePlace&) const = default;
};

/// What is known of a picture's bytes.
struct PictureFacts {
    std::uintmax_t size = 0;
    /// Zero when they are not known.
    int width = 0;
    int height = 0;
    /// Mean brightness from 0 (black) to 255; std::nullopt when it is not known.
    std::optional<double> brightness = std::nullopt;
    /// SHA-256 of the file, in hexadecimal digits.
    std::string sha256 = {};
    /// The same of the bytes that Ring sent, which a file with additions no longer has.
    std::string received_sha256 = {};
};

/// A place in an object store to which pictures are uploaded.
struct UploadTarget {
    /// "s3://BUCKET/PREFIX"
    std::string url;
    /// The address of the object store; empty for Amazon's.
    std::string endpoint = {};

    auto operator<=>(const UploadTarget&) const = default;
};

/// An upload that is to be made.
struct PlannedUpload {
    UploadTarget target;
    /// The name of the picture there, as a PictureName.
    std::string name;
};

/// A picture in the catalogue.
struct RecordedPicture {
    /// Its number in the catalogue; zero for one that is to be added. No number is given twice.
    std::int64_t number = 0;
    /// Ring's id of the camera.
    std::string camera_id;
    /// The name by which it was last saved; empty when none was known.
    std::string camera_name;
    /// In whole milliseconds.
    base::SystemTime captured;
    /// What local time was ahead of UTC by at the capture, on the machine that saved it.
    std::chrono::seconds utc_offset{0};
    /// Ring said when it was captured; otherwise `captured` is when it was downloaded.
    bool is_timed = true;
    FilePlace place;
    PictureFacts facts;
    base::SystemTime saved;
    /// When its file was found deleted, changed or replaced, or was deleted by this program;
    /// std::nullopt while it should be in its place.
    std::optional<base::SystemTime> gone;
    /// Of one that is to be added: how many folders at the end of its place are part of its name;
    /// std::nullopt when that is not known.
    std::optional<int> name_folders = std::nullopt;
    /// Of one that is to be added: where it is to be uploaded.
    std::vector<PlannedUpload> uploads = {};
};

/// A file under a steady name, such as that of --latest: not a picture of the archive, but the
/// catalogue knows which capture it shows.
struct SteadyCopy {
    FilePlace place;
    std::string camera_id;
    base::SystemTime captured;
    bool is_timed = true;
    std::uintmax_t size = 0;
    /// SHA-256 of the file, in hexadecimal digits.
    std::string sha256 = {};
    std::string received_sha256 = {};
    base::SystemTime saved;
};

} // namespace archive
