// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/system.hpp"
#include "base/unicode.hpp"

#include <sstream>
#include <string_view>
#include <sys/utsname.h>

namespace base {

namespace {

constexpr std::size_t k_longest_name = 80;

/// People who build their own kernel put names behind the number.
std::string leading_number(std::string_view release) {
    return std::string(release.substr(0, release.find_first_not_of("0123456789.")));
}

} // namespace

std::string distribution_name(const std::string& os_release) {
    constexpr std::string_view key = "PRETTY_NAME=";
    std::istringstream lines(os_release);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(key)) {
            continue;
        }
        std::string value = line.substr(key.size());
        if (value.size() > 1 && (value.front() == '"' || value.front() == '\'') &&
            value.back() == value.front()) {
            value = value.substr(1, value.size() - 2);
        }
        return fit_to_width(printable(value), k_longest_name);
    }
    return {};
}

SystemFacts system_facts() {
    SystemFacts facts;
    utsname names{};
    if (::uname(&names) == 0) {
        facts.kernel = std::string(names.sysname) + " " + leading_number(names.release);
        facts.architecture = names.machine;
    }
    for (const char* file : {"/etc/os-release", "/usr/lib/os-release"}) {
        try {
            constexpr std::size_t k_limit = 65536;
            facts.name = distribution_name(read_file(file, k_limit).value_or(""));
        } catch (const Error&) {
            // The name is a nicety.
            continue;
        }
        if (!facts.name.empty()) {
            break;
        }
    }
    if (facts.name.empty()) {
        facts.name = names.sysname;
    }
    return facts;
}

} // namespace base
