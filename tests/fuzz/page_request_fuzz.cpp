// SPDX-License-Identifier: Apache-2.0
#include "web/content/conditions.hpp"
#include "web/server/connection.hpp"
#include "web/server/listen_address.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void check_request(const web::Request& request) {
    const bool is_visible = std::all_of(request.path.begin(), request.path.end(),
                                        [](char c) { return c > ' ' && c < '\x7f'; });
    if (!request.path.starts_with('/') || !is_visible) {
        std::abort();
    }
    constexpr std::size_t k_size = 1000;
    const web::RangeChoice choice = web::choose_range(request, "\"e\"", k_size);
    if (const auto* const range = std::get_if<web::ByteRange>(&choice)) {
        if (range->first > range->last || range->last >= k_size) {
            std::abort();
        }
    }
    web::has_it_already(request, "\"e\"", base::SystemTime{});
    const std::string rest = web::without_parameter(request.query, "key");
    web::Request other = request;
    other.query = rest;
    if (other.parameter("key")) {
        std::abort();
    }
    const std::string host = web::host_of_authority(request.header("host").value_or(""));
    if (host.find_first_of("\r\n@/") != std::string::npos && web::is_ip_literal(host)) {
        std::abort();
    }
}

} // namespace

/// What a client sends on a connection.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::SteadyTime now{};
    web::Connection connection("10.0.0.1", now);
    connection.receive({reinterpret_cast<const char*>(data), size}, now);
    while (const auto request = connection.take_request(now)) {
        if (request->refused == 0) {
            check_request(*request);
        }
        connection.answer(web::text_reply(200, "fine"), now, {});
        connection.sent(connection.to_send().size(), now);
    }
    return 0;
}
