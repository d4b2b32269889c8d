// SPDX-License-Identifier: Apache-2.0
// The examples with which Amazon documents Signature Version 4, for S3 ("Authenticating Requests:
// Using the Authorization Header") and for services in general (the "AWS Signature Version 4 test
// suite"): requests, keys and the signatures that are right for them.
#include "base/text/sha256.hpp"
#include "s3/signature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace s3 {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;

/// 2013-05-24 00:00:00 UTC.
constexpr base::SystemTime k_s3_time{1'369'353'600s};
/// 2015-08-30 12:36:00 UTC.
constexpr base::SystemTime k_suite_time{1'440'938'160s};

const Credentials k_s3_credentials{"AKIAIOSFODNN7EXAMPLE",
                                   base::Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")};
const Credentials k_suite_credentials{"AKIDEXAMPLE",
                                      base::Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")};

std::string s3_example(const std::string& method, const std::string& target,
                       http::Headers headers = {}, const std::string& body = {}) {
    http::Request request;
    request.method = method;
    request.url = "https://examplebucket.s3.amazonaws.com" + target;
    request.headers = std::move(headers);
    request.body = body;
    sign(request, base::sha256_hex(request.body), {k_s3_time, "us-east-1"}, k_s3_credentials);
    return request.headers.get("Authorization").value_or("");
}

std::string suite_example(const std::string& method, const std::string& target,
                          http::Headers headers = {}, const std::string& body = {}) {
    http::Request request;
    request.method = method;
    request.url = "https://example.amazonaws.com" + target;
    request.headers = std::move(headers);
    request.headers.add("X-Amz-Date", "20150830T123600Z");
    const std::string header =
        authorization_of(request, base::sha256_hex(body), {k_suite_time, "us-east-1", "service"},
                         k_suite_credentials);
    return header.substr(header.find("Signature=") + 10);
}

TEST(Signature, is_that_of_amazons_example_of_a_get) {
    EXPECT_EQ(
        s3_example("GET", "/test.txt", {{"Range", "bytes=0-9"}}),
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(Signature, is_that_of_amazons_example_of_a_put) {
    EXPECT_THAT(s3_example("PUT", "/test%24file.text",
                           {{"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                            {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                           "Welcome to Amazon S3."),
                EndsWith("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
}

TEST(Signature, is_that_of_amazons_example_of_a_field_without_a_value) {
    EXPECT_THAT(s3_example("GET", "/?lifecycle"),
                EndsWith("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
}

TEST(Signature, is_that_of_amazons_example_of_a_listing) {
    EXPECT_THAT(s3_example("GET", "/?max-keys=2&prefix=J"),
                EndsWith("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
}

TEST(Signature, is_that_of_amazons_suite) {
    const std::string vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    EXPECT_EQ(suite_example("GET", "/"), vanilla);
    EXPECT_EQ(suite_example("GET", ""), vanilla);
    EXPECT_EQ(suite_example("POST", "/"),
              "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    EXPECT_EQ(suite_example("GET", "/%E1%88%B4"),
              "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
}

TEST(Signature, sorts_the_query_as_amazons_suite_does) {
    EXPECT_EQ(suite_example("GET", "/?Param2=value2&Param1=value1"),
              "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
    EXPECT_EQ(suite_example("GET", "/?Param1=value2&Param1=Value1"),
              suite_example("GET", "/?Param1=Value1&Param1=value2"));
}

TEST(Signature, trims_headers_as_amazons_suite_does) {
    EXPECT_EQ(
        suite_example("GET", "/", {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}}),
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
}

TEST(Signature, covers_the_token_of_a_session) {
    Credentials credentials = k_s3_credentials;
    credentials.session_token = base::Secret("a/token+==");
    http::Request request;
    request.url = "https://examplebucket.s3.amazonaws.com/";
    sign(request, base::sha256_hex(""), {k_s3_time, "us-east-1"}, credentials);
    EXPECT_EQ(request.headers.get("X-Amz-Security-Token"), "a/token+==");
    EXPECT_THAT(request.headers.get("Authorization").value_or(""),
                HasSubstr(";x-amz-security-token, "));
}

TEST(Signature, covers_the_port_that_is_sent_and_no_other) {
    const auto signed_for = [](const std::string& url) {
        http::Request request;
        request.url = url;
        return authorization_of(request, "", {k_s3_time, "us-east-1"}, k_s3_credentials);
    };
    EXPECT_EQ(signed_for("https://store.local:443/b"), signed_for("https://store.local/b"));
    EXPECT_NE(signed_for("https://store.local:9000/b"), signed_for("https://store.local/b"));
}

} // namespace
} // namespace s3
