// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// A camera as far as this machine knows it.
struct KnownCamera {
    std::string id;
    /// Empty when it is not known.
    std::string name;
};

/// The candidate that somebody who typed `word` most likely meant, by edit distance without case;
/// empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "did you mean …?" for that candidate; `otherwise` when none is near.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates,
                       const std::string& otherwise);

/// The usage error for words where a command should stand, with what may have been meant: a
/// command, or the picture of a camera.
/// @param words  not empty
base::Error unknown_command(const std::vector<std::string>& words,
                            const std::vector<KnownCamera>& cameras);

} // namespace cli
