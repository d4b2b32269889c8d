// SPDX-License-Identifier: Apache-2.0
#include "ring/login/sign_in_page.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// Each line is a Set-Cookie field, the first one the Date field.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    http::Response response;
    for (const char* name = "Date"; !text.empty(); name = "Set-Cookie") {
        const std::size_t end = std::min(text.find('\n'), text.size());
        response.headers.add(name, std::string(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    ring::CookieJar jar;
    jar.take(response);
    // What comes in must not be able to add a line or another cookie to what goes out.
    for (const auto& [name, value] : jar.all()) {
        const std::string pair = name + "=" + value;
        if (name.empty() || name.find('=') != std::string::npos ||
            pair.find_first_of(std::string_view(";\r\n\0", 4)) != std::string::npos) {
            std::abort();
        }
    }
    const std::string once = jar.header();
    jar.take(response);
    if (jar.header() != once || (once.empty() != jar.all().empty())) {
        std::abort();
    }
    const auto token = ring::find_csrf_token(jar, "");
    if (token && token->empty()) {
        std::abort();
    }
    return 0;
}
