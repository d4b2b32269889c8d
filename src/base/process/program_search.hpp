// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace base {

/// The file of the program `name` in the folders of PATH; std::nullopt when it is in none of them.
/// Relative folders there, such as the working folder, are left out: who may write in them may have
/// put anything there.
/// @param name  without folders; on Windows without ".exe"
std::optional<std::filesystem::path> find_on_path(std::string_view name);

} // namespace base
