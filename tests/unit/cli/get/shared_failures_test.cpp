// SPDX-License-Identifier: Apache-2.0
#include "cli/get/shared_failures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

using base::Error;
using base::ErrorCode;
using testing::ElementsAre;

std::vector<std::string> messages(const std::vector<CameraFailure>& failures) {
    std::vector<std::string> found;
    for (const SharedFailure& shared : share_failures(failures)) {
        found.push_back(shared.error.message());
    }
    return found;
}

CameraFailure failure(std::size_t camera, const std::string& title, ErrorCode code,
                      const std::string& message) {
    return {camera, title, Error(code, message, "a hint")};
}

TEST(SharedFailures, say_once_that_ring_is_down) {
    const auto down = [](std::size_t camera, const std::string& title) {
        return failure(camera, title, ErrorCode::service_unavailable,
                       "no picture of " + title + ": Ring is out of order (status 503)");
    };
    const auto shared =
        share_failures({down(0, "Garden"), down(1, "Front Door"), down(2, "Cabin")});
    ASSERT_EQ(shared.size(), 1U);
    EXPECT_EQ(shared[0].cameras.size(), 3U);
    EXPECT_EQ(shared[0].error.message(),
              "no picture of 3 cameras: Ring is out of order (status 503)");
    EXPECT_EQ(shared[0].error.hint(), "a hint");
    EXPECT_EQ(shared[0].error.code(), ErrorCode::service_unavailable);
}

TEST(SharedFailures, say_once_that_the_disk_is_full) {
    EXPECT_THAT(messages({failure(0, "A", ErrorCode::cannot_write,
                                  "cannot write /mnt/usb/1.jpg: no space left on the device"),
                          failure(1, "B", ErrorCode::cannot_write,
                                  "cannot write /mnt/usb/2: 3.jpg: no space left on the device")}),
                ElementsAre("2 cameras: cannot write in /mnt/usb (no space left on the device)"));
}

TEST(SharedFailures, name_the_folder_that_holds_those_of_all_cameras) {
    EXPECT_THAT(messages({failure(0, "A", ErrorCode::cannot_write,
                                  "cannot make the folder /mnt/usb/A: permission denied"),
                          failure(1, "B", ErrorCode::cannot_write,
                                  "cannot make the folder /mnt/usb/B: permission denied")}),
                ElementsAre("2 cameras: cannot make folders in /mnt/usb (permission denied)"));
    EXPECT_THAT(
        messages({failure(0, "A", ErrorCode::cannot_write,
                          "cannot write 1.jpg: the file system is read-only"),
                  failure(1, "B", ErrorCode::cannot_write,
                          "cannot write 2.jpg: the file system is read-only")}),
        ElementsAre("2 cameras: cannot write in this folder (the file system is read-only)"));
}

TEST(SharedFailures, say_once_what_is_the_same_in_the_same_words) {
    EXPECT_THAT(messages({failure(0, "A", ErrorCode::slow_down, "Ring asked us to wait"),
                          failure(1, "B", ErrorCode::slow_down, "Ring asked us to wait")}),
                ElementsAre("2 cameras: Ring asked us to wait"));
    const char* no_folder = "cannot make the folder /nope: permission denied";
    EXPECT_THAT(messages({failure(0, "A", ErrorCode::cannot_write, no_folder),
                          failure(1, "B", ErrorCode::cannot_write, no_folder)}),
                ElementsAre("2 cameras: cannot make the folder /nope (permission denied)"));
}

TEST(SharedFailures, keep_apart_what_differs_and_what_is_the_cameras_own) {
    const std::vector<CameraFailure> failures = {
        failure(0, "A", ErrorCode::no_snapshot, "no picture of A: the camera is offline"),
        failure(1, "B", ErrorCode::no_snapshot, "no picture of B: the camera is offline"),
        failure(2, "C", ErrorCode::cannot_write, "cannot write /x/1.jpg: permission denied"),
        failure(3, "D", ErrorCode::cannot_write, "cannot write /x/2.jpg: a folder has that name")};
    EXPECT_THAT(messages(failures), ElementsAre("no picture of A: the camera is offline",
                                                "no picture of B: the camera is offline",
                                                "cannot write /x/1.jpg: permission denied",
                                                "cannot write /x/2.jpg: a folder has that name"));
    EXPECT_EQ(failures[0].without_title(), "no picture: the camera is offline");
    EXPECT_EQ(failures[2].without_title(), "cannot write /x/1.jpg: permission denied");
}

} // namespace
} // namespace cli
