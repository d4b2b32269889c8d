// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace archive {

/// What the EXIF data of a JPEG tells of the picture. Texts are valid UTF-8 without control
/// characters; empty when they are not there.
/// The maker of Ring's cameras, as EXIF data name it.
inline constexpr std::string_view k_maker = "Ring";

struct ExifFacts {
    std::string make;
    std::string software;
    /// What the picture shows: of ours the name of the camera.
    std::string description;
    /// The serial number of the camera's body: of ours Ring's id of the camera.
    std::string serial;
    /// The local time of the capture, as if it were UTC.
    std::optional<std::chrono::sys_seconds> taken;
    /// What is to be added for the part of the second.
    std::chrono::milliseconds taken_part{0};
    /// What that local time was ahead of UTC by.
    std::optional<std::chrono::seconds> offset;
    /// Where the segment that holds the data stands in the file, with its marker.
    std::size_t segment_start = 0;
    std::size_t segment_size = 0;

    /// This program wrote it.
    bool is_ours() const;
};

/// The EXIF data of `jpeg`; std::nullopt when it has none that can be read. Looks at the segments
/// before the first scan alone, in time that does not depend on what they claim. Never throws but
/// std::bad_alloc.
std::optional<ExifFacts> read_exif(std::string_view jpeg);

/// `jpeg` without the segment of `exif`, which was read from it.
std::string without_exif(std::string_view jpeg, const ExifFacts& exif);

/// The bytes that Ring sent for a picture: `jpeg` without the EXIF data that this program added.
std::string as_received(std::string jpeg);

} // namespace archive
