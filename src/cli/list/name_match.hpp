// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// A name as it is compared: without case and without blanks around it.
std::string comparable_name(std::string_view name);

/// The positions in `names` of those that `text` means: the names that are `text`; else those that
/// are it without blanks ("frontdoor"); else those that begin with it, or of which a later word does
/// ("door"). Case never counts, blanks only in the first step. Empty when none is meant, and always
/// for an empty text, as of a variable that is not set.
std::vector<std::size_t> find_names(std::string_view text, const std::vector<std::string>& names);

/// The name in `names` that is like `text`, as a whole or in one of its words, for "did you mean";
/// empty when none is.
std::string name_like(std::string_view text, const std::vector<std::string>& names);

} // namespace cli
