// SPDX-License-Identifier: Apache-2.0
/// Runs a command and tells what it cost: measure_process RESULT COMMAND [ARGUMENT…]
///
/// RESULT gets one line: wall time in nanoseconds, user and system time in microseconds, peak
/// resident memory in KiB, exit code. A program of its own because the peak that the system counts
/// begins with the memory of whoever starts the command, and an interpreter has more than what is
/// measured here.

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char** environ;

namespace {

long long microseconds(const timeval& time) {
    return static_cast<long long>(time.tv_sec) * 1'000'000 + time.tv_usec;
}

int fail(const char* what, int error) {
    std::fprintf(stderr, "measure_process: %s: %s\n", what, std::strerror(error));
    return 125;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: measure_process RESULT COMMAND [ARGUMENT...]\n");
        return 125;
    }
    const auto start = std::chrono::steady_clock::now();
    pid_t child = 0;
    if (const int error = posix_spawnp(&child, argv[2], nullptr, nullptr, argv + 2, environ)) {
        return fail(argv[2], error);
    }
    int status = 0;
    rusage usage{};
    while (::wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR) {
            return fail("wait4", errno);
        }
    }
    const auto wall = std::chrono::steady_clock::now() - start;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    std::FILE* const result = std::fopen(argv[1], "w");
    if (result == nullptr) {
        return fail(argv[1], errno);
    }
#ifdef __APPLE__
    const long peak_kib = usage.ru_maxrss / 1024;
#else
    const long peak_kib = usage.ru_maxrss;
#endif
    std::fprintf(
        result, "%lld %lld %lld %ld %d\n",
        static_cast<long long>(std::chrono::duration_cast<std::chrono::nanoseconds>(wall).count()),
        microseconds(usage.ru_utime), microseconds(usage.ru_stime), peak_kib, code);
    return std::fclose(result) == 0 ? 0 : fail(argv[1], errno);
}
