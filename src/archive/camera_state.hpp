// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace archive {

/// How a camera stands, by its newest picture.
enum class CameraState {
    /// The picture is as new as can be expected.
    current,
    /// Or its age is not known, since the clock is wrong.
    old,
    /// There is no picture.
    none,
    /// Its file is gone or was changed.
    missing,
    /// The newest captures are the same, byte for byte.
    frozen,
};

/// The name of `state` in JSON: "current".
std::string_view name_of(CameraState state);

/// The age from which on a picture is old: `limit`, by default three times the usual interval, and
/// 15 minutes at least.
std::chrono::milliseconds
longest_current_age(std::optional<std::chrono::milliseconds> limit,
                    std::optional<std::chrono::milliseconds> usual_interval);

/// Whether a picture is older than `longest`, or its age is unknown.
bool is_older_than(std::optional<std::chrono::milliseconds> age, std::chrono::milliseconds longest);

/// What a camera's state is judged by.
struct CameraFacts {
    bool has_picture = false;
    /// Its file is there, and has the bytes that were saved.
    bool is_in_place = false;
    bool is_frozen = false;
    std::optional<std::chrono::milliseconds> age;
    std::chrono::milliseconds longest_age{0};
};

/// What is worst about a camera.
CameraState judge(const CameraFacts& facts);

} // namespace archive
