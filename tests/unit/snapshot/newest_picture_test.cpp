// SPDX-License-Identifier: Apache-2.0
#include "snapshot/newest_picture.hpp"
#include "unit/snapshot/camera_job_fixture.hpp"

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;

struct NewestPictureTest : CameraJobTest {
    std::variant<NewestPicture, base::Error> look() {
        return look_at_newest(account.service(), account.clock, k_id, {});
    }
};

TEST_F(NewestPictureTest, is_one_request_that_wakes_nobody) {
    expect_next(picture(now() - 1h));
    const auto newest = std::get<NewestPicture>(look());
    EXPECT_EQ(newest.width, 32);
    EXPECT_EQ(newest.height, 24);
    ASSERT_TRUE(newest.age);
    EXPECT_NEAR(static_cast<double>(newest.age->count()), 3'600'000, 1000);
    for (const std::string& target : test::targets(account.client.requests())) {
        EXPECT_EQ(target.find("force"), std::string::npos);
        EXPECT_EQ(target.find("timestamps"), std::string::npos);
        EXPECT_EQ(target.find("update_all"), std::string::npos);
    }
}

TEST_F(NewestPictureTest, comes_from_the_other_interface_without_its_age) {
    expect_next(test::response(503));
    expect_image(picture({}));
    EXPECT_FALSE(std::get<NewestPicture>(look()).age);
}

TEST_F(NewestPictureTest, is_an_error_that_says_what_the_service_says) {
    expect_next(test::response(404));
    expect_image(test::response(404, "no snapshot"));
    EXPECT_EQ(std::get<base::Error>(look()).code(), ErrorCode::no_snapshot);
    expect_next(test::response(503));
    expect_image(test::response(502));
    EXPECT_EQ(std::get<base::Error>(look()).code(), ErrorCode::service_unavailable);
    expect_next(test::response(503));
    expect_image(test::response(404, "no snapshot"));
    EXPECT_EQ(std::get<base::Error>(look()).code(), ErrorCode::no_snapshot);
}

TEST_F(NewestPictureTest, is_not_asked_for_twice_when_the_service_wants_a_pause) {
    expect_next(test::response(429));
    EXPECT_EQ(std::get<base::Error>(look()).code(), ErrorCode::slow_down);
}

} // namespace
} // namespace snapshot
