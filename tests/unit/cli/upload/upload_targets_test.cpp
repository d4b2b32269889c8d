// SPDX-License-Identifier: Apache-2.0
#include "unit/cli/upload/uploads_fixture.hpp"

namespace cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct UploadTargets : Uploads {};

TEST_F(UploadTargets, upload_to_a_bucket_that_does_not_exist_leaves_nothing_waiting) {
    run({"get", "--all"});
    EXPECT_EQ(run({"upload", "s3://no-bucket/x"}), 9);
    EXPECT_THAT(errors(), HasSubstr("there is no bucket no-bucket (NoSuchBucket)"));
    EXPECT_EQ(run({"status", "--json"}), 0);
    EXPECT_TRUE(objects().at(0)["uploads"].empty()) << output();
}

TEST_F(UploadTargets, upload_forget_drops_a_target_and_what_waits_for_it) {
    be_away(true);
    run({"get", "--all", "--upload", "s3://pictures/Ring"});
    run({"get", "--all", "--upload", "s3://pictures/Copy", "--save"});
    // The keys of a store that was given up may be gone.
    const test::ScopedVariable no_key("AWS_SECRET_ACCESS_KEY", nullptr);
    const test::ScopedVariable no_file("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
    bucket.forget_requests();
    EXPECT_EQ(run({"upload", "s3://pictures/Ring", "--forget"}), 0) << errors();
    EXPECT_THAT(output(), HasSubstr("s3://pictures/Ring at http://store.local is forgotten, and "
                                    "with it 2 pictures that waited"));
    EXPECT_THAT(bucket.requests(), IsEmpty());
    run({"status"});
    EXPECT_THAT(output(), AllOf(Not(HasSubstr("pictures/Ring")), HasSubstr("pictures/Copy")));

    EXPECT_EQ(run({"upload", "s3://pictures/Ring", "--forget"}), 2);
    EXPECT_THAT(errors(), HasSubstr("nothing was uploaded to s3://pictures/Ring"));
    EXPECT_EQ(run({"upload", "--forget"}), 2);
    EXPECT_EQ(run({"upload", "s3://pictures/Copy", "--forget", "--check"}), 2);
    EXPECT_EQ(run({"upload", "s3://pictures/Copy", "--forget", "--json"}), 0);
    EXPECT_EQ(objects().at(0)["waiting"], 2);
    EXPECT_EQ(objects().at(0)["endpoint"], "http://store.local");
    EXPECT_THAT(errors(), HasSubstr("is still remembered"));
}

TEST_F(UploadTargets, upload_forget_asks_which_store_when_several_have_the_bucket) {
    be_away(true);
    run({"get", k_driveway, "--upload", "s3://pictures"});
    run({"get", k_driveway, "--upload", "s3://pictures", "--s3-endpoint", "http://b2.local"});
    {
        const test::ScopedVariable no_endpoint("AWS_ENDPOINT_URL_S3", nullptr);
        EXPECT_EQ(run({"upload", "s3://pictures", "--forget"}), 2);
        EXPECT_THAT(errors(), AllOf(HasSubstr("http://b2.local"), HasSubstr("http://store.local")));
    }
    EXPECT_EQ(run({"upload", "s3://pictures", "--forget", "--s3-endpoint", "http://b2.local"}), 0)
        << errors();
    run({"status", "--json"});
    ASSERT_EQ(objects().at(0)["uploads"].size(), 1U);
    EXPECT_EQ(objects().at(0)["uploads"][0]["endpoint"], "http://store.local");
}

} // namespace
} // namespace cli
