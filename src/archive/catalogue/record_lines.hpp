// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"

#include <cstddef>
#include <functional>
#include <istream>
#include <optional>
#include <string>

namespace archive {

// Recorded pictures as lines of JSON: the record that earlier versions kept, and what waits to be
// taken into the catalogue.

/// The picture of a line; std::nullopt when it cannot be read. What older lines do not say is
/// filled in: saved when it was captured, received as it is in the file.
std::optional<RecordedPicture> read_record_line(const std::string& line);

/// The line of a picture, with its line end.
std::string to_record_line(const RecordedPicture& picture);

/// Hands the pictures of a record to `take`, in order.
/// @return how many lines could not be read (a power cut in mid-line); empty ones do not count
std::size_t read_record(std::istream& stream, const std::function<void(RecordedPicture)>& take);

} // namespace archive
