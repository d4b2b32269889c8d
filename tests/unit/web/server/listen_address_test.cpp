// SPDX-License-Identifier: Apache-2.0
#include "support/error_of.hpp"
#include "web/server/listen_address.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

std::string url(const char* text) {
    return web::url_of(web::parse_listen_address(text), "/");
}

TEST(ListenAddress, IsReadInAllItsForms) {
    EXPECT_EQ(url("127.0.0.1:8642"), "http://127.0.0.1:8642/");
    EXPECT_EQ(url("0.0.0.0:80"), "http://0.0.0.0:80/");
    EXPECT_EQ(url("[::1]:9000"), "http://[::1]:9000/");
    EXPECT_EQ(url("[::]"), "http://[::]:8642/");
    EXPECT_EQ(url("::"), "http://[::]:8642/");
    EXPECT_EQ(url("localhost:0"), "http://127.0.0.1:0/");
    EXPECT_EQ(url("9000"), "http://127.0.0.1:9000/");
    EXPECT_EQ(url(":9000"), "http://127.0.0.1:9000/");
    EXPECT_EQ(url("192.168.1.5"), "http://192.168.1.5:8642/");
}

TEST(ListenAddress, RefusesWhatIsNone) {
    for (const char* const text :
         {"", "example.com:80", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "1.2.3:80",
          "256.1.1.1:80", "[::1", "[::1]9000", "[::1]:", "127.0.0.1:80x", "*:80"}) {
        EXPECT_EQ(test::error_of([&] { web::parse_listen_address(text); }).code(),
                  base::ErrorCode::usage)
            << text;
    }
}

TEST(ListenAddress, KnowsWhichAddressesMeanThisMachineAlone) {
    EXPECT_TRUE(web::is_loopback_address("127.0.0.1"));
    EXPECT_TRUE(web::is_loopback_address("127.9.9.9"));
    EXPECT_TRUE(web::is_loopback_address("::1"));
    EXPECT_TRUE(web::is_loopback_address("::ffff:127.0.0.1"));
    EXPECT_FALSE(web::is_loopback_address("0.0.0.0"));
    EXPECT_FALSE(web::is_loopback_address("::"));
    EXPECT_FALSE(web::is_loopback_address("127.evil.example"));
}

TEST(HostOfAuthority, LeavesPortBracketsAndCaseOut) {
    EXPECT_EQ(web::host_of_authority("Example.COM:8642"), "example.com");
    EXPECT_EQ(web::host_of_authority("example.com."), "example.com");
    EXPECT_EQ(web::host_of_authority("[::1]:80"), "::1");
    EXPECT_EQ(web::host_of_authority("[evil]:80"), "");
    EXPECT_EQ(web::host_of_authority("127.0.0.1:80@evil.example"), "");
    EXPECT_EQ(web::host_of_authority(""), "");
}

} // namespace
