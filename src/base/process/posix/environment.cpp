// SPDX-License-Identifier: Apache-2.0
#include "base/process/environment.hpp"

#include <cstdlib>
#include <string_view>
#include <unistd.h>

extern char** environ; // NOLINT(readability-redundant-declaration): not declared everywhere

namespace base {

std::optional<std::string> environment_variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') {
        return std::nullopt;
    }
    return std::string(value);
}

void set_environment_variable(const std::string& name, const std::string& value) {
    if (value.empty()) {
        ::unsetenv(name.c_str());
    } else {
        ::setenv(name.c_str(), value.c_str(), 1);
    }
}

std::vector<std::string> environment_names() {
    std::vector<std::string> names;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view variable = *entry;
        names.emplace_back(variable.substr(0, variable.find('=')));
    }
    return names;
}

} // namespace base
