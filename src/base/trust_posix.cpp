// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"

#include <grp.h>
#include <pwd.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace base {

namespace fs = std::filesystem;

namespace {

/// Whether `owner` is the only member of `group`: the user-private group that many distributions
/// give each user, together with a umask that lets the group write.
bool is_private_group(uid_t owner, gid_t group) {
    std::vector<char> user_buffer(16384);
    std::vector<char> group_buffer(65536);
    passwd user{};
    passwd* found_user = nullptr;
    ::group members{};
    ::group* found_group = nullptr;
    if (::getpwuid_r(owner, &user, user_buffer.data(), user_buffer.size(), &found_user) != 0 ||
        found_user == nullptr || user.pw_gid != group) {
        return false;
    }
    if (::getgrgid_r(group, &members, group_buffer.data(), group_buffer.size(), &found_group) !=
            0 ||
        found_group == nullptr) {
        return false;
    }
    // The users whose first group it is are not among its members; so the name has to tell that
    // there is but one.
    const std::string name = user.pw_name;
    if (members.gr_name != name) {
        return false;
    }
    for (char** member = members.gr_mem; *member != nullptr; ++member) {
        if (*member != name) {
            return false;
        }
    }
    return true;
}

bool is_ours_alone(const fs::path& path) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0) {
        return false;
    }
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        return false;
    }
    if ((status.st_mode & S_IWOTH) != 0) {
        return false;
    }
    return (status.st_mode & S_IWGRP) == 0 || is_private_group(status.st_uid, status.st_gid);
}

} // namespace

bool is_trustworthy(const fs::path& path) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    return !error && is_ours_alone(real) && is_ours_alone(real.parent_path());
}

bool is_own(const fs::path& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) != 0 || status.st_uid == ::geteuid();
}

std::string owner_of(const fs::path& path) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0) {
        return {};
    }
    std::vector<char> buffer(16384);
    passwd user{};
    passwd* found = nullptr;
    if (::getpwuid_r(status.st_uid, &user, buffer.data(), buffer.size(), &found) != 0 ||
        found == nullptr) {
        return std::to_string(status.st_uid);
    }
    return user.pw_name;
}

} // namespace base
