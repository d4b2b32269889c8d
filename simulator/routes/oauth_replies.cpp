// SPDX-License-Identifier: Apache-2.0
#include "simulator/routes/oauth_replies.hpp"

#include "simulator/world.hpp"

namespace simulator {

namespace {

constexpr std::string_view k_second_factor = "/oauth/v2/2fa";

Json code_document(TwoFactor two_factor) {
    const bool totp = two_factor == TwoFactor::totp;
    const char* phone = totp ? "" : "+1xxxxxxxx89";
    return {{"tsv_state", to_string(two_factor)},
            {"phone", two_factor == TwoFactor::email ? "d***@example.com" : phone},
            {"next_time_in_secs", totp ? 0 : 60}};
}

/// "android:com.ringapp:3.98.0(70492092)": the app's name, its version and its build.
bool is_full_user_agent(std::string_view text) {
    constexpr std::string_view k_app = "android:com.ringapp:";
    return text.starts_with(k_app) && text.size() > k_app.size() && text.back() == ')' &&
           text.find('(', k_app.size()) != std::string_view::npos;
}

bool lacks_user_agent(const Call& call) {
    const auto user_agent = call.request.header("user-agent");
    switch (call.world.options.user_agent_rule) {
    case UserAgentRule::any:
        return user_agent.empty();
    case UserAgentRule::full:
        return !is_full_user_agent(user_agent);
    case UserAgentRule::none:
        break;
    }
    return false;
}

/// From the header, or where a browser names it: in the query of the authorize page.
std::string hardware_id_of(const Request& request) {
    auto id = request.header("hardware_id");
    return id.empty() ? request.query_value("hardware_id").value_or("") : std::string{id};
}

} // namespace

Reply ask_for_code(World& world) {
    auto& account = world.account;
    if (account.request_code() == CodeRequest::throttled) {
        return json_reply({{"error", "error requesting 2fa service to send code"},
                           {"err_msg", "too many requests from dependency service"},
                           {"error_description", "too many requests from dependency service"}},
                          400);
    }
    auto document = code_document(account.two_factor());
    switch (world.options.challenge_form) {
    case ChallengeForm::accepted:
        document["tsv_methods"] = Json::array({document["tsv_state"]});
        return json_reply(document, 202);
    case ChallengeForm::redirect:
        return redirect_reply(std::string{k_second_factor});
    case ChallengeForm::precondition_failed:
        break;
    }
    return json_reply(document, 412);
}

bool asks_for_code(const Reply& reply) {
    return reply.status == 412 || reply.status == 202 ||
           reply.header("Location") == std::string{k_second_factor};
}

Reply wrong_code() {
    constexpr auto k_reason = "Verification Code is invalid or expired";
    auto reply = json_reply(
        {{"error", k_reason}, {"err_msg", "bad request response from dependency service"}}, 400);
    // Some clients look for the reason here (docs/ring-service.md 2.5).
    reply.with("WWW-Authenticate", k_reason);
    return reply;
}

Reply wrong_credentials() {
    return json_reply(
        {{"error", "access_denied"}, {"error_description", "invalid user credentials"}}, 401);
}

Reply not_acceptable(const World& world) {
    if (world.options.refuse_with_html) {
        return html_reply("<html><head><title>406 Not Acceptable</title></head>"
                          "<body>sim edge</body></html>",
                          406);
    }
    return text_reply("Not Acceptable", 406);
}

bool refuses_client(const Call& call) {
    return lacks_user_agent(call) ||
           call.world.account.refuses_hardware_id(hardware_id_of(call.request));
}

} // namespace simulator
