// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"

#include "base/files/files_detail.hpp"
#include "base/files/paths.hpp"
#include "base/files/posix/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace base {

namespace fs = std::filesystem;

namespace {

constexpr mode_t k_others = S_IRWXG | S_IRWXO;
constexpr mode_t k_for_owner = S_IRUSR | S_IWUSR;
constexpr mode_t k_for_all = 0666;

/// Takes the lock that tells remove_stale_temporaries(), also in another container, that the writer
/// of the temporary file `made` lives. False when another process has taken the file for abandoned
/// and removed it meanwhile. True on file systems without locks.
bool claim_temporary(int made, const fs::path& path) {
    if (::flock(made, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        ::unlink(path.c_str());
        return false;
    }

    struct stat status {};

    return ::lstat(path.c_str(), &status) == 0 || errno != ENOENT;
}

} // namespace

/// A new file beside `target` that takes its place or disappears.
class TemporaryFile {
public:
    TemporaryFile(const fs::path& target, mode_t mode) : m_target(target) {
        constexpr int k_attempts = 16;
        for (int i = 0; i < k_attempts; ++i) {
            m_path = folder_of(target) /
                     path_from_utf8(temporary_name(utf8_from_path(target.filename()), ::getpid()));
            m_file = Descriptor(
                ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
            if (!m_file.is_open()) {
                if (errno != EEXIST) {
                    break;
                }
            } else if (claim_temporary(m_file.get(), m_path)) {
                m_exists = true;
                return;
            }
        }
        fail();
    }

    ~TemporaryFile() {
        if (m_exists) {
            ::unlink(m_path.c_str());
        }
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const fs::path& path() const { return m_path; }

    void write(std::string_view bytes) {
        constexpr std::size_t k_most_at_once = std::size_t{1} << 30U;
        while (!bytes.empty()) {
            const ssize_t written =
                ::write(m_file.get(), bytes.data(), std::min(bytes.size(), k_most_at_once));
            if (written < 0 && errno != EINTR) {
                fail();
            }
            bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
        }
    }

    void leave_to_owner(std::optional<uid_t> only = {}) const {
        base::leave_to_owner(m_file.get(), m_path, only);
    }

    void set_modified(SystemTime time) {
        const auto whole = std::chrono::floor<std::chrono::seconds>(time);
        timespec modified{};
        modified.tv_sec = static_cast<time_t>(whole.time_since_epoch().count());
        modified.tv_nsec = static_cast<long>(
            std::chrono::duration_cast<std::chrono::nanoseconds>(time - whole).count());
        const std::array<timespec, 2> times = {modified, modified};
        // Some network file systems refuse; the file is worth more than its time.
        static_cast<void>(::futimens(m_file.get(), times.data()));
    }

    void flush() {
#ifdef __APPLE__
        // fsync() there does not reach the disk itself.
        if (::fcntl(m_file.get(), F_FULLFSYNC) == 0) {
            return;
        }
#endif
        if (::fsync(m_file.get()) != 0 && errno != EINVAL && errno != ENOTSUP) {
            fail();
        }
    }

    /// The lock is held until the file has its own name: a process that saw it free before would
    /// delete it.
    void move_into_place() {
        report_late_errors();
        if (::rename(m_path.c_str(), m_target.c_str()) != 0) {
            // Some network drives do not rename what is open.
            if (!m_file.close() || ::rename(m_path.c_str(), m_target.c_str()) != 0) {
                fail();
            }
        }
        m_exists = false;
    }

private:
    [[noreturn]] void fail() const {
        throw file_error(FileAction::write, m_target, last_error());
    }

    /// Some file systems tell only when a file is closed that the disk is full. They do so for each
    /// descriptor of it, while the lock belongs to all of them together.
    void report_late_errors() const {
        Descriptor copy(::fcntl(m_file.get(), F_DUPFD_CLOEXEC, 0));
        if (copy.is_open() && !copy.close()) {
            fail();
        }
    }

    fs::path m_target;
    fs::path m_path;
    Descriptor m_file;
    bool m_exists = false;
};

namespace {

/// Flushes the folder, so that the name of a new file in it survives a power cut.
void flush_folder_of(const fs::path& path) {
    const Descriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // A folder can be writable without being readable; some file systems cannot flush folders.
    if (folder.is_open() && ::fsync(folder.get()) != 0 && errno == EIO) {
        throw file_error(FileAction::write, path, last_error());
    }
}

bool has_ended(long process) {
    return ::kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH;
}

} // namespace

void leave_to_owner(int made, const fs::path& path, std::optional<uid_t> only) {
    if (::geteuid() != 0) {
        return;
    }
    const Descriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));

    struct stat around {};

    struct stat mine {};

    struct stat there {};

    if (!folder.is_open() || ::fstat(folder.get(), &around) != 0 || around.st_uid == 0 ||
        (only && *only != around.st_uid) || ::fstat(made, &mine) != 0 || mine.st_uid != 0) {
        return;
    }
    // In that very folder and nowhere else: its owner may have exchanged the folders meanwhile, to
    // be given a file in another one.
    const bool is_there =
        ::fstatat(folder.get(), path.filename().c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0 &&
        there.st_dev == mine.st_dev && there.st_ino == mine.st_ino;
    if (is_there && (S_ISDIR(mine.st_mode) || there.st_nlink == 1)) {
        // Where that is not allowed, all else still works.
        static_cast<void>(::fchown(made, around.st_uid, around.st_gid));
    }
}

bool is_abandoned(const fs::path& path, long process) {
    // Long enough for any write; a living process of that number is then another one, as in
    // containers, where each run may be number 1.
    constexpr time_t k_older_than_any_write = 600;

    const Descriptor file(
        ::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));

    struct stat status {};

    if (!file.is_open() || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
        (status.st_uid != ::geteuid() && ::geteuid() != 0)) {
        return false;
    }
    const bool is_old = ::time(nullptr) - status.st_ctime > k_older_than_any_write;
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        // Held, or a file system without locks, where the writer may be one that we cannot see.
        return errno != EWOULDBLOCK && errno != EINTR && is_old && has_ended(process);
    }
    return is_old || has_ended(process);
}

namespace {

/// A new temporary file for `target`, whose links were followed, with the rights and the owner that
/// `target` is to have.
/// @param path  the target as it is told in errors
std::unique_ptr<TemporaryFile> make_temporary(const fs::path& target, const fs::path& path,
                                              bool owner_only) {
    mode_t mode = owner_only ? k_for_owner : k_for_all;

    struct stat existing {};

    const bool exists = ::stat(target.c_str(), &existing) == 0;
    if (exists) {
        if (S_ISDIR(existing.st_mode)) {
            throw file_error(FileAction::write, path,
                             std::make_error_code(std::errc::is_a_directory));
        }
        if (!S_ISREG(existing.st_mode)) {
            throw file_error(FileAction::write, path, "it is a device, not a file");
        }
        if ((existing.st_mode & k_others) == 0) {
            mode = k_for_owner;
        }
    }
    auto file = std::make_unique<TemporaryFile>(target, mode);
    if (exists) {
        file->leave_to_owner(existing.st_uid);
    } else if (owner_only) {
        file->leave_to_owner();
    }
    return file;
}

} // namespace

void write_file_atomically(const fs::path& path, std::string_view bytes,
                           const WriteOptions& options) {
    const fs::path target = follow_links(path);
    const auto file = make_temporary(target, path, options.owner_only);
    file->write(bytes);
    if (options.modified) {
        file->set_modified(*options.modified);
    }
    if (options.durable) {
        file->flush();
    }
    file->move_into_place();
    if (options.durable) {
        flush_folder_of(target);
    }
}

class PendingFile::File {
public:
    explicit File(const fs::path& path)
        : m_target(follow_links(path)), m_file(make_temporary(m_target, path, false)) {}

    const fs::path& path() const { return m_file->path(); }

    void move_into_place() {
        m_file->flush();
        m_file->move_into_place();
        flush_folder_of(m_target);
    }

private:
    fs::path m_target;
    std::unique_ptr<TemporaryFile> m_file;
};

PendingFile::PendingFile(const fs::path& target) : m_file(std::make_unique<File>(target)) {}

PendingFile::~PendingFile() = default;

const fs::path& PendingFile::path() const {
    return m_file->path();
}

void PendingFile::move_into_place() {
    m_file->move_into_place();
}

std::optional<std::string> read_file(const fs::path& path, std::size_t limit) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!file.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return std::nullopt;
        }
        throw file_error(FileAction::read, path, last_error());
    }
    std::string bytes;
    std::array<char, 65536> part{};
    while (true) {
        const ssize_t count = ::read(file.get(), part.data(), part.size());
        if (count == 0) {
            return bytes;
        }
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            throw file_error(FileAction::read, path, last_error());
        }
        if (static_cast<std::size_t>(count) > limit - bytes.size()) {
            throw too_large_error(path, limit);
        }
        bytes.append(part.data(), static_cast<std::size_t>(count));
    }
}

bool is_folder(const fs::path& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::error_code make_folder(const fs::path& folder, bool owner_only) {
    if (::mkdir(folder.c_str(), owner_only ? S_IRWXU : 0777) != 0) {
        return last_error();
    }
    if (owner_only) {
        const Descriptor made(
            ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        leave_to_owner(made.get(), folder);
    }
    return {};
}

std::optional<SystemTime> modification_time(const fs::path& path) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0) {
        return std::nullopt;
    }
#ifdef __APPLE__
    const timespec modified = status.st_mtimespec;
#else
    const timespec modified = status.st_mtim;
#endif
    return SystemTime(std::chrono::duration_cast<SystemTime::duration>(
        std::chrono::seconds(modified.tv_sec) + std::chrono::nanoseconds(modified.tv_nsec)));
}

bool is_open_to_others(const fs::path& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) == 0 && (status.st_mode & k_others) != 0;
}

bool restrict_to_owner(const fs::path& path) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0) {
        return false;
    }
    if ((status.st_mode & k_others) == 0) {
        return true;
    }
    if (::chmod(path.c_str(), status.st_mode & S_IRWXU) != 0) {
        return false;
    }
    // File systems without modes accept the call and change nothing.
    return !is_open_to_others(path);
}

} // namespace base
