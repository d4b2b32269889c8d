// SPDX-License-Identifier: Apache-2.0
#include "cli/get/remembered_job.hpp"
#include "unit/cli/command_fixture.hpp"

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using RememberedJob = CommandTest;

TEST(DescribeJob, is_written_as_options) {
    settings::Settings settings;
    EXPECT_EQ(describe_job(settings, k_symbols), "");
    settings.devices = {"Front Door", "Garden"};
    settings.fresh = true;
    settings.output_path = "/pictures";
    settings.every = 10min;
    settings.keep = 48h;
    settings.keep_daily = 30;
    settings.maximum_retries = 5;
    EXPECT_EQ(describe_job(settings, k_symbols),
              "'Front Door' Garden --fresh --out /pictures --retries 5 "
              "--every 10m --keep 2d --keep-daily 30");
    settings = {};
    settings.all_cameras = true;
    settings.require_fresh = true;
    settings.fresh = true;
    EXPECT_EQ(describe_job(settings, k_symbols), "--all --require-fresh");
}

TEST(DescribeJob, tells_no_secret) {
    settings::Settings settings;
    settings.exec_command = "curl -H 'Authorization: secret' https://example.com";
    settings.exif = true;
    settings.failure_command = "mail secret@example.com";
    settings.heartbeat = "https://hc.example/secret";
    settings.notify = {{"ntfys://ntfy.sh/secret", "https://secret:secret@example.com/secret",
                        "https://example.com?secret"}};
    settings.refresh_token = base::Secret("secret");
    settings.mqtt = "mqtts://kim:secret@nas";
    settings.mqtt_password = base::Secret("secret");
    settings.access_token = base::Secret("secret");
    settings.username = "secret@example.com";
    EXPECT_EQ(describe_job(settings, k_symbols),
              "--exec 'curl …' --exif --on-failure 'mail …' --heartbeat https://hc.example/… "
              "--notify ntfys://ntfy.sh/… --notify … --notify https://example.com/… --mqtt "
              "mqtts://…@nas "
              "--mqtt-password-file …");
    EXPECT_EQ(describe_job(settings, k_ascii_symbols),
              "--exec 'curl ...' --exif --on-failure 'mail ...' --heartbeat https://hc.example/... "
              "--notify ntfys://ntfy.sh/... --notify ... --notify https://example.com/... --mqtt "
              "mqtts://...@nas --mqtt-password-file ...");
}

TEST_F(RememberedJob, is_said_by_save_with_the_way_to_undo_it) {
    EXPECT_EQ(run({"get", k_driveway, "--retries", "5", "--save"}), 0) << errors();
    EXPECT_THAT(errors(),
                AllOf(HasSubstr("remembered: 518000222 --retries 5\n"), HasSubstr(" --forget\n")));
    EXPECT_EQ(run({"watch", "--count", "1", "--every", "1m", "--save"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("remembered: 518000222 --retries 5 --every 1m\n"));
}

TEST_F(RememberedJob, is_forgotten_without_a_picture) {
    run({"get", k_driveway, "--retries", "5", "--out", "here", "--save"});
    const std::size_t sent = requests().size();
    EXPECT_EQ(run({"get", "--forget"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("forgotten: 518000222 --out "));
    EXPECT_EQ(output(), "");
    EXPECT_EQ(requests().size(), sent);
    EXPECT_EQ(describe_job(account.stored(), k_symbols), "");
    EXPECT_TRUE(account.stored().has_session());
    EXPECT_EQ(run({"get", "--forget"}), 0);
    EXPECT_THAT(errors(), HasSubstr("nothing is remembered"));
}

TEST_F(RememberedJob, is_not_forgotten_by_a_command_that_asks_for_more) {
    run({"get", k_driveway, "--save"});
    for (const auto& more :
         {std::vector<std::string>{"Driveway"}, {"--fresh"}, {"--out", "-"}, {"--save"}}) {
        std::vector<std::string> arguments = {"get", "--forget"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        EXPECT_EQ(run(arguments), 2) << more.front();
        EXPECT_THAT(describe_job(account.stored(), k_symbols), Not(IsEmpty()));
    }
}

} // namespace
} // namespace cli
