// SPDX-License-Identifier: Apache-2.0
#include "archive/upload/uploader.hpp"
#include "base/text/sha256.hpp"
#include "support/fake_bucket.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_store.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Key;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const UploadTarget k_target{"s3://pictures/Ring", "http://store.local"};

struct UploaderTest : testing::Test {
    /// Saves a picture of a camera that is to be uploaded.
    std::int64_t save(int hour, const std::string& camera = "7") {
        const std::string name =
            (camera == "7" ? "" : camera + "/") + std::to_string(hour) + ".jpg";
        return save_as(name, "picture " + name, hour, camera);
    }

    /// The same for one that is to have this name in the bucket. Its file is called like its bytes.
    std::int64_t save_as(const std::string& name, const std::string& bytes, int hour,
                         const std::string& camera = "7") {
        files.put(PictureName(bytes), bytes, {});
        RecordedPicture picture;
        picture.camera_id = camera;
        picture.captured = base::SystemTime(1'790'000'000s + std::chrono::hours(hour));
        picture.place = {"/memory", bytes};
        picture.facts.size = bytes.size();
        picture.facts.sha256 = base::sha256_hex(bytes);
        picture.facts.received_sha256 = picture.facts.sha256;
        picture.uploads = {{k_target, name}};
        return catalogue.add(picture);
    }

    UploadRound run() { return uploader.run(stop.get_token()); }

    /// In which order pictures were sent, each once: of the second one the store gets a copy that
    /// it ought to refuse.
    std::vector<std::string> sent() const {
        std::vector<std::string> names;
        for (const http::Request& request : bucket.requests()) {
            const std::string name = request.url.substr(request.url.find("/Ring/") + 6);
            if (request.method == "PUT" &&
                std::find(names.begin(), names.end(), name) == names.end()) {
                names.push_back(name);
            }
        }
        return names;
    }

    /// The place of a picture in that order.
    std::size_t turn_of(const std::string& name) const {
        const auto names = sent();
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) -
                                        names.begin());
    }

    std::uintmax_t waiting() { return UploadRecords(catalogue).totals().at(0).waiting; }

    std::string failure() { return UploadRecords(catalogue).totals().at(0).failure; }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    test::MemoryStore files;
    Catalogue catalogue{folder / "record", clock, {}};
    test::FakeBucket bucket{clock};
    s3::BucketClient client{
        bucket, clock, {"pictures", "us-east-1", "http://store.local"}, {}, {.attempts = 1}};
    ObjectStore store{client, {"pictures", "Ring"}, {}};
    std::stop_source stop;
    Uploader uploader{catalogue,
                      [this](const std::string&) { return std::make_unique<test::BorrowedStore>(files); },
                      store, k_target};
};

TEST_F(UploaderTest, sends_all_that_waits) {
    for (int hour = 1; hour <= 100; ++hour) {
        save(hour);
    }
    std::vector<std::string> told;
    std::mutex mutex;
    const UploadRound round =
        uploader.run(stop.get_token(), [&](const WaitingUpload&, const std::string& object) {
            const std::lock_guard guard(mutex);
            told.push_back(object);
        });
    EXPECT_EQ(round.sent, 100U);
    EXPECT_FALSE(round.failure);
    EXPECT_THAT(told, SizeIs(100));
    EXPECT_THAT(bucket.objects(), SizeIs(100));
    EXPECT_EQ(bucket.objects().at("Ring/42.jpg").bytes, "picture 42.jpg");
    EXPECT_EQ(waiting(), 0U);
    EXPECT_EQ(run().sent, 0U);
}

TEST_F(UploaderTest, sends_the_newest_of_each_camera_before_a_backlog) {
    for (int hour = 1; hour <= 100; ++hour) {
        save(hour);
        save(hour, "8");
    }
    save(1, "9");
    run();
    auto first = sent();
    EXPECT_THAT(first, SizeIs(201));
    // Of the first 64 that waited 9/1.jpg had its turn before. Those of a row go in no order.
    std::vector<std::string> row(first.begin() + 3, first.begin() + 66);
    first.resize(3);
    EXPECT_THAT(first, UnorderedElementsAre("100.jpg", "8/100.jpg", "9/1.jpg"));
    std::vector<std::string> oldest = {"32.jpg"};
    for (int hour = 1; hour <= 31; ++hour) {
        oldest.push_back(std::to_string(hour) + ".jpg");
        oldest.push_back("8/" + std::to_string(hour) + ".jpg");
    }
    EXPECT_THAT(row, testing::UnorderedElementsAreArray(oldest));
    EXPECT_GT(turn_of("99.jpg"), 180U);
}

TEST_F(UploaderTest, sends_what_is_saved_meanwhile_before_the_rest_of_a_backlog) {
    for (int hour = 1; hour <= 150; ++hour) {
        save(hour);
    }
    std::atomic<bool> is_saved = false;
    uploader.run(stop.get_token(), [&](const WaitingUpload& upload, const std::string&) {
        if (upload.name == "10.jpg" && !is_saved.exchange(true)) {
            save(151);
        }
    });
    EXPECT_LT(turn_of("151.jpg"), 80U);
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(UploaderTest, gives_what_is_saved_meanwhile_a_key_of_its_own) {
    for (int hour = 1; hour <= 150; ++hour) {
        save(hour);
    }
    bucket.conditions = test::FakeBucket::Conditions::refused;
    store.put_new(PictureName("other.jpg"), {"picture", {}, "7"});
    std::atomic<bool> is_saved = false;
    uploader.run(stop.get_token(), [&](const WaitingUpload& upload, const std::string&) {
        if (upload.name == "10.jpg" && !is_saved.exchange(true)) {
            save_as("140.jpg", "another one", 151);
        }
    });
    EXPECT_EQ(bucket.objects().at("Ring/140.jpg").bytes, "another one");
    EXPECT_EQ(bucket.objects().at("Ring/140 (2).jpg").bytes, "picture 140.jpg");
}

TEST_F(UploaderTest, tries_a_newest_picture_that_is_refused_once) {
    for (int hour = 1; hour <= 100; ++hour) {
        save(hour);
    }
    std::atomic<int> count = 0;
    bucket.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        if (request.method != "PUT" || !request.url.ends_with("/100.jpg")) {
            return {};
        }
        ++count;
        return test::refusal(400, "InvalidRequest");
    };
    EXPECT_EQ(run().sent, 99U);
    EXPECT_EQ(count, 1);
}

TEST_F(UploaderTest, asks_a_store_without_conditions_for_many_names_at_once) {
    for (int hour = 1; hour <= 100; ++hour) {
        save(hour);
    }
    bucket.conditions = test::FakeBucket::Conditions::refused;
    store.put_new(PictureName("other.jpg"), {"picture", {}, "7"});
    store.put_new(PictureName("42.jpg"), {"somebody's own", {}, "7"});
    store.put_new(PictureName("43.jpg"), {"picture 43.jpg", {}, "7"});
    bucket.forget_requests();
    EXPECT_EQ(run().sent, 100U);
    EXPECT_EQ(bucket.count("GET"), 1U);
    // Of the newest, which goes first, of the names that are taken, and of the other one that the
    // first of them gets.
    EXPECT_EQ(bucket.count("HEAD"), 6U);
    EXPECT_EQ(bucket.objects().at("Ring/42.jpg").bytes, "somebody's own");
    EXPECT_EQ(bucket.objects().at("Ring/42 (2).jpg").bytes, "picture 42.jpg");
    EXPECT_THAT(bucket.objects(), SizeIs(102));
}

TEST_F(UploaderTest, asks_for_each_name_where_nothing_may_be_listed) {
    for (int hour = 1; hour <= 10; ++hour) {
        save(hour);
    }
    bucket.conditions = test::FakeBucket::Conditions::refused;
    store.put_new(PictureName("other.jpg"), {"picture", {}, "7"});
    bucket.forget_requests();
    bucket.instead = [](const http::Request& request) -> std::optional<http::Response> {
        return request.method == "GET" ? std::optional(test::refusal(403, "AccessDenied"))
                                       : std::nullopt;
    };
    EXPECT_EQ(run().sent, 10U);
    EXPECT_EQ(bucket.count("GET"), 1U);
    EXPECT_EQ(bucket.count("HEAD"), 10U);
}

TEST_F(UploaderTest, gives_each_picture_a_key_of_its_own_where_two_want_one) {
    for (int hour = 1; hour <= 10; ++hour) {
        save(hour);
    }
    save_as("10.jpg", "another one", 0);
    bucket.conditions = test::FakeBucket::Conditions::refused;
    store.put_new(PictureName("other.jpg"), {"picture", {}, "7"});
    EXPECT_EQ(run().sent, 11U);
    EXPECT_THAT(bucket.objects(), SizeIs(12));
}

TEST_F(UploaderTest, sends_nothing_twice_after_a_crash_between_store_and_catalogue) {
    save(1);
    store.put_new(PictureName("1.jpg"), {"picture 1.jpg", {}, "7"});
    run();
    EXPECT_THAT(bucket.objects(), ElementsAre(Key("Ring/1.jpg")));
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(UploaderTest, stops_asking_a_store_that_cannot_be_reached) {
    for (int hour = 1; hour <= 100; ++hour) {
        save(hour);
    }
    bucket.instead = [](const http::Request&) -> std::optional<http::Response> {
        throw http::TransportError(http::Fault::not_connected, "cannot connect to store.local");
    };
    const UploadRound round = run();
    ASSERT_TRUE(round.failure);
    EXPECT_EQ(round.failure->message(), "cannot connect to store.local");
    EXPECT_LE(bucket.requests().size(), 8U);
    EXPECT_EQ(waiting(), 100U);
    EXPECT_EQ(failure(), "cannot connect to store.local");

    bucket.instead = nullptr;
    EXPECT_EQ(run().sent, 100U);
    EXPECT_EQ(failure(), "");
}

TEST_F(UploaderTest, goes_on_after_a_picture_that_alone_is_refused) {
    for (int hour = 1; hour <= 3; ++hour) {
        save(hour);
    }
    bucket.instead = [](const http::Request& request) -> std::optional<http::Response> {
        return request.url.ends_with("/2.jpg") ? std::optional(test::refusal(400, "InvalidRequest"))
                                               : std::nullopt;
    };
    const UploadRound round = run();
    EXPECT_EQ(round.sent, 2U);
    EXPECT_TRUE(round.failure);
    const auto left = UploadRecords(catalogue).waiting(k_target, 10);
    ASSERT_THAT(left, SizeIs(1));
    EXPECT_THAT(left[0].failure, testing::HasSubstr("InvalidRequest"));
}

TEST_F(UploaderTest, sends_only_what_was_recorded) {
    save(1);
    save(2);
    save(3);
    files.put(PictureName("picture 1.jpg"), "somebody's own", {});
    files.remove_if_unchanged(PictureName("picture 2.jpg"),
                              {13, base::sha256_hex("picture 2.jpg")});
    const UploadRound round = run();
    EXPECT_FALSE(round.failure);
    EXPECT_EQ(round.left_out, 2U);
    EXPECT_THAT(bucket.objects(), ElementsAre(Key("Ring/3.jpg")));
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(UploaderTest, waits_for_files_that_cannot_be_read_now) {
    save(1);
    files.fail_with(base::Error(base::ErrorCode::cannot_write, "the NAS is away"));
    const UploadRound round = run();
    ASSERT_TRUE(round.failure);
    EXPECT_EQ(round.failure->message(), "the NAS is away");
    EXPECT_EQ(waiting(), 1U);
    files.fail_with({});
    EXPECT_EQ(run().sent, 1U);
}

TEST_F(UploaderTest, ends_when_it_is_stopped) {
    save(1);
    stop.request_stop();
    EXPECT_FALSE(run().failure);
    EXPECT_EQ(waiting(), 1U);
}

TEST_F(UploaderTest, ends_quietly_when_it_is_stopped_while_it_asks_for_names) {
    bucket.conditions = test::FakeBucket::Conditions::refused;
    store.put_new(PictureName("other.jpg"), {"picture", {}, "7"});
    for (int hour = 1; hour <= 10; ++hour) {
        save(hour);
    }
    bucket.instead = [](const http::Request&) -> std::optional<http::Response> {
        throw base::Error(base::ErrorCode::interrupted, "stopped");
    };
    EXPECT_EQ(run().sent, 0U);
    EXPECT_EQ(waiting(), 10U);
}

} // namespace
} // namespace archive
