// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_stamp.hpp"

#include <sys/stat.h>

namespace base {
namespace {

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

} // namespace

std::optional<FileStamp> stamp_of(const std::filesystem::path& path) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return {};
    }
#ifdef __APPLE__
    const timespec modified = status.st_mtimespec;
    const timespec changed = status.st_ctimespec;
#else
    const timespec modified = status.st_mtim;
    const timespec changed = status.st_ctim;
#endif
    return FileStamp{.identity = {static_cast<std::uint64_t>(status.st_dev),
                                  static_cast<std::uint64_t>(status.st_ino)},
                     .size = static_cast<std::uint64_t>(status.st_size),
                     .modified = nanoseconds(modified),
                     .changed = nanoseconds(changed)};
}

} // namespace base
