// SPDX-License-Identifier: Apache-2.0
#include "base/files/trust.hpp"

#include "base/files/files.hpp"
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

void add_distrust(const fs::path& path, std::vector<Distrust>& found) {
    if (!belongs_to_us_or_system(path)) {
        found.push_back({path, Distrust::Reason::other_owner});
    } else if (others_can_write(path)) {
        found.push_back({path, Distrust::Reason::others_can_write});
    }
}

} // namespace

bool is_own(const fs::path& path) {
    return belongs_to_us(path);
}

std::string owner_of(const fs::path& path) {
    return owner_name(path);
}

std::vector<Distrust> find_distrust(const fs::path& path) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error) {
        return {{path, Distrust::Reason::other_owner}};
    }
    std::vector<Distrust> found;
    add_distrust(real, found);
    add_distrust(real.parent_path(), found);
    return found;
}

bool is_trustworthy(const fs::path& path) {
    return find_distrust(path).empty();
}

bool is_own_folder(const fs::path& folder) {
    std::error_code error;
    return fs::is_directory(folder, error) && belongs_to_this_user(folder) &&
           !others_can_write(folder);
}

} // namespace base
