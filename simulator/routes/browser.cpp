// SPDX-License-Identifier: Apache-2.0
// The sign-in in the browser: authorization code with PKCE (docs/ring-service.md 3).
#include "base/text/encoding.hpp"
#include "simulator/router.hpp"
#include "simulator/routes/oauth_replies.hpp"
#include "simulator/world.hpp"

#include <fmt/format.h>

namespace simulator {

namespace {

constexpr const char* k_flow_cookie = "ring_auth_flow";
constexpr const char* k_signin = "/oauth/v2/signin";
constexpr const char* k_authorize = "/oauth/v2/authorize";
constexpr std::string_view k_callback = "https://ring.com/signin/callback";

std::string csrf_name(const Options& options) {
    if (!options.csrf_name.empty()) {
        return options.csrf_name;
    }
    const bool script =
        options.csrf_place == CsrfPlace::next_data || options.csrf_place == CsrfPlace::oauth_args;
    return script ? "csrfToken" : "csrf-token";
}

/// What the page's head holds; empty when the token is elsewhere.
std::string csrf_in_head(const Options& options, const std::string& csrf) {
    const auto name = csrf_name(options);
    switch (options.csrf_place) {
    case CsrfPlace::next_data: {
        const Json data = {{"props", {{"pageProps", {{"locale", "en"}, {"auth", {{name, csrf}}}}}}},
                           {"page", "/signin"},
                           {"buildId", "sim"}};
        return fmt::format(R"(<script id="__NEXT_DATA__" type="application/json">{}</script>)",
                           to_text(data));
    }
    case CsrfPlace::oauth_args:
        return fmt::format(R"(<script id="oauth-args" type="application/json">{}</script>)",
                           to_text({{"clientName", "Ring"}, {name, csrf}}));
    case CsrfPlace::meta:
        return fmt::format(R"(<meta name="{}" content="{}">)", name, csrf);
    default:
        return "";
    }
}

Reply sign_in_page(const Options& options, const Flow& flow) {
    std::string hidden;
    if (options.csrf_place == CsrfPlace::hidden_input) {
        hidden = fmt::format(R"(<input type="hidden" name="{}" value="{}">)", csrf_name(options),
                             flow.csrf);
    }
    auto reply = html_reply(fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Sign "
        "in</title>{}"
        "</head>\n<body>\n<form method=\"post\" action=\"{}\">{}\n"
        "<input name=\"username\" type=\"email\"><input name=\"password\" type=\"password\">\n"
        "<button>Sign in</button></form>\n</body>\n</html>\n",
        csrf_in_head(options, flow.csrf), k_signin, hidden));
    reply.content_type = "text/html; charset=utf-8";
    if (options.csrf_place == CsrfPlace::cookie) {
        reply.with("Set-Cookie",
                   fmt::format("{}={}; Path=/; SameSite=Lax", csrf_name(options), flow.csrf));
    }
    reply.with("Set-Cookie", "sim_visit=2; Path=/; Max-Age=86400");
    return reply;
}

Reply to_sign_in(World& world, Flow flow) {
    auto reply = redirect_reply(k_signin);
    const auto cookie = world.browser.start(std::move(flow));
    reply.with("Set-Cookie",
               fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", k_flow_cookie, cookie));
    reply.with("Set-Cookie", "sim_visit=1; Path=/; Max-Age=86400");
    reply.with("Set-Cookie", "sim_locale=en-US; Path=/oauth");
    return reply;
}

Reply invalid_request(std::string_view what) {
    return json_reply({{"error", "invalid_request"}, {"error_description", what}}, 400);
}

/// What is wrong with the query of a first authorize request; empty when nothing is.
std::string complaint(const Request& request) {
    const auto value = [&](const char* name) { return request.query_value(name).value_or(""); };
    const auto client = value("client_id");
    if (client != "ring_official_android" && client != "ring_official_ios") {
        return "client_id is unknown";
    }
    if (value("redirect_uri") != k_callback) {
        return "redirect_uri is not registered";
    }
    if (value("response_type") != "code") {
        return "response_type is not code";
    }
    if (value("code_challenge_method") != "S256" || value("code_challenge").size() != 43) {
        return "code_challenge is missing or not of method S256";
    }
    return value("state").empty() ? "state is missing" : "";
}

Reply to_callback(World& world, const std::string& cookie, const Flow& flow) {
    auto reply = redirect_reply(fmt::format("{}?code={}&state={}", flow.redirect_uri,
                                            base::percent_encode(world.browser.finish(cookie)),
                                            base::percent_encode(flow.state)));
    reply.with("Set-Cookie", fmt::format("{}=; Path=/; Max-Age=0", k_flow_cookie));
    return reply;
}

Reply authorize(const Call& call) {
    auto& world = call.world;
    const auto& request = call.request;
    const auto cookie = request.cookie(k_flow_cookie);
    const auto flow = world.browser.find(cookie);
    const auto state = request.query_value("state").value_or("");
    if (flow && flow->signed_in && (state.empty() || state == flow->state)) {
        return flow->challenge.empty() ? invalid_request("client_id is unknown")
                                       : to_callback(world, cookie, *flow);
    }
    if (request.query.empty()) {
        return flow ? redirect_reply(k_signin) : to_sign_in(world, {});
    }
    if (const auto wrong = complaint(request); !wrong.empty()) {
        return invalid_request(wrong);
    }
    return to_sign_in(world, {.client_id = request.query_value("client_id").value_or(""),
                              .redirect_uri = std::string{k_callback},
                              .state = state,
                              .challenge = request.query_value("code_challenge").value_or("")});
}

Reply show_sign_in(const Call& call) {
    const auto flow = call.world.browser.find(call.request.cookie(k_flow_cookie));
    return flow ? sign_in_page(call.world.options, *flow) : to_sign_in(call.world, {});
}

/// The flow that a form belongs to; std::nullopt when its cookie or CSRF token is wrong.
std::optional<Flow> flow_of_form(const Call& call, const Fields& form) {
    const auto flow = call.world.browser.find(call.request.cookie(k_flow_cookie));
    auto csrf = find_field(form, "csrf-token");
    if (!csrf) {
        // What a real browser does with a hidden input of another name.
        csrf = find_field(form, csrf_name(call.world.options));
    }
    return flow && csrf == flow->csrf ? flow : std::nullopt;
}

Reply bad_csrf() {
    return json_reply({{"error", "invalid_csrf_token"},
                       {"error_description", "the form has expired, please try again"}},
                      403);
}

Reply sign_in(const Call& call) {
    auto& world = call.world;
    const auto form = parse_form(call.request.body);
    if (!flow_of_form(call, form)) {
        return bad_csrf();
    }
    if (!world.account.credentials_match(find_field(form, "username").value_or(""),
                                         find_field(form, "password").value_or(""))) {
        return wrong_credentials();
    }
    const auto cookie = call.request.cookie(k_flow_cookie);
    if (world.account.two_factor() == TwoFactor::none) {
        world.browser.set_signed_in(cookie);
        return redirect_reply(k_authorize);
    }
    auto reply = ask_for_code(world);
    if (asks_for_code(reply)) {
        world.browser.set_password_ok(cookie);
    }
    return reply;
}

Reply verify(const Call& call) {
    auto& world = call.world;
    const auto form = parse_form(call.request.body);
    const auto flow = flow_of_form(call, form);
    if (!flow) {
        return bad_csrf();
    }
    if (!flow->password_ok) {
        return wrong_credentials();
    }
    if (!world.account.code_matches(find_field(form, "2fa_code").value_or(""))) {
        return wrong_code();
    }
    world.browser.set_signed_in(call.request.cookie(k_flow_cookie));
    auto reply = json_reply(
        {{"redirect_url", k_authorize}, {"status", "auth-completed"}, {"user_id", 40012345}}, 201);
    reply.with("Set-Cookie", "sim_signed_in=1; Path=/oauth; HttpOnly");
    return reply;
}

template <Handler k_handler>
Reply unless_refused(const Call& call) {
    return refuses_client(call) ? not_acceptable(call.world) : k_handler(call);
}

} // namespace

void add_browser_routes(Router& router) {
    router.add({"authorize", "GET", k_authorize, Access::open, unless_refused<authorize>});
    router.add({"signin", "GET", k_signin, Access::open, unless_refused<show_sign_in>});
    router.add({"signin", "POST", k_signin, Access::open, unless_refused<sign_in>});
    router.add({"verify", "POST", "/oauth/v2/2fa/verify", Access::open, unless_refused<verify>});
}

} // namespace simulator
