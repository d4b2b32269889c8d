// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace settings {

/// Whether arrays and objects stand in each other more than 100 deep in a text of JSON, which no
/// file of this program needs. The JSON library copies and writes values by recursion, which ends
/// the process when they are deep. For what is no JSON the answer means nothing.
bool is_nested_too_deep(std::string_view text);

} // namespace settings
