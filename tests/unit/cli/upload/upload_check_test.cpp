// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "unit/cli/upload/uploads_fixture.hpp"

#include <filesystem>
#include <string>

namespace cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct UploadCheck : Uploads {
    int check(std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"upload", "s3://pictures/Ring", "--check"});
        return run(more);
    }

    /// The key of a camera's picture in the bucket.
    std::string key_of(const std::string& camera) const {
        for (const auto& [key, object] : bucket.objects()) {
            if (key.find(camera) != std::string::npos) {
                return key;
            }
        }
        return "";
    }
};

TEST_F(UploadCheck, finds_what_is_missing) {
    run({"get", "--all", "--upload", "s3://pictures/Ring"});
    EXPECT_EQ(run({"upload", "s3://pictures/Ring", "--check"}), 0) << errors();
    EXPECT_THAT(output(), HasSubstr("2 pictures checked, no errors found"));
    bucket.instead = [](const http::Request& request) -> std::optional<http::Response> {
        if (request.url.find('?') == std::string::npos &&
            request.url.find("518000222") == std::string::npos) {
            return {};
        }
        if (request.url.find('?') == std::string::npos) {
            return test::refusal(404, "NoSuchKey");
        }
        http::Response listing = test::refusal(200, "");
        listing.body = "<ListBucketResult></ListBucketResult>";
        return listing;
    };
    EXPECT_EQ(run({"upload", "s3://pictures/Ring", "--check"}), 7) << errors();
    EXPECT_THAT(lines().at(0), AllOf(HasSubstr("missing"), HasSubstr("518000222")));
    EXPECT_THAT(lines().at(1), HasSubstr("2 pictures checked, 1 error"));
    EXPECT_THAT(errors(), AllOf(HasSubstr("1 picture waits now; to upload it again, run: ring-snapshot "),
                                HasSubstr(" s3://pictures/Ring\n")));
}

TEST_F(UploadCheck, asks_the_store_even_when_nothing_was_uploaded) {
    EXPECT_EQ(check(), 0) << errors();
    EXPECT_THAT(bucket.requests(), SizeIs(1));
    EXPECT_EQ(run({"upload", "s3://no-bucket", "--check"}), 9);
    EXPECT_THAT(errors(), HasSubstr("there is no bucket no-bucket"));
    be_away(true);
    EXPECT_EQ(check(), 9);
    EXPECT_THAT(errors(), HasSubstr("cannot connect to store.local"));
}

TEST_F(UploadCheck, ends_with_7_while_pictures_wait_or_were_never_uploaded) {
    run({"get", k_front_door});
    EXPECT_EQ(check(), 7);
    EXPECT_THAT(output(), AllOf(HasSubstr("0 pictures checked"), HasSubstr("1 was never uploaded"),
                                Not(HasSubstr("no errors"))));
    be_away(true);
    run({"get", k_driveway, "--upload", "s3://pictures/Ring"});
    be_away(false);
    EXPECT_EQ(check({"--json"}), 7);
    EXPECT_EQ(objects().at(0)["checked"], 0);
    EXPECT_EQ(objects().at(0)["errors"], 0);
    EXPECT_EQ(objects().at(0)["waiting"], 1);
    EXPECT_EQ(objects().at(0)["never_uploaded"], 1);
    EXPECT_EQ(check(), 7);
    EXPECT_THAT(output(), HasSubstr("1 waits, 1 was never uploaded"));
    EXPECT_EQ(run({"upload", "s3://pictures/Ring"}), 0);
    EXPECT_EQ(check(), 0) << output();
    EXPECT_THAT(output(), HasSubstr("2 pictures checked, no errors found"));
}

TEST_F(UploadCheck, of_cameras_or_since_a_day_counts_those_alone) {
    run({"get", "--all"});
    run({"upload", "s3://pictures/Ring", k_driveway});
    EXPECT_EQ(check(), 7);
    EXPECT_EQ(check({k_driveway}), 0) << output();
    EXPECT_THAT(output(), HasSubstr("1 picture checked, no errors found"));
    EXPECT_EQ(check({k_front_door}), 7);
    EXPECT_THAT(output(), HasSubstr("0 pictures checked, 1 was never uploaded"));
    EXPECT_THAT(errors(), HasSubstr("to upload the rest, run the same command without --check"));
    EXPECT_EQ(check({"--from", "2035-01-01"}), 0);
    EXPECT_EQ(check({"--upload-name", "{utc:%H-%M-%S}.jpg"}), 2);
}

TEST_F(UploadCheck, has_what_is_missing_or_changed_there_uploaded_again) {
    run({"get", "--all", "--upload", "s3://pictures/Ring"});
    const std::string lost = key_of(k_driveway);
    const std::string changed = key_of(k_front_door);
    bucket.remove(lost);
    bucket.replace(changed, "something else");
    EXPECT_EQ(check(), 7);
    EXPECT_THAT(output(), AllOf(HasSubstr("missing  s3://pictures/" + lost),
                                HasSubstr("changed  s3://pictures/" + changed)));
    EXPECT_THAT(errors(), HasSubstr("2 pictures wait now"));
    EXPECT_EQ(check(), 7);
    EXPECT_THAT(output(), HasSubstr("0 pictures checked, 2 wait"));

    EXPECT_EQ(run({"upload", "s3://pictures/Ring"}), 0) << errors();
    EXPECT_THAT(bucket.objects(), SizeIs(3));
    EXPECT_TRUE(bucket.objects().contains(lost));
    EXPECT_EQ(bucket.objects().at(changed).bytes, "something else");
    EXPECT_EQ(check(), 0) << output();
}

TEST_F(UploadCheck, goes_on_with_the_next_target_when_a_store_is_away) {
    base::write_file_atomically(
        "keys",
        "[b2]\naws_access_key_id=B\naws_secret_access_key=B\nendpoint_url=http://b2.local\n", {});
    const test::ScopedVariable file("AWS_SHARED_CREDENTIALS_FILE", "keys");
    run({"get", k_driveway, "--upload", "s3://pictures/Ring", "--upload",
         "s3://pictures/Copy?profile=b2", "--save"});
    bucket.instead = [](const http::Request& request) -> std::optional<http::Response> {
        if (request.url.find("store.local") != std::string::npos) {
            throw http::TransportError(http::Fault::not_connected, "cannot connect to store.local");
        }
        return {};
    };
    EXPECT_EQ(run({"upload", "--check"}), 9);
    EXPECT_THAT(output(), HasSubstr("s3://pictures/Copy: 1 picture checked, no errors found"));
    EXPECT_THAT(errors(), HasSubstr("cannot connect to store.local"));
}

} // namespace
} // namespace cli
