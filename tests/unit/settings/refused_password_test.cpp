// SPDX-License-Identifier: Apache-2.0
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "settings/refused_password.hpp"

#include <gtest/gtest.h>

#include <string>

namespace settings {
namespace {

const base::Secret k_password("correct horse");

TEST(RefusedPassword, is_recognized_and_told_from_any_other) {
    const std::string mark = mark_of_refused_login("Kim@Example.test", k_password);
    EXPECT_TRUE(may_be_refused_login(mark, "kim@example.test", k_password));
    EXPECT_FALSE(may_be_refused_login(mark, "kim@example.test", base::Secret("Correct horse")));
    EXPECT_FALSE(may_be_refused_login(mark, "lee@example.test", k_password));
}

TEST(RefusedPassword, leaves_a_salt_and_two_bytes_of_a_slow_hash) {
    const std::string mark = mark_of_refused_login("kim@example.test", k_password);
    ASSERT_EQ(mark.size(), 37U);
    EXPECT_EQ(mark.find("horse"), std::string::npos);
    const std::string salt = mark.substr(0, 32);
    const std::string hash =
        base::pbkdf2_sha256("correct horse", salt + "kim@example.test", 600'000);
    EXPECT_EQ(mark, salt + ":" + base::hex_encode(hash.substr(0, 2)));
    EXPECT_NE(mark_of_refused_login("kim@example.test", k_password).substr(0, 32), salt);
}

TEST(RefusedPassword, a_text_that_is_not_a_mark_tells_nothing_of_what_was_refused) {
    for (const char* mark :
         {"", "refused", "0123456789abcdef0123456789abcdef-0123",
          "0123456789abcdef0123456789abcde::0123x", "0123456789ABCDEF0123456789abcdef:0123"}) {
        EXPECT_TRUE(may_be_refused_login(mark, "kim@example.test", k_password)) << mark;
    }
}

} // namespace
} // namespace settings
