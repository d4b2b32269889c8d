// SPDX-License-Identifier: Apache-2.0
// POST /oauth/token: all three grants (docs/ring-service.md 2.1 to 2.8).
#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "simulator/router.hpp"
#include "simulator/routes/oauth_replies.hpp"
#include "simulator/world.hpp"

#include <fmt/format.h>

namespace simulator {

namespace {

/// The members of the body, whichever way they were written down, and who the client says it is.
struct TokenRequest {
    bool json = false;
    Fields fields;

    std::string get(std::string_view name) const { return find_field(fields, name).value_or(""); }
};

bool is_json_body(const Request& request) {
    const auto type = base::to_lower(request.header("content-type"));
    if (type.find("json") != std::string::npos) {
        return true;
    }
    return type.find("form") == std::string::npos && request.body.starts_with('{');
}

bool is_basic(const std::string& authorization) {
    return base::to_lower(authorization.substr(0, 6)) == "basic ";
}

/// `Authorization: Basic base64("client:secret")` names the client too.
void add_basic_client(const Request& request, Fields& fields) {
    const auto authorization = request.header("authorization");
    if (!is_basic(authorization)) {
        return;
    }
    const auto decoded = base::base64_decode(authorization.substr(6)).value_or("");
    if (!find_field(fields, "client_id")) {
        fields.emplace_back("client_id", decoded.substr(0, decoded.find(':')));
    }
}

std::optional<TokenRequest> read_request(const Request& request) {
    TokenRequest result;
    result.json = is_json_body(request);
    if (result.json) {
        const auto body = parse_json(request.body);
        if (!body || !body->is_object()) {
            return std::nullopt;
        }
        for (const auto& [name, value] : body->items()) {
            result.fields.emplace_back(name,
                                       value.is_string() ? value.get<std::string>() : value.dump());
        }
    } else {
        result.fields = parse_form(request.body);
    }
    add_basic_client(request, result.fields);
    return result;
}

bool known_client(std::string_view client_id) {
    return client_id == "ring_official_android" || client_id == "ring_official_ios";
}

Reply token_grant(const Grant& grant) {
    auto reply = json_reply({{"access_token", grant.access_token},
                             {"expires_in", grant.expires_in},
                             {"refresh_token", grant.refresh_token},
                             {"scope", "client"},
                             {"token_type", "Bearer"}});
    reply.with("Cache-Control", "no-store");
    return reply;
}

Reply invalid_grant(int status) {
    return json_reply(
        {{"error", "invalid_grant"}, {"error_description", "token is invalid or does not exists"}},
        status);
}

Reply unauthorized_client() {
    return json_reply({{"error", "unauthorized_client"},
                       {"error_description",
                        "The client is not authorized to request a token using this method"}},
                      401);
}

/// The two-factor part of a password grant whose password was right.
Reply second_factor(World& world, const std::string& code) {
    auto& account = world.account;
    if (account.two_factor() == TwoFactor::none) {
        return token_grant(account.grant_for_password());
    }
    if (code.empty()) {
        return ask_for_code(world);
    }
    return account.code_matches(code) ? token_grant(account.grant_for_password()) : wrong_code();
}

Reply password_grant(World& world, const Request& request, const TokenRequest& body) {
    if (world.options.refuse_password_grant) {
        return not_acceptable(world);
    }
    // 2fa-support is not asked for: some clients get their code without announcing it.
    if (request.header("hardware_id").empty()) {
        return json_reply({{"code", 1}, {"error", "Missing header hardware_id"}}, 400);
    }
    if (!known_client(body.get("client_id"))) {
        return unauthorized_client();
    }
    if (!world.account.credentials_match(body.get("username"), body.get("password"))) {
        return wrong_credentials();
    }
    return second_factor(world, request.header("2fa-code"));
}

Reply refresh_grant(World& world, const TokenRequest& body) {
    if (world.options.refuse_refresh_grant) {
        return not_acceptable(world);
    }
    // Some clients leave the id out when they refresh, a wrong one is another matter.
    if (const auto client = body.get("client_id"); !client.empty() && !known_client(client)) {
        return unauthorized_client();
    }
    const auto result = world.account.refresh(body.get("refresh_token"));
    if (result.outcome == Refreshed::too_often) {
        auto reply = json_reply(
            {{"error", "too many requests"}, {"error_description", "too many token requests"}},
            429);
        reply.with("Retry-After", fmt::format("{}", result.retry_after));
        return reply;
    }
    return result.outcome == Refreshed::yes ? token_grant(result.grant) : invalid_grant(401);
}

Reply code_grant(World& world, const TokenRequest& body) {
    if (!known_client(body.get("client_id"))) {
        return unauthorized_client();
    }
    const auto pending = world.browser.take_code(body.get("code"));
    if (!pending || pending->client_id != body.get("client_id") ||
        pending->redirect_uri != body.get("redirect_uri") ||
        !verifier_matches(body.get("code_verifier"), pending->challenge)) {
        return invalid_grant(400);
    }
    return token_grant(world.account.grant_for_code());
}

Reply token(const Call& call) {
    auto& world = call.world;
    if (refuses_client(call)) {
        return not_acceptable(world);
    }
    const auto body = read_request(call.request);
    const auto refused = world.options.refused_encoding;
    const bool json = is_json_body(call.request);
    if ((json && refused == RefusedEncoding::json) || (!json && refused == RefusedEncoding::form)) {
        return not_acceptable(world);
    }
    if (!body) {
        return json_reply({{"error", "invalid_request"}}, 400);
    }
    const auto grant_type = body->get("grant_type");
    if (grant_type == "password") {
        return password_grant(world, call.request, *body);
    }
    if (grant_type == "refresh_token") {
        return refresh_grant(world, *body);
    }
    if (grant_type == "authorization_code") {
        return code_grant(world, *body);
    }
    return json_reply({{"error", "unsupported_grant_type"}}, 400);
}

} // namespace

void add_token_routes(Router& router) {
    router.add({"token", "POST", "/oauth/token", Access::open, token});
}

} // namespace simulator
