// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "ring/api/snapshot_times.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        ring::read_timestamps(text);
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::service_unavailable) {
            std::abort();
        }
    }
    ring::read_time_header(text);
    ring::read_asset_errors(text);
    return 0;
}
