// SPDX-License-Identifier: Apache-2.0
/// To be preloaded into a program (LD_PRELOAD): writes down everything that the program does to
/// files and on standard output, in the order in which the system did it.
///
///     RECORD_WRITES_LOG    where to; each entry is a line of numbers and lengths, then that many
///                          bytes of names and data
///     RECORD_WRITES_SHARED when set, all file systems seem to be FUSE, which shares no memory

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace {

template <typename Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::recursive_mutex& order() {
    static auto* const mutex = new std::recursive_mutex;
    return *mutex;
}

int log_file() {
    static const int file = [] {
        const char* const path = std::getenv("RECORD_WRITES_LOG");
        return path == nullptr
                   ? -1
                   : static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path,
                                                O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    }();
    return file;
}

void note(const char* kind, long file, long place, std::string_view first,
          std::string_view second = {}) {
    std::string entry = std::string(kind) + ' ' + std::to_string(file) + ' ' +
                        std::to_string(place) + ' ' + std::to_string(first.size()) + ' ' +
                        std::to_string(second.size()) + '\n';
    entry += first;
    entry += second;
    for (std::string_view rest = entry; !rest.empty() && log_file() >= 0;) {
        const long done = ::syscall(SYS_write, log_file(), rest.data(), rest.size());
        if (done < 0) {
            std::abort();
        }
        rest.remove_prefix(static_cast<std::size_t>(done));
    }
}

std::string absolute(const char* path) {
    if (path[0] == '/') {
        return path;
    }
    char here[4096];
    return ::getcwd(here, sizeof here) == nullptr ? path : std::string(here) + '/' + path;
}

using Guard = std::lock_guard<std::recursive_mutex>;

int opened(int file, const char* path, int flags) {
    if (file >= 0) {
        note("open", file, (flags & O_TRUNC) != 0 ? 1 : 0, absolute(path));
    }
    return file;
}

template <typename Call>
int named(const char* kind, const char* from, const char* to, Call call) {
    const Guard guard(order());
    const int result = call();
    if (result == 0) {
        note(kind, 0, 0, absolute(from), to == nullptr ? "" : absolute(to));
    }
    return result;
}

long flushed(int file, int result) {
    if (result == 0) {
        note("sync", file, 0, "");
    }
    return result;
}

} // namespace

extern "C" {

int open(const char* path, int flags, ...) {
    std::va_list more;
    va_start(more, flags);
    const auto mode = static_cast<mode_t>(va_arg(more, int));
    va_end(more);
    const Guard guard(order());
    return opened(next<int(const char*, int, ...)>("open")(path, flags, mode), path, flags);
}

int open64(const char* path, int flags, ...) {
    std::va_list more;
    va_start(more, flags);
    const auto mode = static_cast<mode_t>(va_arg(more, int));
    va_end(more);
    const Guard guard(order());
    return opened(next<int(const char*, int, ...)>("open64")(path, flags, mode), path, flags);
}

std::FILE* fopen(const char* path, const char* mode) {
    const Guard guard(order());
    std::FILE* const file = next<std::FILE*(const char*, const char*)>("fopen")(path, mode);
    if (file != nullptr) {
        opened(::fileno(file), path, mode[0] == 'w' ? O_TRUNC : 0);
    }
    return file;
}

std::FILE* fopen64(const char* path, const char* mode) {
    const Guard guard(order());
    std::FILE* const file = next<std::FILE*(const char*, const char*)>("fopen64")(path, mode);
    if (file != nullptr) {
        opened(::fileno(file), path, mode[0] == 'w' ? O_TRUNC : 0);
    }
    return file;
}

ssize_t write(int file, const void* bytes, size_t size) {
    const Guard guard(order());
    const ssize_t done = next<ssize_t(int, const void*, size_t)>("write")(file, bytes, size);
    if (done > 0) {
        note("write", file, -1, {static_cast<const char*>(bytes), static_cast<size_t>(done)});
    }
    return done;
}

/// Standard output, whose buffer the C library empties without a call that could be seen here.
size_t fwrite(const void* bytes, size_t size, size_t count, std::FILE* stream) {
    const Guard guard(order());
    const size_t done =
        next<size_t(const void*, size_t, size_t, std::FILE*)>("fwrite")(bytes, size, count, stream);
    if (stream == stdout) {
        note("write", STDOUT_FILENO, -1, {static_cast<const char*>(bytes), size * done});
    }
    return done;
}

ssize_t writev(int file, const iovec* parts, int count) {
    // May write less than it was given.
    return count == 0 ? 0 : write(file, parts[0].iov_base, parts[0].iov_len);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t place) {
    const Guard guard(order());
    const ssize_t done =
        next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64")(file, bytes, size, place);
    if (done > 0) {
        note("write", file, place, {static_cast<const char*>(bytes), static_cast<size_t>(done)});
    }
    return done;
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t place) {
    return pwrite64(file, bytes, size, place);
}

int ftruncate64(int file, off64_t size) {
    const Guard guard(order());
    const int result = next<int(int, off64_t)>("ftruncate64")(file, size);
    if (result == 0) {
        note("size", file, size, "");
    }
    return result;
}

int ftruncate(int file, off_t size) {
    return ftruncate64(file, size);
}

int fsync(int file) {
    const Guard guard(order());
    return static_cast<int>(flushed(file, next<int(int)>("fsync")(file)));
}

int fdatasync(int file) {
    const Guard guard(order());
    return static_cast<int>(flushed(file, next<int(int)>("fdatasync")(file)));
}

int close(int file) {
    const Guard guard(order());
    note("close", file, 0, "");
    return next<int(int)>("close")(file);
}

int rename(const char* from, const char* to) {
    return named("rename", from, to,
                 [&] { return next<int(const char*, const char*)>("rename")(from, to); });
}

int link(const char* from, const char* to) {
    return named("link", from, to,
                 [&] { return next<int(const char*, const char*)>("link")(from, to); });
}

int unlink(const char* path) {
    return named("remove", path, nullptr, [&] { return next<int(const char*)>("unlink")(path); });
}

int remove(const char* path) {
    return named("remove", path, nullptr, [&] { return next<int(const char*)>("remove")(path); });
}

int statfs(const char* path, struct statfs* facts) {
    const int result = next<int(const char*, struct statfs*)>("statfs")(path, facts);
    if (result == 0 && std::getenv("RECORD_WRITES_SHARED") != nullptr) {
        facts->f_type = 0x65735546;
    }
    return result;
}

int statfs64(const char* path, struct statfs64* facts) {
    const int result = next<int(const char*, struct statfs64*)>("statfs64")(path, facts);
    if (result == 0 && std::getenv("RECORD_WRITES_SHARED") != nullptr) {
        facts->f_type = 0x65735546;
    }
    return result;
}
}
