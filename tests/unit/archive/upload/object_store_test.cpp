// SPDX-License-Identifier: Apache-2.0
#include "archive/upload/object_store.hpp"
#include "base/text/sha256.hpp"
#include "support/error_of.hpp"
#include "support/fake_bucket.hpp"
#include "support/manual_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Key;
using testing::UnorderedElementsAre;

constexpr base::SystemTime k_captured{1'790'000'000s};

struct ObjectStoreTest : testing::Test {
    Uploaded upload(const std::string& name, const std::string& bytes) {
        return store.put_new(PictureName(name), {bytes, k_captured, "7"});
    }

    test::ManualClock clock;
    test::FakeBucket bucket{clock};
    s3::BucketClient client{
        bucket, clock, {"pictures", "us-east-1", "http://store.local"}, {}, {.attempts = 1}};
    ObjectStore store{client, {"pictures", "Ring"}, {}};
};

TEST_F(ObjectStoreTest, takes_nasty_names_as_they_are) {
    const std::vector<std::string> names = {"Front Door/2026-09-21 16-13-20 +0200.jpg",
                                            "Gärten & Höfe/日本 #1?.jpg", "a%2Fb/~x_(1)'!*.jpg",
                                            "...jpg", "+=;@:,$.jpg"};
    for (const std::string& name : names) {
        upload(name, "picture " + name);
        EXPECT_EQ(store.read(PictureName(name)), "picture " + name);
        EXPECT_EQ(bucket.objects().at("Ring/" + name).bytes, "picture " + name);
    }
    EXPECT_EQ(bucket.objects().size(), names.size());
}

TEST_F(ObjectStoreTest, says_of_a_picture_when_it_was_captured_and_by_which_camera_and_no_more) {
    upload("Home/7.jpg", "a picture");
    std::vector<std::string> metadata;
    const auto objects = bucket.objects();
    for (const auto& [name, value] : objects.at("Ring/Home/7.jpg").headers) {
        if (name.starts_with("x-amz-meta-")) {
            metadata.push_back(name + ": " + value);
        }
    }
    EXPECT_THAT(metadata,
                UnorderedElementsAre("x-amz-meta-captured: 2026-09-21T14:13:20.000Z",
                                     "x-amz-meta-camera: 7",
                                     "x-amz-meta-sha256: " + base::sha256_hex("a picture")));
}

TEST_F(ObjectStoreTest, counts_the_same_picture_under_its_key_as_uploaded) {
    EXPECT_FALSE(upload("7.jpg", "a picture").was_there);
    const Uploaded again = upload("7.jpg", "a picture");
    EXPECT_TRUE(again.was_there);
    EXPECT_EQ(again.key, "Ring/7.jpg");
    EXPECT_EQ(bucket.objects().size(), 1U);
}

TEST_F(ObjectStoreTest, gives_another_picture_under_its_key_a_number) {
    upload("7.jpg", "a picture");
    EXPECT_EQ(upload("7.jpg", "another one").key, "Ring/7 (2).jpg");
    EXPECT_EQ(upload("7.jpg", "a third one").key, "Ring/7 (3).jpg");
    EXPECT_TRUE(upload("7.jpg", "another one").was_there);
    EXPECT_THAT(bucket.objects(),
                ElementsAre(Key("Ring/7 (2).jpg"), Key("Ring/7 (3).jpg"), Key("Ring/7.jpg")));
    EXPECT_EQ(bucket.objects().at("Ring/7.jpg").bytes, "a picture");
}

TEST_F(ObjectStoreTest, knows_a_picture_again_that_another_program_stored) {
    bucket.instead = [](const http::Request& request) -> std::optional<http::Response> {
        if (request.method == "PUT") {
            return test::refusal(412, "PreconditionFailed");
        }
        http::Response stored = test::refusal(200, "");
        stored.body = "a picture";
        stored.headers.set("Content-Length", "9");
        return stored;
    };
    EXPECT_TRUE(upload("7.jpg", "a picture").was_there);
}

TEST_F(ObjectStoreTest, does_not_take_a_store_that_cannot_be_reached_for_an_empty_one) {
    upload("7.jpg", "a picture");
    bucket.instead = [](const http::Request&) -> std::optional<http::Response> {
        throw http::TransportError(http::Fault::not_connected, "cannot connect to store.local");
    };
    const PictureDigest digest{9, base::sha256_hex("a picture")};
    EXPECT_EQ(store.state_of(PictureName("7.jpg"), digest), FileState::unreachable);
    EXPECT_EQ(test::error_of([&] { store.find(PictureName("7.jpg")); }).message(),
              "cannot connect to store.local");
    EXPECT_EQ(test::error_of([&] { upload("8.jpg", "x"); }).code(), base::ErrorCode::cannot_write);
}

} // namespace
} // namespace archive
