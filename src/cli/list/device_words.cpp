// SPDX-License-Identifier: Apache-2.0
#include "cli/list/device_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace cli {

namespace {

/// A name of JSON output in words; a dash for "unknown".
std::string readable_name(std::string_view name) {
    std::string words(name == "unknown" ? "-" : name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

} // namespace

std::string power_in_words(const ring::Device& device) {
    return device.battery_percent ? fmt::format("{} %", *device.battery_percent)
                                  : readable_name(name_of(device.power));
}

std::string state_in_words(const ring::Device& device) {
    return readable_name(name_of(device.state()));
}

} // namespace cli
