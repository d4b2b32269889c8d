// SPDX-License-Identifier: Apache-2.0
#include "base/system/system.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"

#include <string_view>
#include <sys/utsname.h>

namespace base {

namespace {

/// People who build their own kernel put names behind the number.
std::string leading_number(std::string_view release) {
    return std::string(release.substr(0, release.find_first_not_of("0123456789.")));
}

} // namespace

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
