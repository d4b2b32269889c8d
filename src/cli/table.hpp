// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cli {

/// Lines of a table whose columns line up, wide characters included; two blanks between columns,
/// none at the ends of lines. Texts are made printable.
std::vector<std::string> format_table(const std::vector<std::vector<std::string>>& rows);

} // namespace cli
