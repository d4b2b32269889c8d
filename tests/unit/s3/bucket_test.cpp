// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "s3/bucket.hpp"
#include "support/error_of.hpp"

#include <gtest/gtest.h>

#include <string>

namespace s3 {
namespace {

TEST(Target, is_a_bucket_and_what_its_keys_begin_with) {
    EXPECT_EQ(parse_target("--upload", "s3://pictures"), (Target{"pictures", ""}));
    EXPECT_EQ(parse_target("--upload", "s3://pictures/"), (Target{"pictures", ""}));
    EXPECT_EQ(parse_target("--upload", "S3://pictures/Home/Garden "),
              (Target{"pictures", "Home/Garden "}));
    EXPECT_EQ(parse_target("--upload", "s3://pictures/Home/").text(), "s3://pictures/Home");
}

TEST(Target, may_name_the_profile_of_its_store) {
    const Target target = parse_target("--upload", "s3://pictures/Home/?profile=my b2");
    EXPECT_EQ(target, (Target{"pictures", "Home", "my b2"}));
    EXPECT_EQ(target.text(), "s3://pictures/Home");
    EXPECT_EQ(target.key_of("7.jpg"), "Home/7.jpg");
    EXPECT_EQ(parse_target("--upload", "s3://pictures?profile=b2"), (Target{"pictures", "", "b2"}));
}

TEST(Target, is_refused_where_it_names_nothing) {
    for (const char* text :
         {"", "pictures", "https://pictures", "s3://", "s3:///Home", "s3://a b",
          "s3://pictures/../x", "s3://pictures//x", "s3://pictures/./x", "s3://pictures/a\nb",
          "s3://pictures?", "s3://pictures?profile=", "s3://pictures?region=eu-west-1",
          "s3://pictures?profile=a&b=c", "s3://pictures?profile=a\nb"}) {
        EXPECT_EQ(test::error_of([&] { parse_target("--upload", text); }).code(),
                  base::ErrorCode::usage)
            << text;
    }
}

TEST(Target, puts_its_prefix_before_names) {
    EXPECT_EQ(Target({"pictures", ""}).key_of("Home/7.jpg"), "Home/7.jpg");
    EXPECT_EQ(Target({"pictures", "Ring"}).key_of("Home/7.jpg"), "Ring/Home/7.jpg");
    EXPECT_EQ(Target({"pictures", ""}).key_of("\xFF.jpg"), "\uFFFD.jpg");
}

TEST(EncodeKey, leaves_only_what_no_engine_reads_in_another_way) {
    EXPECT_EQ(encode_key("Front Door/2026-09-21 16-13-20 +0200.jpg"),
              "Front%20Door/2026-09-21%2016-13-20%20%2B0200.jpg");
    EXPECT_EQ(encode_key("a~b_c-d.e/%41?#&='\"<>*();:@$,[]"),
              "a~b_c-d.e/%2541%3F%23%26%3D%27%22%3C%3E%2A%28%29%3B%3A%40%24%2C%5B%5D");
    EXPECT_EQ(encode_key("Gärten/日本.jpg"), "G%C3%A4rten/%E6%97%A5%E6%9C%AC.jpg");
}

TEST(UrlOf, names_amazons_bucket_in_the_host) {
    EXPECT_EQ(url_of({"pictures", "eu-west-1"}, "a b.jpg"),
              "https://pictures.s3.eu-west-1.amazonaws.com/a%20b.jpg");
    EXPECT_EQ(url_of({"pictures", "cn-north-1"}, ""),
              "https://pictures.s3.cn-north-1.amazonaws.com.cn/");
}

TEST(UrlOf, names_a_bucket_with_a_dot_in_the_path_since_no_certificate_covers_its_host) {
    EXPECT_EQ(url_of({"my.pictures", "eu-west-1"}, "a.jpg"),
              "https://s3.eu-west-1.amazonaws.com/my.pictures/a.jpg");
}

TEST(UrlOf, names_the_bucket_of_other_stores_in_the_path) {
    EXPECT_EQ(url_of({"pictures", "garage", "http://nas.local:3900"}, "a.jpg"),
              "http://nas.local:3900/pictures/a.jpg");
    EXPECT_EQ(url_of({"pictures", "garage", "http://nas.local:3900"}, ""),
              "http://nas.local:3900/pictures");
    EXPECT_EQ(url_of({"pictures", "auto", "https://store.example/s3", Addressing::host}, "a.jpg"),
              "https://pictures.store.example/s3/a.jpg");
}

TEST(ParseEndpoint, has_one_spelling) {
    EXPECT_EQ(parse_endpoint("--s3-endpoint", "HTTPS://Store.Example:443/"),
              "https://store.example");
    EXPECT_EQ(parse_endpoint("--s3-endpoint", "http://192.168.1.2:9000"),
              "http://192.168.1.2:9000");
    EXPECT_EQ(parse_endpoint("--s3-endpoint", "http://minio:9000/"), "http://minio:9000");
    EXPECT_EQ(parse_endpoint("--s3-endpoint", "https://store.example/s3/"),
              "https://store.example/s3");
}

TEST(ParseEndpoint, refuses_what_is_no_address_and_pictures_in_the_clear) {
    for (const char* text : {"", "store.example", "ftp://store.example", "http://store.example",
                             "https://me:secret@store.example", "https://store.example/?a"}) {
        EXPECT_EQ(test::error_of([&] { parse_endpoint("--s3-endpoint", text); }).code(),
                  base::ErrorCode::usage)
            << text;
    }
}

} // namespace
} // namespace s3
