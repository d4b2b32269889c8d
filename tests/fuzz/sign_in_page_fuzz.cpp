// SPDX-License-Identifier: Apache-2.0
#include "ring/login/sign_in_page.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    http::Response response;
    response.headers.add("Set-Cookie", std::string(text.substr(0, text.find('\n'))));
    ring::CookieJar cookies;
    cookies.take(response);
    if (cookies.header().find('\r') != std::string::npos) {
        std::abort();
    }
    for (const ring::CookieJar& jar : {ring::CookieJar(), cookies}) {
        const auto token = ring::find_csrf_token(jar, text);
        if (token && token->empty()) {
            std::abort();
        }
    }
    ring::asks_for_captcha(text);
    return 0;
}
