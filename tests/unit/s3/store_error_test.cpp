// SPDX-License-Identifier: Apache-2.0
#include "http/proxy.hpp"
#include "s3/store_error.hpp"
#include "support/fake_bucket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace s3 {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const Bucket k_bucket{"pictures", "garage", "http://nas.local:3900"};

StoreError explained(int status, const std::string& code, const std::string& more = {}) {
    return explain(test::refusal(status, code, more), k_bucket);
}

TEST(StoreError, is_decided_by_the_code_that_the_store_names) {
    EXPECT_EQ(explained(403, "SignatureDoesNotMatch").refusal(), Refusal::keys);
    EXPECT_EQ(explained(403, "AccessDenied").refusal(), Refusal::forbidden);
    EXPECT_EQ(explained(404, "NoSuchBucket").refusal(), Refusal::bucket);
    EXPECT_EQ(explained(400, "AuthorizationHeaderMalformed").refusal(), Refusal::region);
    EXPECT_EQ(explained(403, "RequestTimeTooSkewed").refusal(), Refusal::clock);
    EXPECT_EQ(explained(403, "QuotaExceeded").refusal(), Refusal::full);
    EXPECT_EQ(explained(507, "").refusal(), Refusal::full);
    EXPECT_EQ(explained(503, "SlowDown").refusal(), Refusal::busy);
    EXPECT_EQ(explained(400, "Whatever").refusal(), Refusal::other);
}

TEST(StoreError, says_what_the_store_said_and_what_to_do) {
    const StoreError error = explained(404, "NoSuchBucket");
    EXPECT_EQ(error.message(), "nas.local:3900: there is no bucket pictures (NoSuchBucket)");
    EXPECT_EQ(error.hint(), "check its name, or create it");
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_THAT(explained(400, "AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>").hint(),
                HasSubstr("--s3-region eu-west-1"));
}

TEST(StoreError, repeats_nothing_of_an_answer_but_words_of_the_protocol) {
    const std::string page(500, 'x');
    const StoreError error = explained(403, "<b>" + page, "<AWSAccessKeyId>AKIA</AWSAccessKeyId>");
    EXPECT_THAT(error.message(), HasSubstr("(HTTP 403)"));
    EXPECT_EQ(error.message().find("AKIA"), std::string::npos);
    EXPECT_THAT(explained(403, "Two words").message(), HasSubstr("(HTTP 403)"));
}

TEST(StoreError, keeps_the_pause_that_the_store_asks_for) {
    http::Response response = test::refusal(503, "SlowDown");
    EXPECT_EQ(explain(response, k_bucket).pause(), std::nullopt);
    response.headers.add("Retry-After", "7");
    EXPECT_EQ(explain(response, k_bucket).pause(), 7s);
}

TEST(StoreError, repeats_a_code_that_it_does_not_know) {
    const StoreError error = explained(400, "InvalidArgument");
    EXPECT_EQ(error.message(), "nas.local:3900: the store refuses it (InvalidArgument)");
    EXPECT_EQ(error.hint(), "");
    EXPECT_EQ(explained(400, "").message(),
              "nas.local:3900: this is not what an object store answers (HTTP 400)");
}

TEST(StoreError, keeps_the_words_for_a_store_that_cannot_be_reached) {
    const http::TransportError away(http::Fault::not_connected, "cannot connect to nas.local",
                                    http::k_check_connection);
    const StoreError error = explain(away, k_bucket);
    EXPECT_EQ(error.refusal(), Refusal::unreachable);
    EXPECT_EQ(error.message(), "cannot connect to nas.local");
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_EQ(error.hint(), "check that the store runs, and --s3-endpoint");
    EXPECT_EQ(explain(away, {"pictures", "eu-west-1"}).hint(), http::k_check_connection);
    const http::TransportError of_proxy(http::Fault::not_connected, "cannot find the proxy",
                                        "check the proxy settings");
    EXPECT_EQ(explain(of_proxy, k_bucket).hint(), "check the proxy settings");
}

} // namespace
} // namespace s3
