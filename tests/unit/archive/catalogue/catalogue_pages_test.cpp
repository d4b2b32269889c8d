// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue.hpp"
#include "support/manual_clock.hpp"
#include "support/recorded_pictures.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <vector>

namespace {

using archive::RecordedPicture;
using test::k_first_capture;
using test::recorded_picture;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

class CataloguePagesTest : public testing::Test {
protected:
    RecordedPicture add(int number) {
        RecordedPicture picture = recorded_picture(number);
        picture.number = catalogue.add(picture);
        return picture;
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    archive::Catalogue catalogue{folder / "Settings.json.pictures", clock, {}};
};

TEST_F(CataloguePagesTest, pages_follow_the_numbers) {
    const auto first = add(1);
    const auto second = add(2);
    const auto third = add(3);
    catalogue.close({second.number});
    const auto numbers = [&](std::int64_t after, std::size_t limit, bool with_gone) {
        std::vector<std::int64_t> result;
        for (const auto& picture : catalogue.page(after, limit, with_gone)) {
            result.push_back(picture.number);
        }
        return result;
    };
    EXPECT_THAT(numbers(0, 2, true), ElementsAre(first.number, second.number));
    EXPECT_THAT(numbers(0, 2, false), ElementsAre(first.number, third.number));
    EXPECT_THAT(numbers(third.number, 2, true), IsEmpty());
}

TEST_F(CataloguePagesTest, times_of_captures_come_once_in_order) {
    add(3);
    add(1);
    auto again = recorded_picture(1);
    again.place.file = "again.jpg";
    catalogue.add(again);
    catalogue.close({add(2).number});
    EXPECT_THAT(catalogue.capture_times("1234", 9),
                ElementsAre(k_first_capture + 1min, k_first_capture + 3min));
    EXPECT_THAT(catalogue.capture_times("1234", 1), ElementsAre(k_first_capture + 1min));
    EXPECT_THAT(catalogue.capture_times("1234", 9, k_first_capture + 1min),
                ElementsAre(k_first_capture + 3min));
    EXPECT_THAT(catalogue.capture_times("other", 9), IsEmpty());
}

TEST_F(CataloguePagesTest, several_pictures_move_at_once) {
    const auto first = add(1);
    const auto second = add(2);
    const archive::FilePlace there{"/nas", "1.jpg"};
    const archive::FilePlace too{"/nas", "2.jpg"};
    catalogue.move({{first.number, there}, {second.number, too}});
    EXPECT_EQ(catalogue.find(there)->number, first.number);
    EXPECT_EQ(catalogue.find(too)->number, second.number);
    EXPECT_FALSE(catalogue.find(first.place));
}

} // namespace
