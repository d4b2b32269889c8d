// SPDX-License-Identifier: Apache-2.0
#include "base/text/encoding.hpp"
#include "http/url.hpp"
#include "unit/cli/command_fixture.hpp"

#include <csignal>
#include <latch>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct NotifyCommand : CommandTest {
    NotifyCommand() {
        account.client.always("POST", "/hook", [](const auto&) { return test::response(200); });
        account.client.always("PUT", "/hook", [](const auto&) { return test::response(200); });
    }

    /// One round in which the driveway fails.
    int fail(std::vector<std::string> more) {
        break_pictures(driveway(), status(503));
        std::vector<std::string> arguments = {"watch",     k_driveway, "--count", "1",
                                              "--retries", "1",        "--notify"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    std::vector<http::Request> sent(const std::string& path = "/hook") const {
        return account.client.requests_to(path);
    }

    test::ScopedVariable token{"RING_SNAPSHOT_NOTIFY_TOKEN", nullptr};
};

TEST_F(NotifyCommand, sends_a_text_to_ntfy_when_a_camera_fails) {
    EXPECT_EQ(fail({"ntfys://ntfy.test/hook"}), 8) << errors();
    ASSERT_THAT(sent(), SizeIs(1));
    const http::Request request = sent().front();
    EXPECT_THAT(request.url, testing::StartsWith("https://ntfy.test/hook?"));
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(http::query_parameter(request.url, "title"), "Driveway fails");
    EXPECT_THAT(request.body, HasSubstr("no picture of Driveway"));
    EXPECT_THAT(test::fields(request), IsEmpty());
}

TEST_F(NotifyCommand, sends_another_one_when_it_works_again) {
    driveway().next = driveway().image = driveway().times = [this](const http::Request&) {
        if (requests("/snapshots").size() > 2) {
            driveway().next = driveway().image = driveway().times = nullptr;
            capture(driveway());
        }
        return test::response(503);
    };
    EXPECT_EQ(run({"watch", k_driveway, "--count", "3", "--retries", "1", "--every", "1m",
                   "--notify", "https://example.test/hook"}),
              0)
        << errors();
    ASSERT_THAT(sent(), SizeIs(2));
    const auto failing = nlohmann::json::parse(sent()[0].body);
    EXPECT_EQ(failing["event"], "failing");
    EXPECT_EQ(failing["id"], k_driveway);
    EXPECT_EQ(failing["name"], "Driveway");
    EXPECT_EQ(failing["error"]["code"], "service_unavailable");
    EXPECT_THAT(failing["text"].get<std::string>(), HasSubstr("Driveway fails: "));
    const auto recovered = nlohmann::json::parse(sent()[1].body);
    EXPECT_EQ(recovered["event"], "recovered");
    EXPECT_EQ(recovered["error"], nullptr);
    EXPECT_THAT(recovered["text"].get<std::string>(), HasSubstr("pictures come again, after "));
}

TEST_F(NotifyCommand, makes_one_message_of_what_comes_together) {
    break_pictures(front_door(), status(503));
    EXPECT_EQ(fail({"ntfys://ntfy.test/hook", k_front_door}), 8) << errors();
    std::string all;
    for (const http::Request& request : sent()) {
        all += http::query_parameter(request.url, "title").value() + "\n" + request.body + "\n";
    }
    EXPECT_THAT(all, HasSubstr("Driveway"));
    EXPECT_THAT(all, HasSubstr("Front Door"));
    EXPECT_LE(sent().size(), 2U);
}

TEST_F(NotifyCommand, sends_the_newest_picture_only_when_it_is_asked_to) {
    EXPECT_EQ(run({"get", k_driveway}), 0);
    const std::string picture = test::make_jpeg(32, 24, driveway().seed);
    fail({"ntfys://ntfy.test/hook"});
    ASSERT_THAT(sent(), SizeIs(1));
    EXPECT_EQ(sent()[0].method, "POST");
    fail({"ntfys://ntfy.test/hook", "--notify", "https://example.test/hook2", "--notify-picture"});
    ASSERT_THAT(sent("/hook?"), SizeIs(2));
    const http::Request request = sent("/hook?")[1];
    EXPECT_EQ(request.method, "PUT");
    EXPECT_EQ(request.body, picture);
    EXPECT_THAT(http::query_parameter(request.url, "message").value(),
                HasSubstr("no picture of Driveway"));
    ASSERT_THAT(sent("/hook2"), SizeIs(1));
    EXPECT_EQ(nlohmann::json::parse(sent("/hook2")[0].body)["picture"],
              base::base64_encode(picture));
}

TEST_F(NotifyCommand, tries_again_what_cannot_be_sent) {
    account.client.expect("POST", "/later", test::response(503));
    account.client.expect("POST", "/later", test::response(200));
    break_pictures(driveway(), [this](const http::Request&) {
        if (sent("/later").size() == 2) {
            platform.raise(SIGTERM);
        }
        return test::response(503);
    });
    EXPECT_EQ(run({"watch", k_driveway, "--notify", "ntfys://ntfy.test/later"}), 0);
    EXPECT_THAT(sent("/later"), SizeIs(2));
    EXPECT_THAT(errors(),
                HasSubstr("--notify ntfy.test: the server answers with status 503; it is tried"));
}

TEST_F(NotifyCommand, says_once_that_a_server_refuses_a_message_and_drops_it) {
    account.client.expect("POST", "/secret-topic", test::response(403));
    fail({"ntfys://ntfy.test/secret-topic", "--verbose"});
    EXPECT_THAT(sent("/secret-topic"), SizeIs(1));
    EXPECT_THAT(errors(), HasSubstr("the server answers with status 403; the message is lost"));
    EXPECT_THAT(errors(), HasSubstr("RING_SNAPSHOT_NOTIFY_TOKEN"));
    EXPECT_THAT(output() + errors(), Not(HasSubstr("secret-topic")));
}

TEST_F(NotifyCommand, sends_the_token_and_never_shows_it) {
    const test::ScopedVariable with_token("RING_SNAPSHOT_NOTIFY_TOKEN", "tk_secret");
    fail({"ntfys://ntfy.test/hook", "--verbose"});
    ASSERT_THAT(sent(), SizeIs(1));
    EXPECT_THAT(test::fields(sent()[0]), Contains("Authorization: Bearer tk_secret"));
    EXPECT_THAT(output() + errors(), Not(HasSubstr("tk_secret")));
}

TEST_F(NotifyCommand, does_not_hold_up_a_camera_while_a_server_does_not_answer) {
    std::latch second_round(1);
    account.client.always("POST", "/slow", [&](const http::Request&) {
        second_round.wait();
        return test::response(200);
    });
    break_pictures(front_door(), status(503));
    int rounds = 0;
    driveway().next = [&](const http::Request&) {
        if (++rounds == 2) {
            second_round.count_down();
        }
        return test::response(503);
    };
    run({"watch", "--all", "--count", "2", "--retries", "1", "--notify",
         "https://example.test/slow"});
    EXPECT_GE(rounds, 2);
    EXPECT_THAT(sent("/slow"), Not(IsEmpty()));
}

TEST_F(NotifyCommand, tells_that_the_watch_has_ended_by_an_error) {
    EXPECT_EQ(run({"watch", "Nowhere", "--notify", "https://example.test/hook"}), 6);
    ASSERT_THAT(sent(), SizeIs(1));
    const auto ended = nlohmann::json::parse(sent()[0].body);
    EXPECT_EQ(ended["event"], "ended");
    EXPECT_EQ(ended["id"], nullptr);
    EXPECT_EQ(ended["error"]["code"], "unknown_device");
}

TEST_F(NotifyCommand, sends_a_test_to_each_target_and_asks_ring_for_nothing) {
    EXPECT_EQ(run({"watch", "--notify", "ntfys://ntfy.test/hook", "--notify",
                   "https://example.test/hook", "--notify-test"}),
              0)
        << errors();
    EXPECT_THAT(lines(), testing::ElementsAre("sent to ntfy.test", "sent to example.test"));
    EXPECT_THAT(sent(), SizeIs(2));
    EXPECT_THAT(requests(), SizeIs(2));
    EXPECT_THAT(sent()[0].body, HasSubstr("this is a test"));
    EXPECT_EQ(nlohmann::json::parse(sent()[1].body)["event"], "test");
}

TEST_F(NotifyCommand, ends_with_8_when_a_test_is_not_taken) {
    account.client.expect("POST", "/no", test::response(404));
    EXPECT_EQ(run({"watch", "--notify", "ntfys://ntfy.test/no", "--notify",
                   "https://example.test/hook", "--notify-test"}),
              8);
    EXPECT_THAT(errors(), HasSubstr("--notify ntfy.test: the server answers with status 404"));
    EXPECT_THAT(lines(), testing::ElementsAre("sent to example.test"));
    EXPECT_EQ(run({"watch", "--notify-test"}), 2);
}

TEST_F(NotifyCommand, is_remembered_with_save) {
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1", "--notify", "ntfys://ntfy.test/hook",
                   "--notify-picture", "--save"}),
              0)
        << errors();
    EXPECT_EQ(account.stored().notify, std::vector<std::string>{"ntfys://ntfy.test/hook"});
    EXPECT_EQ(account.stored().notify_picture, true);
    EXPECT_EQ(run({"watch", "--notify-test"}), 0) << errors();
    EXPECT_THAT(sent(), SizeIs(1));
}

} // namespace
} // namespace cli
