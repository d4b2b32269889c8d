// SPDX-License-Identifier: Apache-2.0
#include "base/text/duration.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto duration = base::parse_duration(text);
    if (!duration) {
        return 0;
    }
    const bool in_range = duration->count() >= 0 && *duration <= std::chrono::hours(24 * 3653);
    const bool survives = base::parse_duration(base::format_duration(*duration)) == duration;
    if (!in_range || !survives || base::describe_duration(*duration).empty()) {
        std::abort();
    }
    return 0;
}
