// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace archive {

/// The tags of EXIF that this program reads or writes, by their numbers (EXIF 3.0, 4.6).
struct ExifTag {
    enum : std::uint32_t {
        // Of the first folder.
        image_description = 0x010E,
        make = 0x010F,
        model = 0x0110,
        x_resolution = 0x011A,
        y_resolution = 0x011B,
        resolution_unit = 0x0128,
        software = 0x0131,
        date_time = 0x0132,
        ycbcr_positioning = 0x0213,
        exif_folder = 0x8769,
        // Of the folder for EXIF.
        exif_version = 0x9000,
        date_time_original = 0x9003,
        date_time_digitized = 0x9004,
        offset_time = 0x9010,
        offset_time_original = 0x9011,
        offset_time_digitized = 0x9012,
        components_configuration = 0x9101,
        subsec_time = 0x9290,
        subsec_time_original = 0x9291,
        subsec_time_digitized = 0x9292,
        flashpix_version = 0xA000,
        color_space = 0xA001,
        pixel_x_dimension = 0xA002,
        pixel_y_dimension = 0xA003,
        body_serial_number = 0xA431,
    };
};

} // namespace archive
