// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_identity.hpp"

#include "base/files/files_detail.hpp"
#include "base/files/posix/descriptor.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#ifdef __linux__
#include <sys/vfs.h>
#else
#include <sys/mount.h>
#include <sys/param.h>
#endif

namespace base {

namespace fs = std::filesystem;

std::optional<FileIdentity> identity_of(const fs::path& path) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0) {
        return std::nullopt;
    }
    return FileIdentity{static_cast<std::uint64_t>(status.st_dev),
                        static_cast<std::uint64_t>(status.st_ino)};
}

std::error_code move_without_replacing(const fs::path& from, const fs::path& to) {
    if (::link(from.c_str(), to.c_str()) == 0) {
        ::unlink(from.c_str());
        return {};
    }
    if (errno == EEXIST) {
        return last_error();
    }

    // FAT and some network drives have no second names.
    struct stat status {};

    if (::lstat(to.c_str(), &status) == 0) {
        return std::make_error_code(std::errc::file_exists);
    }
    return ::rename(from.c_str(), to.c_str()) == 0 ? std::error_code() : last_error();
}

void flush_file(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (!file.is_open()) {
        throw file_error(FileAction::write, path, last_error());
    }
#ifdef __APPLE__
    // fsync() there does not reach the disk itself.
    const bool is_flushed = ::fcntl(file.get(), F_FULLFSYNC) == 0 || ::fsync(file.get()) == 0;
#else
    const bool is_flushed = ::fsync(file.get()) == 0;
#endif
    if (!is_flushed && errno != EINVAL && errno != ENOTSUP) {
        throw file_error(FileAction::write, path, last_error());
    }
    const Descriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.is_open() && ::fsync(folder.get()) != 0 && errno == EIO) {
        throw file_error(FileAction::write, path, last_error());
    }
}

std::string shared_file_system(const fs::path& path) {
    struct statfs facts {};

    if (::statfs(path.c_str(), &facts) != 0) {
        return {};
    }
#ifdef __linux__
    // The kernel's numbers (statfs(2)); its headers do not name all of them.
    constexpr std::array<std::pair<std::uint32_t, const char*>, 8> k_kinds = {{
        {0x6969U, "NFS"},
        {0x517BU, "SMB"},
        {0xFF534D42U, "SMB"},
        {0xFE534D42U, "SMB"},
        {0x65735546U, "FUSE"},
        {0x01021997U, "9P"},
        {0x786F4256U, "VirtualBox"},
        {0x73757245U, "network"},
    }};
    const auto kind = static_cast<std::uint32_t>(facts.f_type);
    for (const auto& [number, name] : k_kinds) {
        if (kind == number) {
            return name;
        }
    }
#else
    constexpr std::array<std::pair<std::string_view, const char*>, 8> k_kinds = {{
        {"nfs", "NFS"},
        {"smbfs", "SMB"},
        {"afpfs", "network"},
        {"webdav", "network"},
        {"macfuse", "FUSE"},
        {"osxfuse", "FUSE"},
        {"fusefs", "FUSE"},
        {"vboxsf", "VirtualBox"},
    }};
    for (const auto& [kind, name] : k_kinds) {
        if (kind == facts.f_fstypename) {
            return name;
        }
    }
#endif
    return {};
}

} // namespace base
