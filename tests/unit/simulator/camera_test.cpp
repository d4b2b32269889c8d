// SPDX-License-Identifier: Apache-2.0
#include "simulator/camera.hpp"

#include <gtest/gtest.h>

namespace simulator {
namespace {

/// The service's clock shows 1'000'000 when the steady one shows 0.
Moment at(std::int64_t ms) {
    return {1'000'000 + ms, ms};
}

Camera make_camera(bool battery, std::int64_t periodic_ms = 0) {
    CameraFacts facts;
    facts.id = 7;
    facts.battery = battery;
    facts.capture_delay_ms = 400;
    facts.periodic_ms = periodic_ms;
    return {facts, 900'000, at(0)};
}

TEST(CameraTest, TakesThePictureWhenTheDelayIsOver) {
    auto camera = make_camera(false);
    EXPECT_TRUE(camera.ask_for_capture(at(100)));
    camera.settle(at(499));
    EXPECT_EQ(camera.newest_ms(), 900'000);
    camera.settle(at(700));
    EXPECT_EQ(camera.newest_ms(), 1'000'500) << "the time of the capture, not of the look";
    EXPECT_EQ(camera.captures(), 1);
}

TEST(CameraTest, AskingAgainWhileOneIsOnItsWayAddsNone) {
    auto camera = make_camera(false);
    EXPECT_TRUE(camera.ask_for_capture(at(0)));
    EXPECT_FALSE(camera.ask_for_capture(at(100)));
    camera.settle(at(5000));
    EXPECT_EQ(camera.captures(), 1);
    EXPECT_EQ(camera.wakes(), 1);
    EXPECT_EQ(camera.asked(), 2);
    EXPECT_TRUE(camera.ask_for_capture(at(5001)));
}

TEST(CameraTest, OfflineOrWithoutMotionDetectionItIgnoresRequests) {
    auto camera = make_camera(false);
    camera.set_online(false);
    EXPECT_FALSE(camera.ask_for_capture(at(0)));
    camera.set_online(true);
    camera.set_motion_detection(false);
    EXPECT_FALSE(camera.ask_for_capture(at(0)));
    camera.settle(at(10'000));
    EXPECT_EQ(camera.newest_ms(), 900'000);
}

TEST(CameraTest, GoingOfflineMeanwhileLosesTheCapture) {
    auto camera = make_camera(false);
    camera.ask_for_capture(at(0));
    camera.set_online(false);
    camera.settle(at(1000));
    camera.set_online(true);
    camera.settle(at(2000));
    EXPECT_EQ(camera.newest_ms(), 900'000);
}

TEST(CameraTest, ARecordingBatteryCameraTakesThePictureAfterwards) {
    auto camera = make_camera(true);
    camera.start_recording(at(0), 30'000);
    camera.ask_for_capture(at(0));
    camera.settle(at(29'999));
    EXPECT_EQ(camera.newest_ms(), 900'000);
    EXPECT_EQ(camera.next_change(), 30'000);
    camera.settle(at(30'000));
    EXPECT_EQ(camera.newest_ms(), 1'030'000);
}

TEST(CameraTest, AWiredCameraDoesNotMindRecording) {
    auto camera = make_camera(false);
    camera.start_recording(at(0), 30'000);
    camera.ask_for_capture(at(0));
    camera.settle(at(400));
    EXPECT_EQ(camera.newest_ms(), 1'000'400);
}

TEST(CameraTest, ANeverCapturingCameraIsWokenInVain) {
    auto camera = make_camera(false);
    camera.set_never_captures(true);
    EXPECT_TRUE(camera.ask_for_capture(at(0)));
    camera.settle(at(1000));
    EXPECT_EQ(camera.newest_ms(), 900'000);
    EXPECT_FALSE(camera.capture_pending());
}

TEST(CameraTest, PeriodicPicturesCatchUpToTheLastOneDue) {
    auto camera = make_camera(false, 1000);
    EXPECT_EQ(camera.next_change(), 1000);
    camera.settle(at(5500));
    EXPECT_EQ(camera.newest_ms(), 1'005'000);
    EXPECT_EQ(camera.next_change(), 6000);
}

TEST(CameraTest, CaptureTimesOnlyGrow) {
    auto camera = make_camera(false);
    camera.set_stored(2'000'000);
    camera.ask_for_capture(at(0));
    camera.settle(at(1000));
    EXPECT_EQ(camera.newest_ms(), 2'000'001);
}

} // namespace
} // namespace simulator
