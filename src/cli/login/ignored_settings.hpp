// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "settings/place.hpp"

#include <string>

namespace cli {

/// Which settings file is not used, and why: "/stick/Settings.json is not used, because others can
/// write its folder".
std::string describe(const settings::IgnoredFile& ignored);

/// What to do to have it used, as a hint (Output::complete).
std::string ways_to_use(const settings::IgnoredFile& ignored);

} // namespace cli
