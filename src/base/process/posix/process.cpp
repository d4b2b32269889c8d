// SPDX-License-Identifier: Apache-2.0
#include "base/process/process.hpp"

#include <array>
#include <system_error>

#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif
#include <unistd.h>

namespace base {

long process_id() {
    return ::getpid();
}

namespace fs = std::filesystem;

fs::path program_path() {
    std::error_code error;
#ifdef __APPLE__
    std::array<char, 4096> buffer{};
    auto size = static_cast<std::uint32_t>(buffer.size());
    if (_NSGetExecutablePath(buffer.data(), &size) != 0) {
        return {};
    }
    const fs::path path = fs::canonical(buffer.data(), error);
#else
    const fs::path path = fs::read_symlink("/proc/self/exe", error);
#endif
    return error ? fs::path() : path;
}

std::string host_name() {
    std::array<char, 256> buffer{};
    // A name that does not fit may come without its end.
    if (::gethostname(buffer.data(), buffer.size() - 1) != 0 || buffer.front() == '\0') {
        return "localhost";
    }
    return buffer.data();
}

void hide_argument(char* argument) {
    if (argument == nullptr) {
        return;
    }
    // The compiler must not think that nobody reads this.
    for (volatile char* character = argument; *character != '\0'; ++character) {
        *character = '*';
    }
}

} // namespace base
