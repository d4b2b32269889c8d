// SPDX-License-Identifier: Apache-2.0
#include "snapshot/camera_picture.hpp"
#include "support/error_of.hpp"
#include "unit/snapshot/camera_job_fixture.hpp"

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;

struct NewestPictureTest : CameraJobTest {
    std::optional<std::chrono::milliseconds> age() {
        return age_of_newest(account.service(), account.clock, k_id, {});
    }

    ErrorCode failure() {
        return test::error_of([this] { age(); }).code();
    }
};

TEST_F(NewestPictureTest, is_one_request_that_wakes_nobody) {
    expect_next(picture(now() - 1h));
    const auto newest = age();
    ASSERT_TRUE(newest);
    EXPECT_NEAR(static_cast<double>(newest->count()), 3'600'000, 1000);
    for (const std::string& target : test::targets(account.client.requests())) {
        EXPECT_EQ(target.find("force"), std::string::npos);
        EXPECT_EQ(target.find("timestamps"), std::string::npos);
        EXPECT_EQ(target.find("update_all"), std::string::npos);
    }
}

TEST_F(NewestPictureTest, comes_from_the_other_interface_without_its_age) {
    expect_next(test::response(503));
    expect_image(picture({}));
    EXPECT_FALSE(age());
}

TEST_F(NewestPictureTest, is_an_error_that_says_what_the_service_says) {
    expect_next(test::response(404));
    expect_image(test::response(404, "no snapshot"));
    EXPECT_EQ(failure(), ErrorCode::no_snapshot);
    expect_next(test::response(503));
    expect_image(test::response(502));
    EXPECT_EQ(failure(), ErrorCode::service_unavailable);
    expect_next(test::response(503));
    expect_image(test::response(404, "no snapshot"));
    EXPECT_EQ(failure(), ErrorCode::no_snapshot);
}

TEST_F(NewestPictureTest, is_not_asked_for_while_a_long_pause_lasts) {
    expect_next(with_pause(429, "31"));
    EXPECT_EQ(failure(), ErrorCode::slow_down);
    EXPECT_EQ(failure(), ErrorCode::slow_down);
    EXPECT_EQ(account.client.requests().size(), 1U);
}

TEST_F(NewestPictureTest, is_not_asked_for_twice_when_the_service_wants_a_pause) {
    expect_next(test::response(429));
    EXPECT_EQ(failure(), ErrorCode::slow_down);
}

} // namespace
} // namespace snapshot
