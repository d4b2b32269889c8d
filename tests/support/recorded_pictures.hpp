// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"

#include <chrono>
#include <string>

namespace test {

/// When the pictures of tests were captured: 2026-09-21 14:13:20 UTC.
inline constexpr base::SystemTime k_first_capture{std::chrono::seconds(1'790'000'000)};

/// 64 hexadecimal digits that differ for each `number`.
inline std::string digest(int number) {
    const std::string digits = std::to_string(number);
    return std::string(64 - digits.size(), 'a') + digits;
}

/// A picture of camera 1234, captured `number` minutes after k_first_capture, with all that is
/// recorded of one.
inline archive::RecordedPicture recorded_picture(int number,
                                                 const std::string& folder = "/pictures") {
    archive::RecordedPicture picture;
    picture.camera_id = "1234";
    picture.camera_name = "Front Door";
    picture.captured = k_first_capture + std::chrono::minutes(number);
    picture.utc_offset = std::chrono::hours(2);
    picture.place = {folder, std::to_string(number) + ".jpg"};
    picture.facts = {.size = 1000 + static_cast<std::uintmax_t>(number),
                     .width = 640,
                     .height = 360,
                     .brightness = 97.5,
                     .sha256 = digest(number),
                     .received_sha256 = digest(number)};
    picture.saved = picture.captured + std::chrono::seconds(3);
    return picture;
}

} // namespace test
