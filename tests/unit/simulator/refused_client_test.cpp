// SPDX-License-Identifier: Apache-2.0
// What the login service refuses clients for, and the ways in which it asks for a code.
#include "service_fixture.hpp"

namespace simulator {
namespace {

constexpr auto k_full_user_agent = "android:com.ringapp:3.98.0(70492092)";

class RefusedClientTest : public ServiceTest {
protected:
    Reply log_in(const std::string& hardware_id = "5b1f6a0e", const std::string& code = "",
                 const std::string& user_agent = "") {
        return post_form("/oauth/token",
                         "grant_type=password&username=demo%40example.com&password=demo-password"
                         "&client_id=ring_official_android&scope=client",
                         {{"hardware_id", hardware_id},
                          {"2fa-support", "true"},
                          {"2fa-code", code},
                          {"user-agent", user_agent}});
    }

    Reply refresh(const std::string& token, const std::string& hardware_id = "") {
        return post_form("/oauth/token",
                         "grant_type=refresh_token&client_id=ring_official_android&scope=client"
                         "&refresh_token=" +
                             base::percent_encode(token),
                         {{"hardware_id", hardware_id}});
    }
};

TEST_F(RefusedClientTest, TheTokenFlowCanBeRefusedAsTextOrHtml) {
    Options options;
    options.refuse_password_grant = true;
    restart(options);
    auto reply = log_in();
    EXPECT_EQ(reply.status, 406);
    EXPECT_EQ(reply.content_type, "text/plain");
    EXPECT_EQ(reply.body, "Not Acceptable");
    EXPECT_EQ(world().account.counters().codes_sent, 0);
    EXPECT_EQ(refresh("R0").status, 200) << "refreshes go on";
    options.refuse_with_html = true;
    options.refuse_refresh_grant = true;
    restart(options);
    reply = refresh("R0");
    EXPECT_EQ(reply.status, 406);
    EXPECT_EQ(reply.content_type, "text/html");
    EXPECT_EQ(reply.body,
              "<html><head><title>406 Not Acceptable</title></head><body>sim edge</body></html>");
}

TEST_F(RefusedClientTest, AUserAgentCanBeAskedFor) {
    Options options;
    options.user_agent_rule = UserAgentRule::any;
    restart(options);
    EXPECT_EQ(refresh("R0").status, 406);
    EXPECT_EQ(post_form("/oauth/token", "grant_type=refresh_token&refresh_token=R0",
                        {{"user-agent", "x"}})
                  .status,
              200);
}

TEST_F(RefusedClientTest, TheUserAgentOfTheAppItselfCanBeAskedFor) {
    Options options;
    options.user_agent_rule = UserAgentRule::full;
    restart(options);
    for (const char* refused : {"", "x", "android:com.ringapp", "android:com.ringapp:3.98.0",
                                "android:com.ringapp:", "android:com.ringapp:3.98.0(70492092"}) {
        EXPECT_EQ(log_in("id", "", refused).status, 406) << refused;
        EXPECT_EQ(get("/oauth/v2/signin", {{"user-agent", refused}}).status, 406) << refused;
    }
    EXPECT_EQ(world().account.counters().codes_sent, 0);
    EXPECT_EQ(log_in("id", "", k_full_user_agent).status, 412);
    EXPECT_EQ(get("/oauth/v2/signin", {{"user-agent", k_full_user_agent}}).status, 302);
    EXPECT_EQ(get("/clients_api/ring_devices", bearer()).status, 200) << "the API asks for none";
}

TEST_F(RefusedClientTest, TheFirstHardwareIdCanBeRefused) {
    Options options;
    options.account.refuse_first_hardware_id = true;
    restart(options);
    EXPECT_EQ(log_in("first").status, 406);
    EXPECT_EQ(log_in("second").status, 412);
    EXPECT_EQ(log_in("first", "123456").status, 406);
    EXPECT_EQ(refresh("R0", "first").status, 406);
    EXPECT_EQ(refresh("R0", "second").status, 200);
    EXPECT_EQ(get("/oauth/v2/authorize?hardware_id=first").status, 406);
    EXPECT_EQ(world().account.counters().codes_sent, 1);
}

TEST_F(RefusedClientTest, AHardwareIdCanBeRefusedFromNowOn) {
    EXPECT_EQ(log_in("a").status, 412);
    ASSERT_EQ(control("POST", "state", {{"refuse_hardware_id", "a"}}).status, 200);
    EXPECT_EQ(log_in("a").status, 406);
    EXPECT_EQ(log_in("b").status, 412);
}

TEST_F(RefusedClientTest, ACodeCanBeAskedForByA202) {
    Options options;
    options.challenge_form = ChallengeForm::accepted;
    restart(options);
    const auto reply = log_in();
    EXPECT_EQ(reply.status, 202);
    EXPECT_EQ(reply.body, R"({"tsv_state":"sms","phone":"+1xxxxxxxx89","next_time_in_secs":60,)"
                          R"("tsv_methods":["sms"]})");
    EXPECT_EQ(log_in("id", "123456").status, 200);
}

TEST_F(RefusedClientTest, ACodeCanBeAskedForByARedirect) {
    Options options;
    options.challenge_form = ChallengeForm::redirect;
    restart(options);
    const auto reply = log_in();
    EXPECT_EQ(reply.status, 302);
    EXPECT_EQ(reply.header("Location"), "/oauth/v2/2fa");
    EXPECT_EQ(world().account.counters().codes_sent, 1);
    EXPECT_EQ(log_in("id", "123456").status, 200);
}

TEST_F(RefusedClientTest, ACodeCanComeByWhatsAppOrACall) {
    for (const auto* channel : {"whatsapp", "voice"}) {
        ASSERT_EQ(control("POST", "state", {{"two_factor", channel}}).status, 200);
        EXPECT_EQ(body_of(log_in())["tsv_state"], channel);
    }
    EXPECT_EQ(world().account.counters().codes_sent, 2);
}

TEST_F(RefusedClientTest, ADeadTokenCanBeSaidByA400) {
    set_faults("token", {"invalid-grant"});
    const auto reply = refresh("R0");
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(body_of(reply)["error"], "invalid_grant");
    EXPECT_EQ(refresh("R0").status, 200) << "it was not spent";
}

} // namespace
} // namespace simulator
