// SPDX-License-Identifier: Apache-2.0
#include "http/retry.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// The first line is the Retry-After field, the rest the Date field.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t line_end = std::min(input.find('\n'), input.size());
    http::Response response;
    response.headers.add("Retry-After", std::string(input.substr(0, line_end)));
    if (line_end < input.size()) {
        response.headers.add("Date", std::string(input.substr(line_end + 1)));
    }
    const auto wait = http::retry_after(response);
    if (wait && (*wait < std::chrono::seconds(0) || *wait > std::chrono::hours(24))) {
        std::abort();
    }
    return 0;
}
