// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace archive {

/// What --exif writes into a picture.
struct ExifToWrite {
    /// Ring's id of the camera.
    std::string camera_id;
    /// Empty when it is not known.
    std::string camera_name;
    std::string model;
    /// When Ring says that the picture was captured.
    std::optional<base::SystemTime> captured;
    /// In pixels.
    int width = 0;
    int height = 0;
};

/// No segment that with_exif() adds is larger.
inline constexpr std::size_t k_largest_exif = 1023;

/// `jpeg` with one segment of EXIF data behind its start and its APP0 segments; nothing else is
/// touched, so that the picture without the segment is what came. One that has EXIF data is
/// returned as it is. The same arguments make the same bytes in the same time zone.
std::string with_exif(std::string_view jpeg, const ExifToWrite& exif);

} // namespace archive
