// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <optional>
#include <string>
#include <time.h>

namespace test {

/// The time zone of this process while it lives, as a POSIX rule, so that no zone files are needed.
class ScopedZone {
public:
    explicit ScopedZone(const char* rule) {
        if (const char* before = std::getenv("TZ")) {
            m_before = before;
        }
        ::setenv("TZ", rule, 1);
        ::tzset();
    }

    ~ScopedZone() {
        if (m_before) {
            ::setenv("TZ", m_before->c_str(), 1);
        } else {
            ::unsetenv("TZ");
        }
        ::tzset();
    }

    ScopedZone(const ScopedZone&) = delete;
    ScopedZone& operator=(const ScopedZone&) = delete;

private:
    std::optional<std::string> m_before;
};

} // namespace test
