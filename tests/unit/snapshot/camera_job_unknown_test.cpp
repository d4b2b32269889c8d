// SPDX-License-Identifier: Apache-2.0
#include "unit/snapshot/camera_job_fixture.hpp"

namespace snapshot {
namespace {

using base::ErrorCode;

struct PictureOfNoCamera : CameraJobTest {};

TEST_F(PictureOfNoCamera, that_is_not_there_is_told_once_before_it_is_tried_again) {
    for (int i = 0; i < 3; ++i) {
        expect_next(test::response(404));
        expect_times(test::response(404));
        expect_image(test::response(404));
    }
    int told = 0;
    const auto count = [&] {
        ++told;
        EXPECT_EQ(account.client.requests().size(), 3U);
    };
    EXPECT_EQ(test::error_of([&] {
                  CameraJob(account.service(), account.clock, facts, options, count).run({});
              }).code(),
              ErrorCode::no_snapshot);
    EXPECT_EQ(told, 1);
}

TEST_F(PictureOfNoCamera, of_a_camera_that_turns_out_to_be_unknown_is_not_tried_again) {
    expect_next(test::response(404));
    expect_times(test::response(404));
    expect_image(test::response(404));
    const auto unknown = [] { throw base::Error(ErrorCode::unknown_device, "no such camera"); };
    EXPECT_EQ(test::error_of([&] {
                  CameraJob(account.service(), account.clock, facts, options, unknown).run({});
              }).code(),
              ErrorCode::unknown_device);
    options.fresh = true;
    expect_next(test::response(404));
    EXPECT_EQ(test::error_of([&] {
                  CameraJob(account.service(), account.clock, facts, options, unknown).run({});
              }).code(),
              ErrorCode::unknown_device);
}

} // namespace
} // namespace snapshot
