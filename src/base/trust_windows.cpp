// SPDX-License-Identifier: Apache-2.0
#include "base/access_windows.hpp"
#include "base/files.hpp"

#include <system_error>

namespace base {

namespace fs = std::filesystem;

namespace {

bool is_ours_alone(const fs::path& path) {
    constexpr DWORD k_any_change = FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_DELETE_CHILD | DELETE |
                                   WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL;
    return belongs_to_us_or_system(path) && !others_have_rights(path, k_any_change);
}

} // namespace

bool is_own(const fs::path& path) {
    return belongs_to_us(path);
}

std::string owner_of(const fs::path& path) {
    return owner_name(path);
}

bool is_trustworthy(const fs::path& path) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    return !error && is_ours_alone(real) && is_ours_alone(real.parent_path());
}

} // namespace base
