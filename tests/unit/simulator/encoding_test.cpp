// SPDX-License-Identifier: Apache-2.0
#include "base/text/encoding.hpp"
#include "simulator/browser_login.hpp"
#include "simulator/encoding.hpp"
#include "simulator/world.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace simulator {
namespace {

TEST(EncodingTest, ThePkceExampleOfRfc7636Matches) {
    const std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    EXPECT_TRUE(verifier_matches(verifier, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
    EXPECT_FALSE(verifier_matches(verifier + "x", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
}

TEST(EncodingTest, FormsKeepAmpersandsEqualsAndUtf8InValues) {
    const auto form =
        parse_form("username=kim%40example.test&password=p%26ss%3Dw%C3%B6rd&x=a+b%2Bc&flag");
    EXPECT_EQ(find_field(form, "username"), "kim@example.test");
    EXPECT_EQ(find_field(form, "password"), "p&ss=wörd");
    EXPECT_EQ(find_field(form, "x"), "a b+c");
    EXPECT_EQ(find_field(form, "flag"), "");
    EXPECT_EQ(find_field(form, "missing"), std::nullopt);
}

TEST(EncodingTest, ABrokenPercentSignStaysAsItIs) {
    const auto form = parse_form("a=100%&b=%4&c=%zz%41");
    EXPECT_EQ(find_field(form, "a"), "100%");
    EXPECT_EQ(find_field(form, "b"), "%4");
    EXPECT_EQ(find_field(form, "c"), "%zzA");
}

TEST(EncodingTest, PercentEncodingIsUndoneByDecoding) {
    const std::string text = "a b&c=d/ö\n~";
    EXPECT_EQ(find_field(parse_form("x=" + base::percent_encode(text)), "x"), text);
}

TEST(EncodingTest, CookiesAreSplitAndTrimmed) {
    const auto cookies = parse_cookies("a=1; b=x=y ;junk; c=");
    EXPECT_EQ(find_field(cookies, "a"), "1");
    EXPECT_EQ(find_field(cookies, "b"), "x=y");
    EXPECT_EQ(find_field(cookies, "c"), "");
    EXPECT_EQ(cookies.size(), 3U);
}

TEST(EncodingTest, DatesAreThoseOfTheDocument) {
    EXPECT_EQ(http_date(1'790'000'013'000), "Mon, 21 Sep 2026 14:13:33 GMT");
    EXPECT_EQ(iso_time(1'790'000'190'120), "2026-09-21T14:16:30.120Z");
}

TEST(EncodingTest, TimesAreReadWithAndWithoutAFraction) {
    EXPECT_EQ(parse_iso_time("2026-09-21T14:16:30.120Z"), 1'790'000'190'120);
    EXPECT_EQ(parse_iso_time("2026-09-21T14:13:20Z"), 1'790'000'000'000);
    EXPECT_EQ(parse_iso_time("2026-13-21T14:13:20Z"), std::nullopt);
    EXPECT_EQ(parse_iso_time("yesterday"), std::nullopt);
}

TEST(EncodingTest, IntegersAreReadOnlyAsAWhole) {
    EXPECT_EQ(parse_integer("9007199254740995"), 9'007'199'254'740'995);
    EXPECT_EQ(parse_integer("-5"), -5);
    for (const auto* text : {"", "12a", " 1", "1.5", "99999999999999999999"}) {
        EXPECT_EQ(parse_integer(text), std::nullopt) << text;
    }
}

TEST(EncodingTest, SnapshotUuidsHoldCameraAndTime) {
    for (const std::int64_t id : {std::int64_t{31000417}, std::int64_t{9'007'199'254'740'995},
                                  std::numeric_limits<std::int64_t>::max()}) {
        const auto uuid = snapshot_uuid(id, 1'790'000'012'345);
        EXPECT_EQ(uuid.size(), 36U);
        const auto capture = parse_snapshot_uuid(uuid);
        ASSERT_TRUE(capture) << uuid;
        EXPECT_EQ(capture->camera, id);
        EXPECT_EQ(capture->capture_ms, 1'790'000'012'345);
    }
    EXPECT_FALSE(parse_snapshot_uuid("0c1d2e3f-1111-4222-8333-444455556666"));
    EXPECT_FALSE(parse_snapshot_uuid("nonsense"));
}

TEST(EncodingTest, StoredGzipHasItsMarksLengthAndChecksum) {
    const auto packed = gzip_stored("hello");
    EXPECT_EQ(packed.substr(0, 3), "\x1f\x8b\x08");
    EXPECT_NE(packed.find("hello"), std::string::npos);
    // CRC-32 of "hello" is 3610a686; both trailers are little endian.
    EXPECT_EQ(base::hex_encode(packed.substr(packed.size() - 8)), "86a6103605000000");
}

} // namespace
} // namespace simulator
