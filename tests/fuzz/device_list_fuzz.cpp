// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "ring/devices/device.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    // What stands behind the first NUL is the other list.
    const std::size_t end = std::min(text.find('\0'), text.size());
    try {
        const auto older = ring::read_devices(text.substr(0, end));
        const auto newer = end < text.size() ? ring::read_devices(text.substr(end + 1)) : older;
        const auto merged = ring::merge_devices(older, newer);
        std::set<ring::DeviceId> ids;
        for (const ring::Device& device : merged) {
            if (device.id <= 0 || device.battery_percent.value_or(0) > 100 ||
                !ids.insert(device.id).second) {
                std::abort();
            }
        }
        if (merged.size() < older.size() || merged.size() > older.size() + newer.size()) {
            std::abort();
        }
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::service_unavailable) {
            std::abort();
        }
    }
    ring::read_locations(text);
    return 0;
}
