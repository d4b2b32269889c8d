// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive.hpp"
#include "archive/picture_history.hpp"
#include "base/clock.hpp"
#include "cli/output/output.hpp"
#include "ring/devices/device.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// The warning for a camera whose newest captures are identical.
inline constexpr std::string_view k_frozen_warning =
    "the last ten pictures are the same, byte for byte; the camera may be frozen or covered";

/// What the catalogue says about one camera's pictures.
struct CameraStatus {
    archive::CameraReport report;
    /// The camera's name, or "camera ID".
    std::string title;
    /// What became of the newest picture; std::nullopt where there is none.
    std::optional<archive::FileState> file;

    /// Whether there is no picture of at most this age: none at all, an older one, or one whose age
    /// a wrong clock hides.
    bool is_older_than(std::chrono::milliseconds max_age) const;
};

/// The cameras of the catalogue and those of `expected`, sorted by title. With `devices` only
/// those, in the order given: an id, whether the catalogue knows it or not, or a name as there.
/// Throws Error{unknown_device} for a name that the catalogue does not know, Error{cannot_write}
/// when the catalogue cannot be read.
std::vector<CameraStatus> find_camera_statuses(archive::Archive& archive,
                                               const std::vector<ring::DeviceId>& expected,
                                               const std::vector<std::string>& devices,
                                               base::SystemTime now);

/// One of `cameras` in the JSON object of `status` (docs/json.md).
Json to_json(const CameraStatus& camera, std::optional<std::chrono::milliseconds> max_age);

/// The newest picture's age in words: "2 min ago", "no picture yet".
std::string describe_age(const CameraStatus& camera);

} // namespace cli
