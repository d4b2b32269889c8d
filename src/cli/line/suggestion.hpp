// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// "did you mean …?" for the candidate that somebody who typed `word` most likely meant, by edit
/// distance without case; `otherwise` when none is near.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates,
                       const std::string& otherwise);

} // namespace cli
