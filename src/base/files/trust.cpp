// SPDX-License-Identifier: Apache-2.0
#include "base/files/trust.hpp"

#include <system_error>

namespace base {

std::vector<Distrust> find_distrust(const std::filesystem::path& path) {
    std::error_code error;
    const std::filesystem::path real = std::filesystem::canonical(path, error);
    if (error) {
        return {{path, Distrust::Reason::other_owner}};
    }
    std::vector<Distrust> found;
    for (const std::filesystem::path& place : {real, real.parent_path()}) {
        if (const auto reason = reason_to_distrust(place)) {
            found.push_back({place, *reason});
        }
    }
    return found;
}

} // namespace base
