// SPDX-License-Identifier: Apache-2.0
#include "snapshot/camera_threads.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <set>
#include <stop_token>

namespace snapshot {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(CameraThreads, run_all_at_the_same_time_and_are_waited_for) {
    std::mutex mutex;
    std::condition_variable all_are_there;
    std::set<std::size_t> there;
    run_each_on_a_thread(
        3,
        [&](std::size_t camera) {
            std::unique_lock lock(mutex);
            there.insert(camera);
            all_are_there.notify_all();
            all_are_there.wait(lock, [&] { return there.size() == 3; });
        },
        [] {});
    EXPECT_THAT(there, ElementsAre(0, 1, 2));
}

TEST(CameraThreads, of_no_camera_end_at_once) {
    run_each_on_a_thread(
        0, [](std::size_t) { FAIL(); }, [] { FAIL(); });
}

TEST(CameraThreads, that_run_are_ended_and_waited_for_when_the_system_has_no_more) {
    std::stop_source stop;
    std::mutex mutex;
    std::set<std::size_t> ended;
    std::size_t started = 0;
    const base::Error error = test::error_of([&] {
        run_each_on_a_thread(
            5,
            [&](std::size_t camera) {
                std::condition_variable_any never;
                std::unique_lock lock(mutex);
                never.wait(lock, stop.get_token(), [] { return false; });
                ended.insert(camera);
            },
            [&] { stop.request_stop(); },
            [&](auto body) {
                if (started == 2) {
                    throw std::system_error(
                        std::make_error_code(std::errc::resource_unavailable_try_again));
                }
                ++started;
                return std::jthread(body);
            });
    });
    EXPECT_EQ(error.code(), base::ErrorCode::unexpected);
    EXPECT_THAT(error.message(), HasSubstr("thread"));
    EXPECT_THAT(ended, ElementsAre(0, 1));
}

} // namespace
} // namespace snapshot
