// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace settings {

/// Whether arrays and objects stand in each other more than 100 deep in a JSON text, which no file
/// of this program needs. The JSON library copies and writes values by recursion, and deep ones
/// would overflow its stack. Meaningless for a text that is not JSON.
bool is_nested_too_deep(std::string_view text);

/// The object in the text of a settings file. Throws Error{cannot_write} that names line and column
/// when `text` is not a JSON object; `file` is its name for this message.
nlohmann::ordered_json parse_object(std::string_view text, const std::string& file);

} // namespace settings
