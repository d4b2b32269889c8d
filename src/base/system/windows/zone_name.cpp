// SPDX-License-Identifier: Apache-2.0
#include "base/system/zone_name.hpp"

#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

namespace base {

std::string zone_name() {
    DYNAMIC_TIME_ZONE_INFORMATION zone{};
    if (::GetDynamicTimeZoneInformation(&zone) == TIME_ZONE_ID_INVALID) {
        return {};
    }
    return utf8_from_wide(zone.TimeZoneKeyName);
}

} // namespace base
