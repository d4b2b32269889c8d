// SPDX-License-Identifier: Apache-2.0
#include "http/message.hpp"
#include "http/url.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// A Location header, as the redirects of the service are read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::string base = "https://api.ring.com/snapshots/next/1?a=b";
    if (const auto target = http::resolve_url(base, text)) {
        const std::string origin = http::origin_of(*target);
        // What is checked is what is connected to: no second reading yields another origin.
        const auto again = http::resolve_url(base, *target);
        if (origin.empty() || !again || http::origin_of(*again) != origin ||
            target->find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
            std::abort();
        }
    }
    http::is_loopback(text);
    http::path_of(text);
    http::query_parameter(text, "code");
    return 0;
}
