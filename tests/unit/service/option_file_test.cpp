// SPDX-License-Identifier: Apache-2.0
#include "service/option_file.hpp"
#include "support/error_of.hpp"
#include "unit/service/plans.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace service {

namespace {

using Words = std::vector<std::string>;
constexpr auto k_start = "ring-snapshot service start";

} // namespace

TEST(OptionFile, BringsEachWordThrough) {
    Words words = test::k_nasty_words;
    words.emplace_back("a\n# no comment\nb");
    words.emplace_back("#first");
    EXPECT_EQ(read_words(option_text("watch", words, k_start)), words);
    std::reverse(words.begin(), words.end());
    EXPECT_EQ(read_words(option_text("watch", words, k_start)), words);
}

TEST(OptionFile, HasAnOptionALineAndSaysHowToApplyIt) {
    EXPECT_EQ(option_text("watch", {"Front Door", "Garden", "--every", "5m", "--fresh"}, k_start),
              "# What this service does: options of `ring-snapshot watch`. After a change run\n"
              "#   ring-snapshot service start\n"
              "'Front Door' Garden\n--every 5m\n--fresh\n");
    EXPECT_EQ(option_text("serve", {}, k_start),
              "# What this service does: options of `ring-snapshot serve`. After a change run\n"
              "#   ring-snapshot service start\n");
}

TEST(OptionFile, IsReadAsPeopleWriteIt) {
    EXPECT_EQ(read_words("# a comment with 'one quote\n  # another\n--all --every 5m\n\n"
                         "--name '{name}/#1.jpg' # \"trailing\"\n"),
              (Words{"--all", "--every", "5m", "--name", "{name}/#1.jpg", "#", "trailing"}));
    EXPECT_EQ(read_words(""), Words{});
    EXPECT_EQ(read_words("# nothing but this\n"), Words{});
    EXPECT_EQ(test::error_of([] { read_words("--out '/x"); }).code(), base::ErrorCode::usage);
}

TEST(EnvironmentFile, BringsEachValueThrough) {
    std::map<std::string, std::string> environment;
    for (std::size_t i = 0; i < test::k_nasty_words.size(); ++i) {
        environment["NAME" + std::to_string(i)] = test::k_nasty_words[i];
    }
    environment["LINES"] = "a\nB=c\n";
    EXPECT_EQ(read_environment(environment_text(environment)), environment);
    EXPECT_EQ(read_environment("A=b=c\n=x\nD\n"),
              (std::map<std::string, std::string>{{"A", "b=c"}}));
}

TEST(EnvironmentFile, TakesWhatServicesNeedAndNoPassword) {
    for (const char* name :
         {"RING_SNAPSHOT_SERVER", "RING_SNAPSHOT_NOTIFY_TOKEN", "AWS_SECRET_ACCESS_KEY",
          "https_proxy", "HTTPS_PROXY", "no_proxy", "ALL_PROXY", "SSL_CERT_FILE", "TZ"}) {
        EXPECT_TRUE(is_for_services(name)) << name;
    }
    for (const char* name : {"RING_PASSWORD", "RING_2FA_CODE", "RING_USERNAME", "PATH", "HOME",
                             "RING_SNAPSHOT_SETTINGS", "TZX", "MY_PROXY"}) {
        EXPECT_FALSE(is_for_services(name)) << name;
    }
}

} // namespace service
