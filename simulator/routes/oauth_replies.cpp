// SPDX-License-Identifier: Apache-2.0
#include "simulator/routes/oauth_replies.hpp"

#include "simulator/world.hpp"

namespace simulator {

namespace {

Json code_document(TwoFactor two_factor) {
    const bool totp = two_factor == TwoFactor::totp;
    const char* phone = two_factor == TwoFactor::sms ? "+1xxxxxxxx89" : "";
    return {{"tsv_state", to_string(two_factor)},
            {"phone", two_factor == TwoFactor::email ? "d***@example.com" : phone},
            {"next_time_in_secs", totp ? 0 : 60}};
}

} // namespace

Reply ask_for_code(Account& account) {
    if (account.request_code() == CodeRequest::throttled) {
        return json_reply({{"error", "error requesting 2fa service to send code"},
                           {"err_msg", "too many requests from dependency service"},
                           {"error_description", "too many requests from dependency service"}},
                          400);
    }
    return json_reply(code_document(account.two_factor()), 412);
}

Reply wrong_code() {
    constexpr auto k_reason = "Verification Code is invalid or expired";
    auto reply = json_reply(
        {{"error", k_reason}, {"err_msg", "bad request response from dependency service"}}, 400);
    // Some clients look for the reason here (ring-api.md 1.5).
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

bool lacks_user_agent(const Call& call) {
    return call.world.options.require_user_agent && call.request.header("user-agent").empty();
}

} // namespace simulator
