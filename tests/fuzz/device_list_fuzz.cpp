// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "ring/device.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        for (const ring::Device& device : ring::read_devices(text)) {
            if (device.id <= 0 || device.battery_percent.value_or(0) > 100) {
                std::abort();
            }
        }
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::service_unavailable) {
            std::abort();
        }
    }
    ring::read_locations(text);
    return 0;
}
