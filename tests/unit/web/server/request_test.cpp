// SPDX-License-Identifier: Apache-2.0
#include "web/server/request.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

web::Request parse(const std::string& head) {
    return web::parse_head(head + "\r\n\r\n");
}

TEST(ParseHead, ReadsPathQueryAndHeaders) {
    const auto request =
        parse("GET /a%20b?x=1&y=a%26b+c HTTP/1.1\r\nHost: h\r\nAccept: a\r\nACCEPT:  b \r\n");
    EXPECT_EQ(request.refused, 0);
    EXPECT_EQ(request.path, "/a%20b");
    EXPECT_EQ(request.parameter("y"), "a&b c");
    EXPECT_EQ(request.parameter("z"), std::nullopt);
    EXPECT_EQ(request.header("accept"), "a, b");
    EXPECT_FALSE(request.closes);
}

TEST(ParseHead, TakesWhatAProxyIsAsked) {
    const auto request = parse("GET http://h/path?q HTTP/1.1\r\nHost: h");
    EXPECT_EQ(request.path, "/path");
    EXPECT_EQ(request.query, "q");
}

TEST(ParseHead, RefusesWhatCouldBeReadInTwoWays) {
    for (const std::string& head : {
             std::string("GET / HTTP/1.1"),
             std::string("GET / HTTP/1.1\r\nHost: a\r\nHost: b"),
             std::string("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3"),
             std::string("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked"),
             std::string("GET / HTTP/1.1\r\nHost: a\r\n folded"),
             std::string("GET / HTTP/1.1\r\nHost : a"),
             std::string("GET / HTTP/1.1\r\nHost: a\r\nX: \x01"),
             std::string("GET a HTTP/1.1\r\nHost: a"),
             std::string("GET /\x80 HTTP/1.1\r\nHost: a"),
             std::string("GET /"),
             std::string(""),
         }) {
        EXPECT_EQ(parse(head).refused, 400) << head;
        EXPECT_TRUE(parse(head).closes) << head;
    }
}

TEST(ParseHead, RefusesOtherMethodsAndVersions) {
    for (const char* const method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"}) {
        EXPECT_EQ(parse(std::string(method) + " / HTTP/1.1\r\nHost: a").refused, 405) << method;
    }
    EXPECT_EQ(parse("GET / HTTP/2.0\r\nHost: a").refused, 505);
}

TEST(ParseHead, KnowsWhenTheConnectionEnds) {
    EXPECT_TRUE(parse("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close").closes);
    EXPECT_TRUE(parse("GET / HTTP/1.0").closes);
    EXPECT_FALSE(parse("GET / HTTP/1.0\r\nConnection: Keep-Alive").closes);
}

TEST(WithoutParameter, LeavesTheOthersAsTheyWere) {
    EXPECT_EQ(web::without_parameter("a=1&key=x&b=%20", "key"), "a=1&b=%20");
    EXPECT_EQ(web::without_parameter("k%65y=x", "key"), "");
}

TEST(EndOfHead, IsBehindTheEmptyLine) {
    EXPECT_EQ(web::end_of_head("a\r\n\r\nb"), 5U);
    EXPECT_EQ(web::end_of_head("a\n\nb"), 3U);
    EXPECT_EQ(web::end_of_head("a\r\nb\r\n"), std::nullopt);
}

} // namespace
