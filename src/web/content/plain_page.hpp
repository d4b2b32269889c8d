// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "web/content/camera_book.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace web {

/// How the plain page looks.
struct PlainPage {
    std::string title;
    /// Between two loads of the page.
    std::chrono::seconds refresh{30};
    bool is_dark = false;
    /// A key that the addresses of the pictures need; may be empty.
    std::string key = {};
};

/// The tiles without script, for browsers of any age.
std::string plain_page(const PlainPage& page, const std::vector<CameraView>& cameras,
                       base::SystemTime now);

/// A sentence on all cameras: "3 of 4 cameras are current; Garage: last picture 3 h ago".
std::string describe_cameras(const std::vector<CameraView>& cameras, base::SystemTime now);

/// A state in words: "current", "old", "no picture yet" …
std::string_view describe_state(archive::CameraState state);

} // namespace web
