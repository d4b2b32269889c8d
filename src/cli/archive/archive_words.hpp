// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"
#include "base/clock.hpp"
#include "cli/output/output.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cli {

/// A number as people read it: "8,712".
std::string grouped(std::uintmax_t number);

/// A number and what it counts: "1 picture", "8,712 pictures".
std::string counted(std::uintmax_t number, std::string_view one, std::string_view many);

/// A size in decimal units: "812 bytes", "4.2 MB", "374 MB".
std::string describe_size(std::uintmax_t bytes);

/// The name of a camera for people.
std::string camera_title(const std::string& id, const std::string& name);

/// Its name in JSON: null when it is not known.
Json camera_name_json(const std::string& id, const std::string& name);

/// A picture of the catalogue with all that is recorded of it.
Json to_json(const archive::RecordedPicture& picture);

} // namespace cli
