// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/file_name.hpp"
#include "base/clock.hpp"
#include "cli/line/options.hpp"
#include "film/film_plan.hpp"
#include "film/frame_choice.hpp"

#include <filesystem>
#include <string>

namespace cli {

/// What a `timelapse` makes: its options completed and checked.
struct TimelapseRequest {
    film::FrameRules rules;
    film::FilmLook look;
    /// The stretch of time in words, to follow "no pictures": "on 2026-11-22".
    std::string stretch;
    std::filesystem::path folder;
    archive::NameTemplate name;
    /// --out names the file of one film, of which `folder` and `name` are the parts.
    bool is_one_file = false;

    /// Where the film of a camera goes.
    /// @param camera_name  or what stands for it
    std::filesystem::path path_of(const std::string& camera_id,
                                  const std::string& camera_name) const;

    /// What names of films are made of.
    archive::NameFields fields(const std::string& camera_id, const std::string& camera_name) const;
};

/// Throws Error{usage} for values that are not what they should be, and options that do not go
/// together.
TimelapseRequest make_timelapse_request(const TimelapseOptions& options, base::SystemTime now);

} // namespace cli
