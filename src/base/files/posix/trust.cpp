// SPDX-License-Identifier: Apache-2.0
#include "base/files/trust.hpp"

#include "base/files/files.hpp"

#include <grp.h>
#include <pwd.h>
#include <string>
#include <sys/stat.h>
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
    // A group does not list the users whose primary group it is; that there is just one is told by
    // its name.
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

bool others_can_write(const struct stat& status) {
    return (status.st_mode & S_IWOTH) != 0 ||
           ((status.st_mode & S_IWGRP) != 0 && !is_private_group(status.st_uid, status.st_gid));
}

} // namespace

std::optional<Distrust::Reason> reason_to_distrust(const fs::path& path) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0 ||
        (status.st_uid != ::geteuid() && status.st_uid != 0)) {
        return Distrust::Reason::other_owner;
    }
    return others_can_write(status) ? std::optional(Distrust::Reason::others_can_write)
                                    : std::nullopt;
}

bool is_own_folder(const fs::path& folder) {
    struct stat status {};

    return ::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
           status.st_uid == ::geteuid() && !others_can_write(status);
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
