// SPDX-License-Identifier: Apache-2.0
#include "http/client.hpp"
#include "ring/login/browser_login.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

class NoClient final : public http::Client {
public:
    http::Response send(const http::Request&, std::stop_token) override { std::abort(); }
};

} // namespace

/// What a login that waits for its code is taken up from.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    NoClient client;
    ring::BrowserLogin login(client, ring::Endpoints(), {"hardware"}, "device");
    if (!login.restore_state(text)) {
        return 0;
    }
    // What was taken up can be kept and taken up again.
    const base::Secret kept = login.save_state();
    ring::BrowserLogin again(client, ring::Endpoints(), {"hardware"}, "device");
    if (!again.restore_state(kept.reveal()) || !(again.save_state() == kept)) {
        std::abort();
    }
    return 0;
}
