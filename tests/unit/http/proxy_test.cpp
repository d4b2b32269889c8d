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
}

TEST(ProxyFor, tells_which_hosts_are_reached_without_it) {
    const auto proxy = http::proxy_for(
        k_ring, with({{"HTTPS_PROXY", "a"}, {"NO_PROXY", "b"}, {"no_proxy", "c, d"}}));
    ASSERT_TRUE(proxy);
    EXPECT_EQ(proxy->exceptions_variable, "no_proxy");
    EXPECT_EQ(proxy->exceptions, "c, d");
    EXPECT_FALSE(http::proxy_for(k_ring, with({{"NO_PROXY", "b"}})));
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
