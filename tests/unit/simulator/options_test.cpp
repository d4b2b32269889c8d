// SPDX-License-Identifier: Apache-2.0
#include "simulator/options.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace simulator {
namespace {

CommandLine read(std::vector<const char*> words) {
    words.insert(words.begin(), "ring-simulator");
    return read_command_line(static_cast<int>(words.size()), words.data());
}

TEST(OptionsTest, DefaultsAreThoseOfTheDocument) {
    const auto line = read({});
    ASSERT_TRUE(line.run);
    const auto& o = line.options;
    EXPECT_EQ(o.port, 0);
    EXPECT_EQ(o.account.username, "demo@example.com");
    EXPECT_EQ(o.account.password, "demo-password");
    EXPECT_EQ(o.account.code, "123456");
    EXPECT_EQ(o.account.two_factor, TwoFactor::sms);
    EXPECT_EQ(o.account.access_token_life_ms, 3'600'000);
    EXPECT_EQ(o.account.grace_ms, 60'000);
    EXPECT_EQ(o.capture_delay_wired_ms, 400);
    EXPECT_EQ(o.capture_delay_battery_ms, 4000);
}

TEST(OptionsTest, NumbersMayBeDecimals) {
    const auto& o =
        read({"--access-token-life", "0.5", "--grace", "-1", "--clock-offset", "-90.25",
              "--latency", "12.4", "--capture-delay-wired", "0.05", "--periodic", "1.5"})
            .options;
    EXPECT_EQ(o.account.access_token_life_ms, 500);
    EXPECT_EQ(o.account.grace_ms, -1000);
    EXPECT_EQ(o.clock_offset_ms, -90'250);
    EXPECT_EQ(o.latency_ms, 12);
    EXPECT_EQ(o.capture_delay_wired_ms, 50);
    EXPECT_EQ(o.periodic_ms, 1500);
}

TEST(OptionsTest, RepeatableOptionsAddUp) {
    const auto& o = read({"--refresh-token", "a", "--refresh-token", "b", "--fault", "next=reset",
                          "--fault", "image=cut,half"})
                        .options;
    EXPECT_EQ(o.refresh_tokens, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(o.faults, (std::vector<std::string>{"next=reset", "image=cut,half"}));
}

TEST(OptionsTest, RefuseTokenFlowTakesAKindOrNone) {
    auto line = read({"--refuse-token-flow", "--quiet"});
    ASSERT_TRUE(line.run);
    EXPECT_TRUE(line.options.refuse_password_grant);
    EXPECT_FALSE(line.options.refuse_with_html);
    EXPECT_TRUE(line.options.quiet);
    line = read({"--refuse-token-flow", "html"});
    EXPECT_TRUE(line.options.refuse_with_html);
    EXPECT_FALSE(line.options.refuse_refresh_grant);
}

TEST(OptionsTest, RequireUserAgentTakesAKindOrNone) {
    EXPECT_EQ(read({"--quiet"}).options.user_agent_rule, UserAgentRule::none);
    auto line = read({"--require-user-agent", "--quiet"});
    ASSERT_TRUE(line.run);
    EXPECT_EQ(line.options.user_agent_rule, UserAgentRule::any);
    EXPECT_TRUE(line.options.quiet);
    line = read({"--require-user-agent", "full"});
    EXPECT_EQ(line.options.user_agent_rule, UserAgentRule::full);
}

TEST(OptionsTest, MistakesEndWithTwo) {
    for (const auto& words : {std::vector<const char*>{"--nonsense"},
                              {"--port"},
                              {"--port", "x"},
                              {"--port", "70000"},
                              {"--two-factor", "pigeon"},
                              {"--challenge", "x"},
                              {"--require-user-agent", "x"},
                              {"--csrf", "x"},
                              {"--devices", "x"},
                              {"--picture-size", "7"},
                              {"--grace", "-2"},
                              {"extra"}}) {
        const auto line = read(words);
        EXPECT_FALSE(line.run);
        EXPECT_EQ(line.exit_code, 2) << words.front();
    }
}

} // namespace
} // namespace simulator
