// SPDX-License-Identifier: Apache-2.0
#include "ring/login/token_endpoint.hpp"

#include "base/text/encoding.hpp"
#include "ring/api/json_read.hpp"

#include <utility>
#include <vector>

namespace ring {

namespace {

constexpr auto k_stop_grace = std::chrono::seconds(10);

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string to_json(const Fields& fields) {
    OrderedJson json = OrderedJson::object();
    for (const auto& [name, value] : fields) {
        json[name] = value;
    }
    return write_json(json);
}

} // namespace

TokenEndpoint::TokenEndpoint(http::Client& client, const Endpoints& endpoints, Identity identity)
    : m_client(client), m_endpoints(endpoints), m_identity(std::move(identity)) {}

http::Request TokenEndpoint::request() const {
    http::Request request = make_request("POST", m_endpoints.oauth("/oauth/token"), m_identity);
    request.headers.add("Accept", "application/json");
    return request;
}

TokenReply TokenEndpoint::log_in(const Credentials& credentials, const base::Secret& code,
                                 std::stop_token stop) const {
    http::Request request = this->request();
    request.headers.add("2fa-support", "true");
    request.headers.add("2fa-code", code.reveal());
    set_json_body(request, to_json({{"client_id", k_client_id},
                                    {"scope", "client"},
                                    {"grant_type", "password"},
                                    {"username", credentials.username},
                                    {"password", credentials.password.reveal()}}));
    return read_token_reply(m_client.send(request, stop));
}

TokenReply TokenEndpoint::refresh(const base::Secret& refresh_token,
                                  settings::TokenEncoding encoding, std::stop_token stop,
                                  http::Version version) const {
    http::Request request = this->request();
    request.version = version;
    request.stop_grace = k_stop_grace;
    const Fields fields = {{"client_id", k_client_id},
                           {"scope", "client"},
                           {"grant_type", "refresh_token"},
                           {"refresh_token", refresh_token.reveal()}};
    if (encoding == settings::TokenEncoding::json) {
        request.headers.add("2fa-support", "true");
        request.headers.add("2fa-code", "");
        set_json_body(request, to_json(fields));
    } else {
        // The clients that refresh by form send no two-factor headers (docs/ring-service.md 2.3).
        set_form_body(request, base::form_encode(fields));
    }
    return read_token_reply(m_client.send(request, stop));
}

TokenReply TokenEndpoint::exchange(const base::Secret& code, const base::Secret& code_verifier,
                                   std::stop_token stop) const {
    http::Request request = this->request();
    request.stop_grace = k_stop_grace;
    set_form_body(request, base::form_encode({{"grant_type", "authorization_code"},
                                              {"client_id", k_client_id},
                                              {"code", code.reveal()},
                                              {"redirect_uri", k_redirect_uri},
                                              {"code_verifier", code_verifier.reveal()}}));
    return read_token_reply(m_client.send(request, stop));
}

} // namespace ring
