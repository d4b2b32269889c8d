// SPDX-License-Identifier: Apache-2.0
#include "base/system/zone_name.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace {

TEST(ZoneName, IsTheOneThatTheVariableNames) {
    for (const auto& [zone, name] :
         {std::pair("Europe/Berlin", "Europe/Berlin"),
          std::pair(":America/Argentina/Salta", "America/Argentina/Salta"),
          std::pair("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"), std::pair("UTC", "UTC"),
          std::pair("UTC0", ""), std::pair("CET-1CEST,M3.5.0,M10.5.0/3", ""),
          std::pair("Europe/<script>", "")}) {
        const test::ScopedZone scoped(zone);
        EXPECT_EQ(base::zone_name(), name) << zone;
    }
}

} // namespace
