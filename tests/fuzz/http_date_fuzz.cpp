// SPDX-License-Identifier: Apache-2.0
#include "base/text/time_format.hpp"
#include "http/http_date.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto time = http::parse_http_date(text);
    // Years of fewer than four digits are not written alike everywhere.
    if (!time || *time < base::SystemTime()) {
        return 0;
    }
    // HTTP dates have whole seconds; one written anew in the usual form is the same moment.
    const std::string again = base::format_utc_time(*time, "%a, %d %b %Y %H:%M:%S GMT");
    if (*time != std::chrono::floor<std::chrono::seconds>(*time) ||
        http::parse_http_date(again) != time) {
        std::abort();
    }
    return 0;
}
