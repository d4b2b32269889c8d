// SPDX-License-Identifier: Apache-2.0
#include "support/manual_clock.hpp"
#include "web/access/password.hpp"
#include "web/access/password_guard.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace {

using namespace std::chrono_literals;
using Verdict = web::PasswordGuard::Verdict;

TEST(Password, IsStoredAsASaltedHash) {
    const base::Secret password("pässword");
    const std::string stored = web::hash_password(password, 10);
    EXPECT_TRUE(stored.starts_with("pbkdf2-sha256$10$"));
    EXPECT_EQ(stored.find("pässword"), std::string::npos);
    EXPECT_NE(stored, web::hash_password(password, 10));
    EXPECT_TRUE(web::is_password(password, stored));
    EXPECT_FALSE(web::is_password(base::Secret("password"), stored));
}

TEST(Password, AgreesWithAPublishedVector) {
    // RFC 7914, 11: PBKDF2-HMAC-SHA256 of "passwd" and "salt", one round, its first 32 bytes.
    EXPECT_TRUE(web::is_password(base::Secret("passwd"),
                                 "pbkdf2-sha256$1$c2FsdA==$"
                                 "VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw="));
}

TEST(Password, IsNotAnythingElse) {
    for (const char* const stored :
         {"", "passwd", "pbkdf2-sha256$",
          "pbkdf2-sha256$0$c2FsdA==$AA==", "pbkdf2-sha256$x$c2FsdA==$AA==",
          "pbkdf2-sha256$99999999999$c2FsdA==$AA==", "pbkdf2-sha256$1$c2FsdA==$"}) {
        EXPECT_FALSE(web::is_password(base::Secret("passwd"), stored)) << stored;
    }
}

TEST(Key, HasRandomBitsThatFitIntoAnAddress) {
    std::set<std::string> keys;
    for (int i = 0; i < 100; ++i) {
        keys.insert(web::make_key().reveal());
    }
    EXPECT_EQ(keys.size(), 100U);
    EXPECT_EQ(keys.begin()->size(), 22U);
    EXPECT_EQ(keys.begin()->find_first_not_of(
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
}

struct PasswordGuardTest : testing::Test {
    test::ManualClock clock;
    std::stop_source stop;
    web::PasswordGuard guard{clock, stop.get_token()};
    int hashed = 0;

    Verdict check(const std::string& password, const std::string& peer = "10.0.0.1") {
        return guard.check(base::Secret(password), "stored", peer, [&] {
            ++hashed;
            return password == "right";
        });
    }
};

TEST_F(PasswordGuardTest, HashesARightPasswordOnce) {
    EXPECT_EQ(check("right"), Verdict::right);
    EXPECT_EQ(check("right", "10.0.0.2"), Verdict::right);
    EXPECT_EQ(hashed, 1);
    EXPECT_EQ(guard.check(base::Secret("right"), "changed", "10.0.0.1", [] { return false; }),
              Verdict::wrong);
}

TEST_F(PasswordGuardTest, GivesAnAddressTenWrongOnesAMinute) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(check("wrong"), Verdict::wrong);
    }
    EXPECT_EQ(check("wrong"), Verdict::too_many);
    EXPECT_EQ(check("right"), Verdict::too_many);
    EXPECT_EQ(hashed, 10);
    EXPECT_EQ(check("right", "10.0.0.2"), Verdict::right);
    // What is remembered is never refused.
    EXPECT_EQ(check("right"), Verdict::right);
    clock.advance(61s);
    EXPECT_EQ(check("wrong"), Verdict::wrong);
}

TEST_F(PasswordGuardTest, CountsANetworkOfIpv6AsOneAddress) {
    for (int i = 0; i < 10; ++i) {
        check("wrong", "2001:db8:1:2:3:4:5:" + std::to_string(i));
    }
    EXPECT_EQ(check("right", "2001:db8:1:2::9"), Verdict::too_many);
    EXPECT_EQ(check("right", "2001:db8:1:3::9"), Verdict::right);
}

TEST_F(PasswordGuardTest, HashesNothingMoreWhenTheServerEnds) {
    stop.request_stop();
    EXPECT_EQ(check("right"), Verdict::too_many);
    EXPECT_EQ(hashed, 0);
}

} // namespace
