// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "ring/login/wrapped_token.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const ring::ImportedToken token = ring::read_refresh_token(text);
        const ring::ImportedToken again = ring::read_refresh_token(
            ring::wrap_refresh_token(token.refresh_token, token.hardware_id));
        if (!(again.refresh_token == token.refresh_token) ||
            again.hardware_id != token.hardware_id) {
            std::abort();
        }
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::usage) {
            std::abort();
        }
    }
    return 0;
}
