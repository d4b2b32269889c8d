// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ring/devices/device.hpp"

#include <string>

namespace cli {

/// How a device is powered, in words: "83 %", "wired", "-".
std::string power_in_words(const ring::Device& device);

/// "online", "motion detection off", "-".
std::string state_in_words(const ring::Device& device);

} // namespace cli
