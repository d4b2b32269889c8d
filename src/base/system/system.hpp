// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace base {

/// What kind of computer this is, without anything that identifies its owner. A member is empty
/// when the system does not tell it.
struct SystemFacts {
    /// "Debian GNU/Linux 12 (bookworm)", "Darwin".
    std::string name;
    /// The kernel and the number of its version, without what follows it: "Linux 6.1.0".
    std::string kernel;
    /// "x86_64", "aarch64".
    std::string architecture;
};

SystemFacts system_facts();

/// What the file os-release of a distribution calls it (PRETTY_NAME), printable and at most 80
/// characters; empty when it does not.
std::string distribution_name(const std::string& os_release);

} // namespace base
