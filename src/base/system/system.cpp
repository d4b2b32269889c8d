// SPDX-License-Identifier: Apache-2.0
#include "base/system/system.hpp"

#include "base/text/unicode.hpp"

#include <sstream>
#include <string_view>

namespace base {

namespace {

constexpr std::size_t k_longest_name = 80;

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

} // namespace base
