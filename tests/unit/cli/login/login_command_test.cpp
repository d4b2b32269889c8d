// SPDX-License-Identifier: Apache-2.0
#include "unit/cli/command_fixture.hpp"

namespace cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto k_again_question =
    "Already logged in as k***@e***.com. Log in again, or as somebody else? [again/other/cancel] ";

/// A person who is logged in as kim@example.com.
struct LoginAgainCommand : CommandTest {
    LoginAgainCommand() {
        account.store.update(
            [](settings::Settings& settings) { settings.username = "kim@example.com"; }, {});
        account.client.always("POST", "/clients_api/session",
                              [](const auto&) { return test::response(201, "{}"); });
        platform.console().make_terminal(Stream::input);
    }

    int log_in(const std::vector<std::string>& answers, std::vector<std::string> options = {}) {
        for (const std::string& line : answers) {
            platform.console().type(line);
        }
        options.insert(options.begin(), "login");
        return run(options);
    }
};

TEST_F(LoginAgainCommand, asks_what_is_meant) {
    EXPECT_EQ(log_in({"cancel"}), 0);
    EXPECT_THAT(errors(), HasSubstr(k_again_question));
    EXPECT_THAT(requests(), IsEmpty());
    EXPECT_EQ(account.stored().refresh_token, base::Secret("sim-r1"));
}

TEST_F(LoginAgainCommand, logs_in_again_with_the_password_alone) {
    EXPECT_EQ(log_in({"", "maybe", "AGAIN", "a password"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("Please answer again, other or cancel."));
    EXPECT_THAT(errors(), Not(HasSubstr("E-mail address")));
    EXPECT_EQ(account.stored().refresh_token, base::Secret("sim-r2"));
    EXPECT_EQ(account.stored().username, "kim@example.com");
}

TEST_F(LoginAgainCommand, as_somebody_else_asks_for_the_address) {
    EXPECT_EQ(log_in({"o", "lou@example.com", "a password"}), 0) << errors();
    EXPECT_EQ(account.stored().username, "lou@example.com");
}

TEST_F(LoginAgainCommand, does_not_ask_when_a_login_is_given) {
    EXPECT_EQ(log_in({"a password"}, {"--username", "lou@example.com"}), 0) << errors();
    EXPECT_THAT(errors(), Not(HasSubstr("Already logged in")));
    const test::ScopedVariable password("RING_PASSWORD", "a password");
    EXPECT_EQ(log_in({}), 0) << errors();
    EXPECT_THAT(errors(), Not(HasSubstr("Already logged in")));
}

TEST_F(LoginAgainCommand, does_not_ask_when_ring_has_ended_the_login) {
    account.store.update(
        [&](settings::Settings& settings) { settings.login_ended = account.clock.now(); }, {});
    EXPECT_EQ(log_in({"a password"}), 0) << errors();
    EXPECT_THAT(errors(), Not(HasSubstr("Already logged in")));
    EXPECT_THAT(errors(), HasSubstr("logging in as k***@e***.com"));
    EXPECT_FALSE(account.stored().login_ended);
}

TEST_F(LoginAgainCommand, asks_for_the_address_after_a_logout) {
    EXPECT_EQ(run({"logout"}), 0);
    EXPECT_FALSE(account.stored().username);
    EXPECT_EQ(log_in({"lou@example.com", "a password"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("E-mail address of your Ring account: "));
    EXPECT_EQ(account.stored().username, "lou@example.com");
}

struct EndedLogin : CommandTest {
    EndedLogin() {
        account.store.update(
            [](settings::Settings& settings) { settings.access_token_expires.reset(); }, {});
        tokens = status(401);
    }
};

TEST_F(EndedLogin, is_remembered_until_ring_takes_it_again) {
    EXPECT_EQ(run({"list"}), 3);
    EXPECT_EQ(account.stored().login_ended, account.clock.now());
    EXPECT_EQ(account.stored().refresh_token, base::Secret("sim-r1"));
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_THAT(output(), HasSubstr("not logged in: Ring ended this login"));
    EXPECT_EQ(run({"status", "--json"}), 0);
    EXPECT_EQ(objects().front()["logged_in"], false);
    EXPECT_THAT(objects().front()["login_ended"], testing::A<nlohmann::json>());
    tokens = {};
    EXPECT_EQ(run({"list"}), 0) << errors();
    EXPECT_FALSE(account.stored().login_ended);
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_THAT(output(), HasSubstr("logged in (renews automatically)"));
}

TEST_F(EndedLogin, keeps_the_moment_of_the_first_refusal) {
    const auto first = account.clock.now();
    EXPECT_EQ(run({"list"}), 3);
    account.clock.advance(std::chrono::hours(1));
    EXPECT_EQ(run({"list"}), 3);
    EXPECT_EQ(account.stored().login_ended, first);
}

TEST_F(EndedLogin, is_not_one_that_ring_cannot_renew_now) {
    tokens = status(503);
    EXPECT_EQ(run({"list"}), 8);
    EXPECT_FALSE(account.stored().login_ended);
}

TEST_F(EndedLogin, is_told_by_doctor) {
    EXPECT_EQ(run({"list"}), 3);
    account.client.always("GET", "/", [](const auto&) { return test::response(200); });
    EXPECT_EQ(run({"doctor"}), 3) << output();
    EXPECT_THAT(output(), HasSubstr("not logged in: Ring ended this login"));
}

TEST_F(EndedLogin, ends_with_a_logout) {
    EXPECT_EQ(run({"list"}), 3);
    EXPECT_EQ(run({"logout"}), 0);
    EXPECT_FALSE(account.stored().login_ended);
}

} // namespace
} // namespace cli
