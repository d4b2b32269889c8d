// SPDX-License-Identifier: Apache-2.0
#include "base/files/trust.hpp"

#include "base/files/windows/access.hpp"

#include <system_error>

namespace base {

namespace fs = std::filesystem;

namespace {

bool others_can_write(const fs::path& path) {
    constexpr DWORD k_any_change = FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_DELETE_CHILD | DELETE |
                                   WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL;
    return others_have_rights(path, k_any_change);
}

} // namespace

std::optional<Distrust::Reason> reason_to_distrust(const fs::path& path) {
    if (!belongs_to_us_or_system(path)) {
        return Distrust::Reason::other_owner;
    }
    return others_can_write(path) ? std::optional(Distrust::Reason::others_can_write)
                                  : std::nullopt;
}

bool is_own_folder(const fs::path& folder) {
    std::error_code error;
    return fs::is_directory(folder, error) && belongs_to_this_user(folder) &&
           !others_can_write(folder);
}

} // namespace base
