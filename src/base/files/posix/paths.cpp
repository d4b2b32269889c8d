// SPDX-License-Identifier: Apache-2.0
#include "base/files/paths.hpp"

namespace base {

std::filesystem::path system_path(const std::filesystem::path& path) {
    return path;
}

std::filesystem::path plain_path(const std::filesystem::path& path) {
    return path;
}

} // namespace base
