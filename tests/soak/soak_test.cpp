// SPDX-License-Identifier: Apache-2.0
// Some days of the month that scripts/prove runs as a whole.
#include "soak/soak.hpp"
#include "support/temporary_folder.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace soak {
namespace {

struct SoakTest : testing::Test {
    void watch(const SoakPlan& plan) {
        EXPECT_THAT(complaints(run_soak(plan, folder.path()), plan), testing::IsEmpty());
    }

    test::ScopedZone zone{"Europe/Berlin"};
    test::TemporaryFolder folder{quick_folder()};
};

TEST_F(SoakTest, following_for_days_saves_each_capture_once_and_wakes_nobody) {
    watch({.days = 3, .fresh = false, .seed = 20'261'023});
}

TEST_F(SoakTest, a_large_archive_is_kept_without_a_long_log) {
#if defined(SOAK_IS_SANITIZED)
    GTEST_SKIP() << "takes too long with sanitizers";
#endif
    watch({.days = 1, .fresh = false, .seed = 20'261'023, .recorded_before = 20'000});
}

TEST_F(SoakTest, asking_for_fresh_pictures_saves_each_once_and_spares_the_batteries) {
#if defined(SOAK_IS_SANITIZED)
    GTEST_SKIP() << "takes too long with sanitizers";
#endif
    watch({.days = 1, .fresh = true, .seed = 20'261'023});
}

} // namespace
} // namespace soak
