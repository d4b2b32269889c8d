// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_finding.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace cli::doctor {
namespace {

template <typename... Parts>
concept CanBeSaid = requires(Parts... parts) {
    say("{}", parts...);
};

// Nothing that may be private can become a part of a report: it does not compile.
static_assert(!std::is_convertible_v<std::string, FindingText>);
static_assert(!std::is_convertible_v<std::string_view, FindingText>);
static_assert(!std::is_convertible_v<const char*, FindingText>);
static_assert(!std::is_constructible_v<FindingText, char (&)[8]>);
static_assert(CanBeSaid<int> && CanBeSaid<FindingText>);
static_assert(!CanBeSaid<std::string> && !CanBeSaid<const char*>);

TEST(FindingText, is_made_of_literals_numbers_and_public_texts) {
    EXPECT_EQ(say("{} has {} picture{}", FindingText("camera 1"), 2, FindingText("s")).published(),
              "camera 1 has 2 pictures");
    EXPECT_EQ(FindingText::duration(std::chrono::minutes(90)).published(), "1 h 30 min");
}

TEST(FindingText, takes_known_words_only) {
    EXPECT_EQ(FindingText::one_of({"NO_PROXY", "no_proxy"}, "no_proxy", "other").published(),
              "no_proxy");
    EXPECT_EQ(FindingText::one_of({"NO_PROXY", "no_proxy"}, "kim", "other").published(), "other");
}

TEST(FindingText, takes_identifiers_of_the_protocol_only) {
    EXPECT_EQ(FindingText::identifier("stickup_cam_v4", "unknown").published(), "stickup_cam_v4");
    for (const std::string& text :
         {std::string(), std::string("Kims camera"), std::string("kim@kim.example"),
          std::string("/home/kim"), std::string("t\xC3\xBCr"), std::string(41, 'a')}) {
        EXPECT_EQ(FindingText::identifier(text, "unknown").published(), "unknown") << text;
    }
}

TEST(FindingText, of_this_machine_alone_is_replaced_in_a_report) {
    const FindingText text =
        say("{} is gone{}", FindingText::local("/home/kim", "a folder"), FindingText::local("!"));
    EXPECT_EQ(text.shown(), "/home/kim is gone!");
    EXPECT_EQ(text.published(), "a folder is gone");
    EXPECT_EQ(FindingText::message("a /home/kim: permission denied").shown(),
              "a /home/kim: permission denied");
}

TEST(MessageInAReport, repeats_known_reasons_and_a_status_alone) {
    const std::pair<const char*, const char*> cases[] = {
        {"cannot write /home/kim/x: permission denied", "permission denied"},
        {"cannot connect to 10.0.0.1:80: connection refused", "refused"},
        {"Ring's login service answers with status 503: kim is out", "HTTP status 503"},
        {"Ring's camera list is unavailable (HTTP 502)", "HTTP status 502"},
        {"status 12345678", ""},
        {"status kim", ""},
        {"status 99", ""},
        {"no picture of Kims garden", ""},
    };
    for (const auto& [message, reasons] : cases) {
        EXPECT_EQ(FindingText::message(message).published(), reasons) << message;
    }
}

TEST(Joined, leaves_out_what_is_empty) {
    EXPECT_EQ(joined("a", "b").published(), "a; b");
    EXPECT_EQ(joined("a", {}).published(), "a");
    EXPECT_EQ(joined(FindingText(), "b").published(), "b");
}

} // namespace
} // namespace cli::doctor
