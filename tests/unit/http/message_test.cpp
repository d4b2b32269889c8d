// SPDX-License-Identifier: Apache-2.0
#include "http/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using http::Headers;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(Headers, names_have_no_case) {
    const Headers headers = {{"Retry-After", "3"}};
    EXPECT_EQ(headers.get("retry-after"), "3");
    EXPECT_EQ(headers.get("RETRY-AFTER"), "3");
    EXPECT_EQ(headers.get("retry"), std::nullopt);
    EXPECT_EQ(headers.get("retry-after-x"), std::nullopt);
}

TEST(Headers, values_come_without_surrounding_blanks) {
    const Headers headers = {{"A", " \t1 2\t "}, {"B", "  "}, {"C", ""}};
    EXPECT_EQ(headers.get("A"), "1 2");
    EXPECT_EQ(headers.get("B"), "");
    EXPECT_EQ(headers.get("C"), "");
    EXPECT_THAT(headers.get_all("A"), ElementsAre("1 2"));
}

TEST(Headers, the_first_of_several_is_got_and_all_of_them_in_order) {
    const Headers headers = {{"a", "2"}, {"b", "x"}, {"A", "1"}};
    EXPECT_EQ(headers.get("A"), "2");
    EXPECT_THAT(headers.get_all("A"), ElementsAre("2", "1"));
    EXPECT_THAT(headers.get_all("c"), IsEmpty());
}

TEST(Headers, set_leaves_one_field_in_the_place_of_the_first) {
    Headers headers = {{"a", "1"}, {"b", "2"}, {"A", "3"}, {"c", "4"}};
    headers.set("A", "5");
    EXPECT_THAT(headers, ElementsAre(Pair("A", "5"), Pair("b", "2"), Pair("c", "4")));
    headers.set("d", "6");
    EXPECT_THAT(headers,
                ElementsAre(Pair("A", "5"), Pair("b", "2"), Pair("c", "4"), Pair("d", "6")));
}

TEST(Headers, remove_takes_all_fields_of_the_name) {
    Headers headers = {{"a", "1"}, {"b", "2"}, {"A", "3"}};
    headers.remove("a");
    EXPECT_THAT(headers, ElementsAre(Pair("b", "2")));
    headers.remove("absent");
    EXPECT_THAT(headers, ElementsAre(Pair("b", "2")));
}

TEST(Response, success_is_a_status_from_200_to_299) {
    const auto ok = [](int status) {
        http::Response response;
        response.status = status;
        return response.ok();
    };
    EXPECT_FALSE(ok(0));
    EXPECT_FALSE(ok(199));
    EXPECT_TRUE(ok(200));
    EXPECT_TRUE(ok(299));
    EXPECT_FALSE(ok(300));
}

TEST(LooksLikeHtml, knows_a_page_by_its_first_tag) {
    for (const char* page : {"<!DOCTYPE html>", "<!doctype HTML PUBLIC \"-//W3C\">", "<html>",
                             "<HTML lang='en'>", "<html\n>", "<head>", "<body>", " \r\n\t<html>",
                             "\xEF\xBB\xBF<html>", "\xEF\xBB\xBF \n<html>", "<html"}) {
        EXPECT_TRUE(http::looks_like_html(page)) << page;
    }
}

TEST(LooksLikeHtml, takes_nothing_else_for_a_page) {
    for (const char* body :
         {"", " ", "{\"a\":\"<html>\"}", "<!-- no end <html>", "<!--", "<header>", "<", "<!",
          "<?xml version=\"1.0\"?><Error/>", "<!DOCTYPE svg>", "html", "\xFF\xD8\xFF<html>"}) {
        EXPECT_FALSE(http::looks_like_html(body)) << body;
    }
    EXPECT_FALSE(http::looks_like_html(std::string_view("\0<html>", 7)));
}

} // namespace
