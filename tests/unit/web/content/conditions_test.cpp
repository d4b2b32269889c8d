// SPDX-License-Identifier: Apache-2.0
#include "web/content/conditions.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

constexpr base::SystemTime k_modified{std::chrono::milliseconds(784'111'777'500)};

web::Request with(const std::string& name, const std::string& value) {
    web::Request request;
    request.headers = {{name, value}};
    return request;
}

std::string range_of(const std::string& value) {
    web::Reply reply;
    reply.body = "0123456789";
    reply = web::apply_range(with("range", value), reply, "\"e\"");
    return std::to_string(reply.status) + " " + reply.header("Content-Range") + " " +
           (reply.status == 416 ? "" : reply.body);
}

TEST(HasItAlready, ComparesEntityTags) {
    for (const char* const tags : {"\"e\"", "W/\"e\"", "\"a\", \"e\"", "*"}) {
        EXPECT_TRUE(web::has_it_already(with("if-none-match", tags), "\"e\"", {})) << tags;
    }
    EXPECT_FALSE(web::has_it_already(with("if-none-match", "\"a\""), "\"e\"", k_modified));
    EXPECT_FALSE(web::has_it_already({}, "\"e\"", k_modified));
}

TEST(HasItAlready, ComparesTimesInSeconds) {
    const auto since = [](const char* time) {
        return web::has_it_already(with("if-modified-since", time), "\"e\"", k_modified);
    };
    EXPECT_TRUE(since("Sun, 06 Nov 1994 08:49:37 GMT"));
    EXPECT_FALSE(since("Sun, 06 Nov 1994 08:49:36 GMT"));
    EXPECT_FALSE(since("yesterday"));
}

TEST(ApplyRange, SendsOnePart) {
    EXPECT_EQ(range_of("bytes=2-4"), "206 bytes 2-4/10 234");
    EXPECT_EQ(range_of("bytes=8-"), "206 bytes 8-9/10 89");
    EXPECT_EQ(range_of("bytes=8-100"), "206 bytes 8-9/10 89");
    EXPECT_EQ(range_of("bytes=-3"), "206 bytes 7-9/10 789");
    EXPECT_EQ(range_of("bytes=-100"), "206 bytes 0-9/10 0123456789");
    EXPECT_EQ(range_of("bytes=0-0"), "206 bytes 0-0/10 0");
}

TEST(ApplyRange, SendsAllForSeveralPartsAndForNonsense) {
    for (const char* const value : {"bytes=0-1,3-4", "bytes=4-2", "bytes=a-b", "lines=1-2",
                                    "bytes=", "bytes=-", "bytes=1", "bytes=1-2-3"}) {
        EXPECT_EQ(range_of(value), "200  0123456789") << value;
    }
}

TEST(ApplyRange, SaysThatThereIsNoSuchPart) {
    EXPECT_EQ(range_of("bytes=10-"), "416 bytes */10 ");
    EXPECT_EQ(range_of("bytes=99999999999999999999999-"), "416 bytes */10 ");
    EXPECT_EQ(range_of("bytes=-0"), "416 bytes */10 ");
}

TEST(ApplyRange, SendsAllWhenTheFileIsAnother) {
    web::Request request = with("range", "bytes=0-1");
    request.headers.emplace_back("if-range", "\"other\"");
    web::Reply reply;
    reply.body = "0123";
    EXPECT_EQ(web::apply_range(request, reply, "\"e\"").body, "0123");
}

} // namespace
