// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace settings {

/// JSON whose objects keep the order of their members.
using Json = nlohmann::ordered_json;

/// The object in the text of a settings file. Throws Error{cannot_write} that names line and column
/// when `text` is not a JSON object; `file` is its name for this message.
Json parse_object(std::string_view text, const std::string& file);

/// The object in the text of a file that a run can do without; an empty one for any other text.
Json object_or_empty(std::string_view text);

/// Whether JSON is nested more than `deepest` deep, or has more than `most` values. The JSON
/// library copies and writes values by recursion, and deep ones would overflow its stack.
bool exceeds_limits(std::string_view text, int deepest,
                    std::size_t most = std::numeric_limits<std::size_t>::max());

} // namespace settings
