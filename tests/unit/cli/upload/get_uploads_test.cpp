// SPDX-License-Identifier: Apache-2.0
// What `get` uploads of what it saves.
#include "base/files/files.hpp"
#include "unit/cli/upload/uploads_fixture.hpp"

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(Uploads, get_uploads_what_it_saves) {
    EXPECT_EQ(run({"get", "--all", "--name", "{name}/{time:%H-%M-%S}.jpg", "--upload",
                   "s3://pictures/Ring", "--json"}),
              0)
        << errors();
    for (const auto& object : objects()) {
        EXPECT_EQ(object["uploaded"], true);
    }
    EXPECT_THAT(bucket.objects(), SizeIs(2));
    EXPECT_TRUE(bucket.objects().begin()->first.starts_with("Ring/Driveway/"));
}

TEST_F(Uploads, get_without_upload_says_nothing_of_it) {
    EXPECT_EQ(run({"get", k_driveway, "--json"}), 0) << errors();
    EXPECT_FALSE(objects().at(0).contains("uploaded"));
    EXPECT_THAT(bucket.requests(), IsEmpty());
}

TEST_F(Uploads, get_ends_with_0_and_a_warning_when_only_the_upload_fails) {
    be_away(true);
    EXPECT_EQ(run({"get", k_driveway, "--upload", "s3://pictures", "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["uploaded"], false);
    EXPECT_THAT(errors(),
                HasSubstr("1 picture is not uploaded yet, the next run tries s3://pictures again; "
                          "cannot connect to store.local"));
    EXPECT_THAT(pictures(), SizeIs(1));

    be_away(false);
    capture(driveway());
    EXPECT_EQ(run({"get", k_driveway, "--upload", "s3://pictures"}), 0) << errors();
    EXPECT_THAT(bucket.objects(), SizeIs(2));
}

TEST_F(Uploads, get_waits_a_minute_for_a_store_that_is_silent) {
    bucket.instead = [this](const http::Request& request) -> std::optional<http::Response> {
        account.clock.advance(request.time_limit);
        throw http::TransportError(http::Fault::timed_out, "no answer from store.local");
    };
    const auto begin = account.clock.steady_now();
    EXPECT_EQ(run({"get", k_driveway, "--upload", "s3://pictures"}), 0) << errors();
    EXPECT_LE(account.clock.steady_now() - begin, 70s);
    EXPECT_THAT(errors(), HasSubstr("not uploaded yet"));
}

TEST_F(Uploads, get_that_saves_nothing_waits_a_minute_for_a_silent_store_too) {
    be_away(true);
    run({"get", k_driveway, "--upload", "s3://pictures"});
    bucket.instead = [this](const http::Request& request) -> std::optional<http::Response> {
        account.clock.advance(request.time_limit);
        throw http::TransportError(http::Fault::timed_out, "no answer from store.local");
    };
    break_pictures(driveway(), status(404));
    const auto begin = account.clock.steady_now();
    EXPECT_NE(run({"get", k_driveway, "--retries", "1", "--upload", "s3://pictures"}), 0);
    EXPECT_LE(account.clock.steady_now() - begin, 80s);
}

TEST_F(Uploads, get_waits_a_minute_for_all_stores_that_are_silent_together) {
    base::write_file_atomically(
        "keys",
        "[b2]\naws_access_key_id=B\naws_secret_access_key=B\nendpoint_url=http://b2.local\n", {});
    const test::ScopedVariable file("AWS_SHARED_CREDENTIALS_FILE", "keys");
    bucket.instead = [this](const http::Request& request) -> std::optional<http::Response> {
        account.clock.advance(request.time_limit);
        throw http::TransportError(http::Fault::timed_out, "no answer");
    };
    const auto begin = account.clock.steady_now();
    EXPECT_EQ(run({"get", k_driveway, "--upload", "s3://pictures", "--upload",
                   "s3://pictures?profile=b2"}),
              0)
        << errors();
    // The clock of the test counts what two threads wait at the same time one after the other.
    EXPECT_LE(account.clock.steady_now() - begin, 100s);
    EXPECT_THAT(errors(), HasSubstr("the next run tries s3://pictures again; "));
}

TEST_F(Uploads, a_picture_that_is_saved_already_is_uploaded_too) {
    run({"get", k_driveway});
    EXPECT_EQ(run({"get", k_driveway, "--upload", "s3://pictures", "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["unchanged"], true);
    EXPECT_EQ(objects().at(0)["uploaded"], true);
    EXPECT_THAT(bucket.objects(), SizeIs(1));
}

TEST_F(Uploads, names_without_a_time_are_refused) {
    EXPECT_EQ(run({"get", k_driveway, "--name", "{id}.jpg", "--upload", "s3://pictures"}), 2);
    EXPECT_THAT(errors(), HasSubstr("--upload-name"));
    EXPECT_EQ(run({"get", k_driveway, "--upload-name", "{id}.jpg", "--upload", "s3://pictures"}),
              2);
    EXPECT_EQ(run({"get", k_driveway, "--name", "{id}.jpg", "--upload-name",
                   "{location}/{name} {utc:%H-%M-%S}.jpg", "--upload", "s3://pictures"}),
              0)
        << errors();
    EXPECT_THAT(bucket.objects(), SizeIs(1));
}

TEST_F(Uploads, without_keys_nothing_is_asked) {
    const test::ScopedVariable no_id("AWS_ACCESS_KEY_ID", nullptr);
    const test::ScopedVariable no_key("AWS_SECRET_ACCESS_KEY", nullptr);
    const test::ScopedVariable no_file("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
    EXPECT_EQ(run({"get", k_driveway, "--upload", "s3://pictures"}), 2);
    EXPECT_THAT(errors(), HasSubstr("AWS_ACCESS_KEY_ID"));
    EXPECT_THAT(requests(), IsEmpty());
}

} // namespace
} // namespace cli
