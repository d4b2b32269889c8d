// SPDX-License-Identifier: Apache-2.0
#include "ring/api/endpoints.hpp"

#include "base/error.hpp"
#include "base/text/given_value.hpp"
#include "http/url.hpp"

namespace ring {

Endpoints::Endpoints(const std::string& server) {
    const std::string origin = http::origin_of(server);
    if (origin.empty() || http::path_of(server) != "/") {
        throw base::Error(base::ErrorCode::usage,
                          "RING_SNAPSHOT_SERVER is not the address of a server",
                          "write it like http://127.0.0.1:8080");
    }
    if (!origin.starts_with("https://") && !http::is_loopback(server)) {
        throw base::Error(base::ErrorCode::usage,
                          "RING_SNAPSHOT_SERVER: plain http is for loopback addresses only",
                          "use https, since passwords and tokens go there");
    }
    m_oauth = m_api = m_app_snaps = origin;
}

Endpoints Endpoints::from_environment() {
    const auto server = base::take_variable(base::ValueKind::word, "RING_SNAPSHOT_SERVER");
    return server ? Endpoints(*server) : Endpoints();
}

std::string Endpoints::redirected(const std::string& url) const {
    const std::string origin = http::origin_of(url);
    if (m_oauth != k_oauth && (origin == k_oauth || origin == k_api || origin == k_app_snaps)) {
        const std::size_t path = url.find_first_of("/?#", url.find("//") + 2);
        return m_oauth + (path == std::string::npos ? "/" : url.substr(path));
    }
    return url;
}

/// Beyond all that Ring answers but device lists and pictures.
constexpr std::size_t k_answer_limit = std::size_t{2} << 20;

http::Request make_request(std::string method, std::string url, const Identity& identity) {
    http::Request request;
    request.method = std::move(method);
    request.url = std::move(url);
    request.body_limit = k_answer_limit;
    request.headers.add("User-Agent", user_agent_header(identity.user_agent));
    if (!identity.hardware_id.empty()) {
        request.headers.add("hardware_id", identity.hardware_id);
    }
    return request;
}

void set_json_body(http::Request& request, std::string json) {
    request.headers.set("Content-Type", "application/json");
    request.body = std::move(json);
}

void set_form_body(http::Request& request, std::string form) {
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.body = std::move(form);
}

} // namespace ring
