// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace test {

/// An environment variable of this process, set (or, for nullptr, removed) while it lives.
class ScopedVariable {
public:
    ScopedVariable(std::string name, const char* value) : m_name(std::move(name)) {
        if (const char* before = std::getenv(m_name.c_str())) {
            m_before = before;
        }
        set(value);
    }

    ~ScopedVariable() { set(m_before ? m_before->c_str() : nullptr); }

    ScopedVariable(const ScopedVariable&) = delete;
    ScopedVariable& operator=(const ScopedVariable&) = delete;

private:
    void set(const char* value) {
        if (value != nullptr) {
            ::setenv(m_name.c_str(), value, 1);
        } else {
            ::unsetenv(m_name.c_str());
        }
    }

    std::string m_name;
    std::optional<std::string> m_before;
};

} // namespace test
