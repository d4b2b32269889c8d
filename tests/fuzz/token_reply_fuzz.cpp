// SPDX-License-Identifier: Apache-2.0
#include "ring/login/token_reply.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (text.empty()) {
        return 0;
    }
    // The first byte chooses the status.
    constexpr int k_statuses[] = {200, 400, 401, 412, 500};
    http::Response response;
    response.status = k_statuses[data[0] % std::size(k_statuses)];
    response.headers.add("WWW-Authenticate", std::string(text.substr(1)));
    response.headers.add("Retry-After", std::string(text.substr(1)));
    response.body = std::string(text.substr(1));
    const ring::TokenReply reply = ring::read_token_reply(response);
    if (const auto* refusal = std::get_if<ring::LoginRefusal>(&reply)) {
        if (refusal->detail.size() > 200 || refusal->detail.find("eyJ") != std::string::npos) {
            std::abort();
        }
    } else if (const auto* challenge = std::get_if<ring::TwoFactorChallenge>(&reply)) {
        ring::describe(*challenge);
    }
    return 0;
}
