// SPDX-License-Identifier: Apache-2.0
#include "ring/login/html_scan.hpp"
#include "ring/login/sign_in_page.hpp"
#include "unit/ring/hostile_bytes.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace ring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr std::string_view k_page = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Sign in <input name="csrf-token" value="no"></title>
<!-- <input name="csrf-token" value="commented out"> -->
<meta content="from-meta" name="csrf-token">
<script>var a = '<input name="csrf-token" value="in a script">'; if (a < "</b>") {}</script>
</head><body><form action=/oauth/v2/signin method=post>
<INPUT TYPE=hidden VALUE='from&#45;input&amp;x' NAME=CSRF-Token /><input name="username">
</form>
<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"csrfToken":"from-json"}}}</script>
</body></html>)";

http::Response with_cookies(std::initializer_list<std::string> cookies,
                            const std::string& date = "Mon, 21 Sep 2026 14:13:33 GMT") {
    http::Response response;
    response.status = 200;
    if (!date.empty()) {
        response.headers.add("Date", date);
    }
    for (const std::string& cookie : cookies) {
        response.headers.add("Set-Cookie", cookie);
    }
    return response;
}

std::optional<std::string> token_in(std::string_view page) {
    return find_csrf_token(CookieJar(), page);
}

TEST(Cookies, AreKeptByNameWithoutTheirAttributes) {
    CookieJar jar;
    jar.take(with_cookies({"a=1; Path=/; HttpOnly; Secure", "b = \"2\" ;SameSite=Lax", "c=x=y=z"}));
    EXPECT_THAT(jar.all(), ElementsAre(Pair("a", "1"), Pair("b", "\"2\""), Pair("c", "x=y=z")));
    EXPECT_EQ(jar.header(), "a=1; b=\"2\"; c=x=y=z");
}

TEST(Cookies, AreReplacedByLaterOnes) {
    CookieJar jar;
    jar.take(with_cookies({"a=1", "a=2"}));
    EXPECT_EQ(jar.header(), "a=2");
    jar.take(with_cookies({"a=3", "b="}));
    EXPECT_EQ(jar.header(), "a=3; b=");
    jar.set("a", "4");
    EXPECT_EQ(jar.header(), "a=4; b=");
}

TEST(Cookies, AreRemovedByTheServer) {
    struct Case {
        std::string cookie;
        bool removed;
    };

    for (const auto& [cookie, removed] : {
             Case{"a=; Max-Age=0", true},
             Case{"a=; max-age=-1", true},
             Case{"a=x; Max-Age=3600", false},
             Case{"a=x; Max-Age=never", false},
             Case{"a=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT", true},
             Case{"a=x; expires=Thu, 01-Jan-1970 00:00:00 GMT; Path=/", true},
             Case{"a=x; Expires=Mon, 21 Sep 2026 14:13:32 GMT", true},
             Case{"a=x; Expires=Mon, 21 Sep 2026 14:13:34 GMT", false},
             Case{"a=x; Expires=some day", false},
             Case{"a=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", false},
             Case{"a=x; Max-Age=0; Expires=Mon, 21 Sep 2099 14:13:34 GMT", true},
         }) {
        CookieJar jar;
        jar.set("a", "old");
        jar.take(with_cookies({cookie}));
        EXPECT_EQ(jar.all().contains("a"), !removed) << cookie;
    }
}

TEST(Cookies, AreJudgedByTheServersClockOnly) {
    CookieJar jar;
    jar.set("b", "old");
    jar.take(with_cookies(
        {"a=x; Expires=Mon, 21 Sep 2020 14:13:32 GMT", "b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"},
        ""));
    EXPECT_EQ(jar.header(), "a=x");
}

TEST(Cookies, AreIgnoredWhenTheyAreBroken) {
    CookieJar jar;
    jar.take(with_cookies({"", ";", "=", "=x", "name only", " ; a=1", "a\x01=1", "b=1\x7f"}));
    EXPECT_THAT(jar.all(), IsEmpty());
    EXPECT_EQ(jar.header(), "");
    test::for_each_damage(
        "a=x; Expires=Thu, 01-Jan-1970 00:00:00 GMT; Max-Age=60; Path=/",
        [&](std::string_view cookie) { jar.take(with_cookies({std::string(cookie)})); });
}

TEST(CsrfToken, IsLookedForInTheCookiesFirst) {
    CookieJar jar;
    jar.set("session", "s");
    jar.set("xsrf-token", "from%2Bcookie%3D");
    EXPECT_EQ(find_csrf_token(jar, k_page), "from+cookie=");
    jar.set("_csrf", "better");
    EXPECT_EQ(find_csrf_token(jar, k_page), "better");
    jar.set("CSRF-Token", "\"best\"");
    EXPECT_EQ(find_csrf_token(jar, k_page), "best");
}

TEST(CsrfToken, IsNotTakenFromAnUnusableCookie) {
    CookieJar jar;
    jar.set("csrf-token", "");
    jar.set("XSRF-TOKEN", "a%0d%0ab");
    EXPECT_EQ(find_csrf_token(jar, "<input name=_csrf value=x>"), "x");
}

TEST(CsrfToken, OfACookieIsDecodedUnderTheNameWhoseUsersEncodeItOnly) {
    for (const char* name : {"csrf-token", "csrfToken", "csrf_token", "_csrf"}) {
        CookieJar jar;
        jar.set(name, "a%2Fb%3D+");
        EXPECT_EQ(find_csrf_token(jar, ""), "a%2Fb%3D+") << name;
    }
    CookieJar jar;
    jar.set("XSRF-TOKEN", "a%2Fb%3D+");
    EXPECT_EQ(find_csrf_token(jar, ""), "a/b=+");
}

TEST(CsrfToken, IsTakenFromJsonBeforeInputsBeforeMetas) {
    std::string page(k_page);
    EXPECT_EQ(token_in(page), "from-json");
    page.replace(page.find("__NEXT_DATA__"), 13, "other");
    EXPECT_EQ(token_in(page), "from-input&x");
    page.replace(page.find("NAME=CSRF-Token"), 15, "NAME=other-name");
    EXPECT_EQ(token_in(page), "from-meta");
    page.replace(page.find("from-meta"), 9, "");
    EXPECT_EQ(token_in(page), std::nullopt);
}

TEST(CsrfToken, IsFoundInEachPlaceHoweverItIsWritten) {
    for (const std::string_view page : {
             // JSON
             R"(<script id=__NEXT_DATA__>{"csrf-token":"x"}</script>)",
             R"(<SCRIPT type="application/json" ID='__NEXT_DATA__'> {"_CSRF":"x"} </SCRIPT>)",
             R"(<script id="__NEXT_DATA__">[[{"a":{"csrf_token":"x"}}]]</script>)",
             R"(<script id="__NEXT_DATA__">{"a":"</b><b>","csrfToken":"x"}</script>)",
             R"(<script id="__NEXT_DATA__">{"1":{"2":{"3":{"4":{"csrfToken":"x"}}}}}</script>)",
             R"(<script id="oauth-args">{"csrfToken":"x"}</script>)",
             R"(<script id="__NEXT_DATA__">{"csrfToken":"x"})",
             R"(<div id="oauth-args" hidden>{&quot;csrfToken&quot;:&quot;x&quot;}</div>)",
             R"(<oauth-args>{"csrfToken":"x"}</oauth-args>)",
             R"(<textarea id=oauth-args>{"a":"<b>","csrfToken":"x"}</textarea>)",
             R"(<div id=oauth-args data-args='{"csrfToken":"x"}'></div>)",
             R"(<div data-args="{&quot;csrfToken&quot;:&quot;x&quot;}" id=oauth-args></div>)",
             // input
             R"(<input name="csrf-token" value="x">)",
             R"(<input value='x' type=hidden name='_csrf' />)",
             R"(<INPUT VALUE=x NAME=csrf_token>)",
             "<input\n\tname = \"XSRF-TOKEN\"\n\tvalue\t=\t\"x\"\n>",
             R"(<input disabled name=csrfToken value=&#x78;>)",
             R"(<input id="csrf-token" name="whatever" value="x">)",
             R"(<input value="x" value="y" name=_csrf>)",
             R"(<p title="a > b" <input name=_csrf value=y><input name=_csrf value=x>)",
             R"(1 < 2 <> </> <3 <input name=_csrf value=x>)",
             R"(<!-- a > b --><!--><input name=_csrf value=x>)",
             R"(<!doctype html "a"><?xml version="1"?><input name=_csrf value=x>)",
             R"(</form name=_csrf value=y><input name=_csrf value=x>)",
             R"(<input name=_csrf value=""><input name=_csrf value=x>)",
             R"(<input name=XSRF-TOKEN value=y><input name=_csrf value=x>)",
             // meta
             R"(<meta name="csrf-token" content="x">)",
             R"(<meta name="csrf-param" content="_csrf"><meta name="csrf-token" content="x">)",
         }) {
        EXPECT_EQ(token_in(page), "x") << page;
    }
}

TEST(CsrfToken, IsNotFoundWhereThereIsNone) {
    for (
        const std::string_view page : {
            "",
            "<",
            "</",
            "<!",
            "<!--",
            "<input",
            "<input name=_csrf value=x",
            "plain text",
            R"(<input name="_csrf">)",
            R"(<input name=_csrf value="">)",
            R"(<input name=_csrf value=" &#10;">)",
            R"(<input name="_csrf" value="x)",
            R"(<input name=_csrf value="a&#13;b">)",
            R"(<button name=_csrf value=x>)",
            R"(<input name=my_csrf value=x>)",
            R"(<script>{"csrfToken":"x"}</script>)",
            R"(<script id=NEXT>{"csrfToken":"x"}</script>)",
            R"(<script id=__NEXT_DATA__>{"csrfToken":"x"</script>)",
            R"(<script id=__NEXT_DATA__>{"csrfToken":7}</script>)",
            R"(<script id=__NEXT_DATA__>"csrfToken"</script>)",
            R"(<script id="__NEXT_DATA__">{"1":{"2":{"3":{"4":{"5":{"csrfToken":"x"}}}}}}</script>)",
            R"(<!-- <input name=_csrf value=x> -->)",
            R"(<!-- <input name=_csrf value=x>)",
            R"(<style><input name=_csrf value=x></style>)",
        }) {
        EXPECT_EQ(token_in(page), std::nullopt) << page;
    }
}

TEST(CsrfToken, IsTheShallowestInTheJson) {
    EXPECT_EQ(
        token_in(
            R"(<script id=__NEXT_DATA__>{"a":{"csrf-token":"deep","b":{"csrf-token":"deeper"}},)"
            R"("b":[{"c":1}],"z":{"_csrf":"worse name"}}</script>)"),
        "deep");
    EXPECT_EQ(
        token_in(
            R"(<script id=__NEXT_DATA__>{"a":{"csrf-token":"deep"},"xsrf-token":"x"}</script>)"),
        "x");
}

TEST(CsrfToken, IsNeverAbsurdlyLong) {
    EXPECT_EQ(token_in(fmt::format("<input name=_csrf value={}>", std::string(4096, 'x'))),
              std::string(4096, 'x'));
    EXPECT_EQ(token_in(fmt::format("<input name=_csrf value={}>", std::string(4097, 'x'))),
              std::nullopt);
}

TEST(CsrfToken, TakesLinearTimeToFindInHostilePages) {
    constexpr std::size_t k_size = std::size_t{1} << 18;
    const auto begin = std::chrono::steady_clock::now();
    for (const std::string_view part : {"<",
                                        "<a",
                                        "<a ",
                                        "</",
                                        "</script",
                                        "<script>",
                                        "<script></scrip",
                                        "<!--",
                                        "<!",
                                        "<?",
                                        "<a b=\"",
                                        "<a b='c' ",
                                        "a=b ",
                                        "&",
                                        "&amp;",
                                        "&#",
                                        "<input name=_csrf value=\"\">",
                                        "<div id=oauth-args>{",
                                        "<div id=oauth-args data-a='[[[['>",
                                        "<textarea id=oauth-args>",
                                        "<x id=oauth-args>\"\\ud83d",
                                        "<input ",
                                        "\"'",
                                        "=",
                                        "<a =",
                                        "<a/",
                                        "captch"}) {
        const std::string page = test::repeated(part, k_size / part.size());
        EXPECT_EQ(token_in(page), std::nullopt) << part;
        EXPECT_EQ(token_in("<a " + page), std::nullopt) << part;
        EXPECT_FALSE(asks_for_captcha("<html>" + page)) << part;
        // JSON as deep and as broad as it fits.
        EXPECT_EQ(token_in("<script id=__NEXT_DATA__>" + page), std::nullopt) << part;
    }
    for (const std::string_view part : {"[", "{\"a\":", "[],", "{\"a\":{}},", "\"\\u"}) {
        const std::string page = "<script id=__NEXT_DATA__>[" +
                                 test::repeated(part, k_size / part.size()) + "0]</script>";
        EXPECT_EQ(token_in(page), std::nullopt) << part;
    }
    // What is quadratic takes many minutes.
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::minutes(2));
}

TEST(CsrfToken, IsUsableOrNothingWhateverTheBytes) {
    constexpr std::string_view k_args =
        R"(<div id=oauth-args data-args='{"a":[{"csrfToken":"&#x78;\u0041"}]}'>&lt;</div>)";
    for (const std::string_view example : {k_page, k_args}) {
        test::for_each_damage(example, [](std::string_view page) {
            if (const auto token = token_in(page)) {
                ASSERT_FALSE(token->empty());
            }
            asks_for_captcha(page);
        });
    }
}

TEST(Captcha, IsAskedForByAnElementOrByWords) {
    for (const std::string_view page : {
             R"(<html><div class="g-recaptcha" data-sitekey="k"></div></html>)",
             R"(<html><div data-sitekey=k></div></html>)",
             R"(<html><DIV ID='px-Captcha'></DIV></html>)",
             R"(<html><iframe src="https://example.test/hCaptcha.html"></iframe></html>)",
             R"(<html><div class=cf-turnstile></div></html>)",
             R"(<html><p>Please solve <b>the</b> Captcha</p></html>)",
             R"({"error":"captcha_required"})",
         }) {
        EXPECT_TRUE(asks_for_captcha(page)) << page;
    }
}

TEST(Captcha, IsNotAskedForByALibraryAlone) {
    for (const std::string_view page : {
             "",
             "{}",
             "<html></html>",
             "<html><!-- captcha --></html>",
             R"(<html><script src="https://example.test/recaptcha/api.js"></script></html>)",
             R"(<html><script id=__NEXT_DATA__>{"captcha":false}</script></html>)",
             R"(<html><input type="hidden" name="g-recaptcha-response"></html>)",
         }) {
        EXPECT_FALSE(asks_for_captcha(page)) << page;
    }
    EXPECT_FALSE(asks_for_captcha(k_page));
}

TEST(HtmlScan, DecodesEntities) {
    struct Case {
        std::string_view text;
        std::string_view expected;
    };

    for (const auto& [text, expected] : {
             Case{"&amp;&quot;&#39;&#x27;&lt;&gt;&apos;", "&\"''<>'"},
             Case{"&#X41;&#65;", "AA"},
             Case{"&#228;&#8364;&#x1f6aa;", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x9a\xaa"},
             Case{"&amp;quot;", "&quot;"},
             Case{"&", "&"},
             Case{"a&b; &unknown; &; &#; &#x; &#xg; &#1x; &amp",
                  "a&b; &unknown; &; &#; &#x; &#xg; &#1x; &amp"},
             Case{"&#0;&#xd800;&#x110000;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
             Case{"&#99999999999999;", "&#99999999999999;"},
             Case{"&#-5;", "&#-5;"},
         }) {
        EXPECT_EQ(decode_entities(text), expected) << text;
    }
}

} // namespace
} // namespace ring
