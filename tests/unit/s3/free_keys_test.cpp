// SPDX-License-Identifier: Apache-2.0
#include "s3/free_keys.hpp"
#include "support/fake_bucket.hpp"
#include "support/manual_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

namespace s3 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct FreeKeysTest : testing::Test {
    void store(const std::set<std::string>& keys) {
        for (const std::string& key : keys) {
            client.put(key, "bytes", {}, {});
        }
        bucket.forget_requests();
    }

    test::ManualClock clock;
    test::FakeBucket bucket{clock};
    BucketClient client{
        bucket, clock, {"pictures", "us-east-1", "http://store.local"}, {}, {.attempts = 1}};
};

TEST_F(FreeKeysTest, tells_by_one_request_which_keys_no_object_has) {
    store({"Ring/1.jpg", "Ring/3.jpg", "Ring/5.jpg"});
    EXPECT_THAT(free_keys(client, {"Ring/1.jpg", "Ring/2.jpg", "Ring/3.jpg", "Ring/9.jpg"}, {}),
                ElementsAre("Ring/2.jpg", "Ring/9.jpg"));
    EXPECT_EQ(bucket.requests().size(), 1U);
}

TEST_F(FreeKeysTest, asks_for_nothing_when_there_are_no_keys) {
    EXPECT_THAT(free_keys(client, {}, {}), IsEmpty());
    EXPECT_THAT(bucket.requests(), IsEmpty());
}

TEST_F(FreeKeysTest, begins_at_the_first_key_so_that_older_pictures_do_not_fill_the_answer) {
    bucket.page_size = 2;
    store({"Ring/10.jpg", "Ring/11.jpg", "Ring/12.jpg", "Ring/20.jpg"});
    EXPECT_THAT(free_keys(client, {"Ring/20.jpg", "Ring/21.jpg"}, {}), ElementsAre("Ring/21.jpg"));
    EXPECT_THAT(free_keys(client, {"Ring/20.jpg"}, {}), IsEmpty());
}

TEST_F(FreeKeysTest, leaves_out_the_keys_beyond_the_end_of_the_answer) {
    bucket.page_size = 2;
    store({"Ring/1.jpg", "Ring/3.jpg", "Ring/5.jpg", "Ring/7.jpg"});
    EXPECT_THAT(free_keys(client, {"Ring/1.jpg", "Ring/2.jpg", "Ring/4.jpg", "Ring/6.jpg"}, {}),
                ElementsAre("Ring/2.jpg"));
}

TEST_F(FreeKeysTest, asks_for_whole_characters) {
    store({"Ring/Tür ä.jpg"});
    EXPECT_THAT(free_keys(client, {"Ring/Tür ä", "Ring/Tür ö"}, {}),
                ElementsAre("Ring/Tür ä", "Ring/Tür ö"));
    for (const http::Request& request : bucket.requests()) {
        EXPECT_THAT(request.url, testing::EndsWith("prefix=Ring%2FT%C3%BCr%20"));
    }
}

TEST_F(FreeKeysTest, believes_no_store_that_lists_in_disorder) {
    bucket.instead = [](const http::Request&) -> std::optional<http::Response> {
        http::Response response;
        response.status = 200;
        response.body = "<ListBucketResult><Contents><Key>b</Key></Contents>"
                        "<Contents><Key>a</Key></Contents></ListBucketResult>";
        return response;
    };
    EXPECT_THAT(free_keys(client, {"a", "c"}, {}), IsEmpty());
}

} // namespace
} // namespace s3
