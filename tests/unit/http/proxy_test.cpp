// SPDX-License-Identifier: Apache-2.0
#include "http/proxy.hpp"

#include <gtest/gtest.h>

#include <map>

namespace {

constexpr auto k_ring = "https://api.ring.com/";

http::Environment with(std::map<std::string, std::string> variables) {
    return
        [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
}

std::string variable_for(const char* url, std::map<std::string, std::string> variables) {
    const auto proxy = http::proxy_for(url, with(std::move(variables)));
    return proxy ? proxy->variable : "none";
}

TEST(ProxyFor, follows_the_variables_in_libcurls_order) {
    EXPECT_EQ(variable_for(k_ring, {}), "none");
    EXPECT_EQ(variable_for(k_ring, {{"HTTPS_PROXY", "a"}, {"https_proxy", "b"}}), "https_proxy");
    EXPECT_EQ(variable_for(k_ring, {{"HTTPS_PROXY", "a"}, {"ALL_PROXY", "b"}}), "HTTPS_PROXY");
    EXPECT_EQ(variable_for(k_ring, {{"all_proxy", "a"}, {"ALL_PROXY", "b"}}), "all_proxy");
    EXPECT_EQ(variable_for(k_ring, {{"http_proxy", "a"}, {"HTTP_PROXY", "b"}}), "none");
    EXPECT_EQ(variable_for("http://127.0.0.1:80", {{"http_proxy", "a"}}), "http_proxy");
    EXPECT_EQ(variable_for("http://127.0.0.1:80", {{"HTTP_PROXY", "a"}, {"HTTPS_PROXY", "b"}}),
              "none");
    EXPECT_EQ(variable_for("nonsense", {{"ALL_PROXY", "a"}}), "none");
}

TEST(ProxyFor, leaves_out_the_hosts_of_no_proxy) {
    for (const char* list :
         {"*", "ring.com", ".ring.com", "a.example, API.Ring.Com", "x y ring.com"}) {
        EXPECT_EQ(variable_for(k_ring, {{"HTTPS_PROXY", "a"}, {"NO_PROXY", list}}), "none") << list;
    }
    for (const char* list : {"", ",", "ing.com", "com.ring", "app.ring.com", "ring.com.example"}) {
        EXPECT_EQ(variable_for(k_ring, {{"HTTPS_PROXY", "a"}, {"NO_PROXY", list}}), "HTTPS_PROXY")
            << list;
    }
    EXPECT_EQ(variable_for("http://[::1]:80", {{"http_proxy", "a"}, {"no_proxy", "::1"}}), "none");
    EXPECT_EQ(http::proxy_exception(k_ring, with({{"https_proxy", "a"}, {"no_proxy", "*"}})),
              "no_proxy");
    EXPECT_EQ(http::proxy_exception(k_ring, with({{"no_proxy", "*"}})), "");
}

TEST(ProxyFor, tells_the_place_and_never_the_password) {
    const std::pair<const char*, const char*> cases[] = {
        {"http://proxy.example:3128", "proxy.example:3128"},
        {"proxy:3128/", "proxy:3128"},
        {"socks5h://kim:p@ss/w@proxy:1080/x?y#z", "proxy:1080"},
        {"kim@proxy", "proxy"},
        {"http://", ""},
        {"kim:word@", ""},
    };
    for (const auto& [value, place] : cases) {
        const auto proxy = http::proxy_for(k_ring, with({{"HTTPS_PROXY", value}}));
        ASSERT_TRUE(proxy);
        EXPECT_EQ(proxy->place, place) << value;
        EXPECT_EQ(proxy->has_credentials, std::string(value).find('@') != std::string::npos);
    }
}

} // namespace
