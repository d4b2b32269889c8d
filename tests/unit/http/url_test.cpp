// SPDX-License-Identifier: Apache-2.0
#include "http/url.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

namespace {

using namespace std::string_view_literals;

constexpr std::array k_no_urls = {
    ""sv,           "/"sv,
    "?"sv,          "#"sv,
    "a"sv,          "//"sv,
    "://"sv,        "http"sv,
    "http:"sv,      "http:/"sv,
    "http://"sv,    "http:///"sv,
    "http://?"sv,   "http://:80"sv,
    "http://["sv,   "http://]"sv,
    "http://@"sv,   "http://a:b"sv,
    "\xff"sv,       "http://a b/"sv,
    "h\0ttp://a"sv, "http://a\0b/"sv,
    "=&=&"sv,
};

TEST(OriginOf, is_scheme_host_and_port_in_one_spelling) {
    EXPECT_EQ(http::origin_of("https://api.ring.com/a?b#c"), "https://api.ring.com");
    EXPECT_EQ(http::origin_of("HTTPS://API.Ring.com:443"), "https://api.ring.com");
    EXPECT_EQ(http::origin_of("http://api.ring.com:80/"), "http://api.ring.com");
    EXPECT_EQ(http::origin_of("http://api.ring.com:443/"), "http://api.ring.com:443");
    EXPECT_EQ(http::origin_of("https://api.ring.com:8443?x"), "https://api.ring.com:8443");
    EXPECT_EQ(http::origin_of("http://[::1]:8080/"), "http://[::1]:8080");
}

TEST(OriginOf, leaves_the_user_out) {
    EXPECT_EQ(http::origin_of("https://user:pw@evil.com/"), "https://evil.com");
    EXPECT_EQ(http::origin_of("https://api.ring.com@evil.com/"), "https://evil.com");
}

TEST(OriginOf, is_empty_for_what_is_no_http_address) {
    for (const auto url :
         {"ftp://api.ring.com/"sv, "api.ring.com/"sv, "//api.ring.com/"sv, "javascript:alert(1)"sv,
          "file:///etc/passwd"sv, "http://api.ring.com\0.evil.com/"sv, "http://a.com:99999/"sv}) {
        EXPECT_EQ(http::origin_of(url), "") << url;
    }
}

TEST(PathOf, is_without_query_and_fragment) {
    const std::pair<const char*, const char*> table[] = {
        {"https://a.com/b/c?d#e", "/b/c"},
        {"https://a.com/b#c?d", "/b"},
        {"https://a.com", "/"},
        {"https://a.com?b=/c", "/"},
        {"https://a.com#/c", "/"},
        {"https://a.com/b%20c/", "/b%20c/"},
        {"https://a.com/b?u=http://x/y", "/b"},
        {"", "/"},
        {"?x", "/"},
    };
    for (const auto& [url, path] : table) {
        EXPECT_EQ(http::path_of(url), path) << url;
    }
}

TEST(QueryParameter, is_the_decoded_value_of_the_first_of_that_name) {
    const char* const url = "https://a.com/cb?code=a%2Bb+c&state=&empty&code=2&%78y=%zz#code=3";
    EXPECT_EQ(http::query_parameter(url, "code"), "a+b c");
    EXPECT_EQ(http::query_parameter(url, "state"), "");
    EXPECT_EQ(http::query_parameter(url, "empty"), "");
    EXPECT_EQ(http::query_parameter(url, "xy"), "%zz");
    EXPECT_EQ(http::query_parameter(url, "Code"), std::nullopt);
    EXPECT_EQ(http::query_parameter(url, "cod"), std::nullopt);
    EXPECT_EQ(http::query_parameter(url, ""), std::nullopt);
}

TEST(QueryParameter, reads_what_looks_like_a_separator) {
    EXPECT_EQ(http::query_parameter("https://a.com?a=1=2&&b=3", "a"), "1=2");
    EXPECT_EQ(http::query_parameter("https://a.com?a=1=2&&b=3", "b"), "3");
    EXPECT_EQ(http::query_parameter("https://a.com/?next=http://b.com/?x=1", "next"),
              "http://b.com/?x=1");
    EXPECT_EQ(http::query_parameter("https://a.com/code=1", "code"), std::nullopt);
}

TEST(ResolveUrl, follows_the_examples_of_rfc_3986) {
    // Section 5.4, without the references to other schemes and to a non-strict parser.
    const std::pair<const char*, const char*> table[] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {";x", "http://a/b/c/;x"},
        {"g;x", "http://a/b/c/g;x"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"g#s/../x", "http://a/b/c/g#s/../x"},
    };
    for (const auto& [reference, url] : table) {
        EXPECT_EQ(http::resolve_url("http://a/b/c/d;p?q", reference), url) << reference;
    }
}

TEST(ResolveUrl, takes_absolute_http_addresses_as_they_are) {
    EXPECT_EQ(http::resolve_url("https://a.com/b", "https://c.com/d?e=f%20g"),
              "https://c.com/d?e=f%20g");
    EXPECT_EQ(http::resolve_url("https://a.com/b", "http://c.com/"), "http://c.com/");
    EXPECT_EQ(http::resolve_url("https://a.com:444/b", "/c"), "https://a.com:444/c");
    EXPECT_EQ(http::resolve_url("https://a.com/b", "//c.com:8/d"), "https://c.com:8/d");
}

TEST(ResolveUrl, encodes_blanks_of_careless_servers) {
    EXPECT_EQ(http::resolve_url("https://a.com/b", "/c d?e f"), "https://a.com/c%20d?e+f");
}

TEST(ResolveUrl, gives_nothing_for_other_schemes_and_unreadable_addresses) {
    for (const char* reference :
         {"ftp://a.com/", "file:///etc/passwd", "javascript:alert(1)", "mailto:a@b.com",
          "com.ring.app://callback?code=1", "data:text/html,x", "http://", "https://[",
          "http://a:b/", "#\x11"}) {
        EXPECT_EQ(http::resolve_url("https://a.com/b", reference), std::nullopt) << reference;
    }
    EXPECT_EQ(http::resolve_url("https://a.com/b", std::string("/\0", 2)), std::nullopt);
    for (const auto url : k_no_urls) {
        EXPECT_EQ(http::resolve_url(url, "/c"), std::nullopt) << url;
    }
}

TEST(IsLoopback, is_true_for_this_machine) {
    for (const char* url : {"http://localhost", "http://LOCALHOST:8080/a", "https://localhost/",
                            "http://127.0.0.1", "http://127.0.0.1:80/", "http://127.255.255.254/",
                            "http://[::1]", "http://[::1]:8080/"}) {
        EXPECT_TRUE(http::is_loopback(url)) << url;
    }
}

TEST(IsLoopback, is_not_fooled) {
    for (const auto url : {"http://127.0.0.1.evil.com"sv,
                           "http://localhost.evil.com"sv,
                           "http://evil.com/127.0.0.1"sv,
                           "http://user@localhost/"sv,
                           "http://127.0.0.1@evil.com"sv,
                           "http://localhost:80@evil.com/"sv,
                           "http://evil.com#@localhost"sv,
                           "http://evil.com\\@localhost"sv,
                           "http://evil.com?@localhost"sv,
                           "http://127.0.0.1%2eevil.com"sv,
                           "http://127.0.0.1%00.evil.com"sv,
                           "http://127.0.0.1\0.evil.com"sv,
                           "http://127.0.0.1.:80/"sv,
                           "http://128.0.0.1"sv,
                           "http://1127.0.0.1"sv,
                           "http://127.0.0.256.com"sv,
                           "http://localhos"sv,
                           "http://localhost2"sv,
                           "http://[::2]"sv,
                           "http://[::1:0]"sv,
                           "ftp://127.0.0.1"sv,
                           "127.0.0.1"sv,
                           "localhost"sv}) {
        EXPECT_FALSE(http::is_loopback(url)) << url;
    }
}

TEST(IsInHomeNetwork, is_true_for_loopback_private_and_link_local_addresses) {
    for (const auto url :
         {"http://127.0.0.1"sv, "http://localhost:8080/x"sv, "http://10.0.0.1"sv,
          "http://172.16.0.1/"sv, "http://172.31.255.255"sv, "https://192.168.178.2:3001/ping"sv,
          "http://169.254.1.1"sv, "http://0xC0A80102/"sv, "http://[::1]"sv, "http://[fd00::1]"sv,
          "http://[fc00::1]:80/"sv, "http://[fe80::1%25eth0]/"sv, "http://[febf::1]"sv,
          "http://monitor.local"sv, "http://nas.home.arpa"sv}) {
        EXPECT_TRUE(http::is_in_home_network(url)) << url;
    }
}

TEST(IsInHomeNetwork, is_false_for_all_others) {
    for (const auto url : {"http://8.8.8.8"sv,
                           "http://172.15.0.1"sv,
                           "http://172.32.0.1"sv,
                           "http://192.169.0.1"sv,
                           "http://11.0.0.1"sv,
                           "http://169.253.0.1"sv,
                           "http://100.64.0.1"sv,
                           "http://[2001:db8::1]"sv,
                           "http://[fec0::1]"sv,
                           "http://[fe8::1]"sv,
                           "http://[::ffff:8.8.8.8]"sv,
                           "http://192.168.1.1.example.com"sv,
                           "http://192.168.1.1@example.com"sv,
                           "http://user@192.168.1.1"sv,
                           "http://local"sv,
                           "http://monitor.local.example.com"sv,
                           "http://example.com/192.168.1.1"sv,
                           "ftp://192.168.1.1"sv,
                           "192.168.1.1"sv,
                           ""sv}) {
        EXPECT_FALSE(http::is_in_home_network(url)) << url;
    }
}

TEST(HostOf, is_host_and_port_alone) {
    EXPECT_EQ(http::host_of("https://NTFY.sh/topic?x=1"), "ntfy.sh");
    EXPECT_EQ(http::host_of("http://192.168.1.2:8080/topic"), "192.168.1.2:8080");
    EXPECT_EQ(http::host_of("ntfy.sh/topic"), "");
}

TEST(HasUserName, is_told) {
    EXPECT_TRUE(http::has_user_name("https://kim@example.com/"));
    EXPECT_TRUE(http::has_user_name("https://kim:secret@example.com/"));
    EXPECT_FALSE(http::has_user_name("https://example.com/@kim"));
}

TEST(Urls, odd_texts_do_no_harm) {
    for (const auto url : k_no_urls) {
        EXPECT_EQ(http::origin_of(url), "") << url;
        EXPECT_FALSE(http::is_loopback(url)) << url;
        EXPECT_FALSE(http::path_of(url).empty()) << url;
        EXPECT_EQ(http::query_parameter(url, "x"), std::nullopt) << url;
    }
    const std::string endless(200'000, '/');
    EXPECT_EQ(http::path_of("http://a" + endless), endless);
}

} // namespace
