// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "ring/api/footage.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        for (const ring::Footage& footage : ring::read_timeline(text).footages) {
            if (footage.url.empty() || footage.end < footage.start) {
                std::abort();
            }
        }
        ring::read_footages(text);
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::service_unavailable) {
            std::abort();
        }
    }
    return 0;
}
