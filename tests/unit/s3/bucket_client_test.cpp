// SPDX-License-Identifier: Apache-2.0
#include "base/text/time_format.hpp"
#include "http/http_date.hpp"
#include "s3/bucket_client.hpp"
#include "support/error_of.hpp"
#include "support/fake_bucket.hpp"
#include "support/fake_http_client.hpp"
#include "support/manual_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace s3 {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct BucketClientTest : testing::Test {
    BucketClient make(Bucket bucket = {"pictures", "us-east-1", "http://store.local"}) {
        return {store,
                clock,
                std::move(bucket),
                {"AKIA:X/+", base::Secret("hidden")},
                {.attempts = 3, .tell = [this](const std::string& text) { told.push_back(text); }}};
    }

    std::string header(std::size_t request, const std::string& name) const {
        return store.requests().at(request).headers.get(name).value_or("");
    }

    /// Answers the first `count` requests in this way.
    void first(std::size_t count, std::function<http::Response(const http::Request&)> answer) {
        store.instead = [this, count, answer = std::move(answer)](
                            const http::Request& request) -> std::optional<http::Response> {
            return store.requests().size() <= count ? std::optional(answer(request)) : std::nullopt;
        };
    }

    /// Refuses signatures for another region than eu-west-1.
    void be_in_ireland() {
        store.instead = [](const http::Request& request) -> std::optional<http::Response> {
            if (request.headers.get("Authorization")->find("/eu-west-1/") == std::string::npos) {
                return test::refusal(400, "AuthorizationHeaderMalformed",
                                     "<Region>eu-west-1</Region>");
            }
            return {};
        };
    }

    test::ManualClock clock;
    test::FakeBucket store{clock};
    std::vector<std::string> told;
    const std::stop_token never;
    const ObjectFacts facts{.captured = base::SystemTime(1'790'000'000'345ms), .camera_id = "7"};
};

TEST_F(BucketClientTest, stores_what_it_gives_back) {
    BucketClient client = make();
    const std::string bytes("a\0\xFF", 3);
    client.put("Home/7 a.jpg", bytes, facts, never);
    EXPECT_EQ(client.get("Home/7 a.jpg", never), bytes);
    const auto found = client.head("Home/7 a.jpg", never);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->size, 3U);
    EXPECT_EQ(found->captured, facts.captured);
    EXPECT_EQ(found->camera_id, "7");
    EXPECT_EQ(found->sha256.size(), 64U);
    EXPECT_EQ(client.get("Home/8.jpg", never), std::nullopt);
    EXPECT_FALSE(client.head("Home/8.jpg", never));
    client.remove("Home/7 a.jpg", never);
    client.remove("Home/7 a.jpg", never);
    EXPECT_THAT(store.objects(), IsEmpty());
}

TEST_F(BucketClientTest, sends_what_it_signs_and_no_header_that_stores_refuse) {
    BucketClient client = make();
    client.put("7.jpg", "bytes", facts, never);
    EXPECT_EQ(header(0, "Content-Type"), "image/jpeg");
    EXPECT_EQ(header(0, "x-amz-meta-captured"), "2026-09-21T14:13:20.345Z");
    EXPECT_EQ(header(0, "x-amz-content-sha256"), header(0, "x-amz-meta-sha256"));
    EXPECT_THAT(header(0, "Authorization"), HasSubstr("Credential=AKIA:X/+/"));
    const http::Request sent = store.requests().at(0);
    for (const auto& [name, value] : sent.headers) {
        EXPECT_EQ(name.find("checksum"), std::string::npos) << name;
        EXPECT_EQ(value.find("hidden"), std::string::npos) << name;
    }
}

TEST_F(BucketClientTest, lists_all_parts) {
    BucketClient client = make();
    store.page_size = 2;
    for (const char* key : {"a b/1.jpg", "a b/2.jpg", "a b/3.jpg", "c/1.jpg"}) {
        client.put(key, "x", facts, never);
    }
    std::vector<std::string> keys;
    ListPage page;
    do {
        page = client.list({.prefix = "a b/", .continuation = page.continuation}, never);
        for (const ListedObject& object : page.objects) {
            keys.push_back(object.key);
        }
    } while (!page.continuation.empty());
    EXPECT_THAT(keys, ElementsAre("a b/1.jpg", "a b/2.jpg", "a b/3.jpg"));
}

TEST_F(BucketClientTest, never_overwrites_what_another_store_condition_guards) {
    for (const auto conditions :
         {test::FakeBucket::Conditions::known, test::FakeBucket::Conditions::refused,
          test::FakeBucket::Conditions::overlooked}) {
        test::FakeBucket bucket(clock);
        bucket.conditions = conditions;
        BucketClient client(bucket, clock, {"pictures", "us-east-1", "http://store.local"}, {}, {});
        for (const char* key : {"1.jpg", "2.jpg", "3.jpg"}) {
            EXPECT_EQ(client.put_new(key, "first", facts, never), Stored::stored);
            EXPECT_EQ(client.put_new(key, "second", facts, never), Stored::taken);
            EXPECT_EQ(bucket.objects().at(key).bytes, "first");
        }
    }
}

TEST_F(BucketClientTest, looks_first_only_where_the_condition_is_not_known_to_hold) {
    BucketClient client = make();
    client.put_new("1.jpg", "x", facts, never);
    EXPECT_EQ(store.count("HEAD"), 1U);
    EXPECT_EQ(store.count("PUT"), 1U);
    // The second picture finds out that the condition holds.
    client.put_new("2.jpg", "x", facts, never);
    store.forget_requests();
    client.put_new("3.jpg", "x", facts, never);
    EXPECT_EQ(store.count("HEAD"), 0U);
    EXPECT_EQ(store.count("PUT"), 1U);
}

TEST_F(BucketClientTest, tries_again_what_happened_at_the_same_time) {
    BucketClient client = make({"pictures", "us-east-1"});
    store.instead = [n = 0](const http::Request&) mutable {
        return n++ == 0 ? test::refusal(409, "ConditionalRequestConflict") : test::response(200);
    };
    EXPECT_EQ(client.put_new("1.jpg", "x", facts, never), Stored::stored);
    EXPECT_EQ(store.count("PUT"), 2U);
}

TEST_F(BucketClientTest, goes_to_the_region_that_the_store_names_and_says_so_once) {
    BucketClient client = make();
    be_in_ireland();
    client.put("1.jpg", "x", facts, never);
    client.put("2.jpg", "x", facts, never);
    EXPECT_EQ(store.objects().size(), 2U);
    EXPECT_EQ(store.requests().size(), 3U);
    EXPECT_EQ(told.size(), 1U);
    EXPECT_THAT(told.at(0), HasSubstr("eu-west-1"));
    EXPECT_EQ(client.bucket().region, "eu-west-1");
}

TEST_F(BucketClientTest, finds_the_region_although_the_answer_to_a_head_has_no_body) {
    BucketClient client = make();
    client.put("1.jpg", "12345", facts, never);
    be_in_ireland();
    const auto found = client.head("1.jpg", never);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->size, 5U);
}

TEST_F(BucketClientTest, changes_the_host_of_amazons_region) {
    BucketClient client = make({"pictures", "us-east-1"});
    store.instead = [](const http::Request& request) -> std::optional<http::Response> {
        if (request.url.find(".s3.eu-west-1.amazonaws.com/") != std::string::npos) {
            return test::response(200);
        }
        http::Response moved = test::refusal(301, "PermanentRedirect");
        moved.headers.add("x-amz-bucket-region", "eu-west-1");
        return moved;
    };
    client.put("1.jpg", "x", facts, never);
    EXPECT_EQ(store.requests().back().url, "https://pictures.s3.eu-west-1.amazonaws.com/1.jpg");
}

TEST_F(BucketClientTest, gives_up_on_a_store_that_contradicts_itself) {
    BucketClient client = make();
    store.instead = [n = 0](const http::Request&) mutable -> std::optional<http::Response> {
        return test::refusal(400, "AuthorizationHeaderMalformed",
                             "<Region>r" + std::to_string(n++) + "</Region>");
    };
    EXPECT_THROW(client.put("1.jpg", "x", facts, never), StoreError);
    EXPECT_EQ(store.requests().size(), 2U);
}

TEST_F(BucketClientTest, signs_by_the_clock_of_the_store_when_that_complains_and_says_so_once) {
    BucketClient client = make();
    store.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        http::Response response = test::refusal(403, "RequestTimeTooSkewed");
        response.headers.add("Date", http::format_http_date(clock.now() + 3h));
        const bool is_ours = request.headers.get("X-Amz-Date") ==
                             base::format_utc_time(clock.now(), "%Y%m%dT%H%M%SZ");
        return is_ours ? std::optional(response) : std::nullopt;
    };
    client.put("1.jpg", "x", facts, never);
    client.put("2.jpg", "x", facts, never);
    EXPECT_EQ(store.requests().size(), 3U);
    EXPECT_THAT(told, ElementsAre(HasSubstr("3 h behind that of store.local")));
}

TEST_F(BucketClientTest, takes_a_refusal_at_the_right_time_for_what_it_is) {
    BucketClient client = make();
    store.instead = [](const http::Request&) {
        return test::refusal(403, "SignatureDoesNotMatch");
    };
    try {
        client.put("1.jpg", "x", facts, never);
        ADD_FAILURE();
    } catch (const StoreError& error) {
        EXPECT_EQ(error.refusal(), Refusal::keys);
    }
    EXPECT_EQ(store.requests().size(), 1U);
}

TEST_F(BucketClientTest, signs_again_for_the_host_to_which_it_is_led) {
    BucketClient client = make({"pictures", "us-east-1"});
    store.instead = [](const http::Request& request) -> std::optional<http::Response> {
        if (request.url == "https://pictures.s3-us-west-2.amazonaws.com/1.jpg") {
            return test::response(200);
        }
        http::Response moved = test::refusal(307, "TemporaryRedirect");
        moved.headers.add("Location", "https://pictures.s3-us-west-2.amazonaws.com/1.jpg");
        return moved;
    };
    client.put("1.jpg", "x", facts, never);
    EXPECT_NE(header(0, "Authorization"), header(1, "Authorization"));
}

TEST_F(BucketClientTest, is_not_led_to_where_others_can_read_along) {
    BucketClient client = make({"pictures", "us-east-1"});
    store.instead = [](const http::Request&) {
        http::Response moved = test::refusal(307, "TemporaryRedirect");
        moved.headers.add("Location", "http://pictures.s3.amazonaws.com/1.jpg");
        return moved;
    };
    EXPECT_THROW(client.put("1.jpg", "x", facts, never), StoreError);
    EXPECT_EQ(store.requests().size(), 1U);
}

TEST_F(BucketClientTest, tries_again_while_the_store_is_out_of_order) {
    BucketClient client = make();
    first(2, [](const http::Request&) { return test::refusal(503, "SlowDown"); });
    client.put("1.jpg", "x", facts, never);
    EXPECT_EQ(store.requests().size(), 3U);
    EXPECT_EQ(store.objects().size(), 1U);
}

TEST_F(BucketClientTest, sends_nothing_after_its_deadline) {
    BucketClient client(store, clock, {"pictures", "us-east-1", "http://store.local"}, {},
                        {.attempts = 100});
    client.set_deadline(clock.steady_now() + 60s);
    client.put("1.jpg", "x", facts, never);
    EXPECT_EQ(store.requests().at(0).time_limit, 30s);
    clock.advance(50s);
    client.put("2.jpg", "x", facts, never);
    EXPECT_EQ(store.requests().at(1).time_limit, 10s);
    clock.advance(11s);
    EXPECT_THROW(client.put("3.jpg", "x", facts, never), StoreError);
    EXPECT_EQ(store.requests().size(), 2U);
}

TEST_F(BucketClientTest, gives_up_after_the_attempts_that_it_has) {
    BucketClient client = make();
    store.instead = [](const http::Request&) -> std::optional<http::Response> {
        throw http::TransportError(http::Fault::not_connected, "cannot connect to store.local");
    };
    try {
        client.put("1.jpg", "x", facts, never);
        ADD_FAILURE();
    } catch (const StoreError& error) {
        EXPECT_EQ(error.refusal(), Refusal::unreachable);
        EXPECT_EQ(error.message(), "cannot connect to store.local");
    }
    EXPECT_EQ(store.requests().size(), 3U);
}

} // namespace
} // namespace s3
