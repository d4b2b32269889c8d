// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue.hpp"
#include "archive/catalogue/removal.hpp"
#include "support/manual_clock.hpp"
#include "support/recorded_pictures.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace {

using archive::Expiry;
using archive::RecordedPicture;
using test::k_first_capture;
using test::recorded_picture;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

class RemovalTest : public testing::Test {
protected:
    RemovalTest() {
        m_catalogue.add({recorded_picture(1), recorded_picture(2), recorded_picture(3),
                         recorded_picture(4), recorded_picture(5)});
    }

    std::string last_expired(const Expiry& expiry) {
        const auto last = m_catalogue.last_expired("1234", expiry);
        return last ? m_catalogue.picture(last->number)->place.file : "none";
    }

    std::vector<RecordedPicture> begin(const Expiry& expiry, std::size_t limit,
                                       std::optional<archive::PicturePosition> after = {}) {
        const auto last = m_catalogue.last_expired("1234", expiry);
        return last ? m_catalogue.begin_removal("1234", *last, limit, after)
                    : std::vector<RecordedPicture>();
    }

    static std::vector<std::string> files(const std::vector<RecordedPicture>& pictures) {
        std::vector<std::string> result;
        for (const auto& picture : pictures) {
            result.push_back(picture.place.file);
        }
        return result;
    }

    test::TemporaryFolder m_folder;
    test::ManualClock m_clock;
    archive::Catalogue m_catalogue{m_folder / "record", m_clock, {}};
};

TEST_F(RemovalTest, pictures_expire_by_age) {
    EXPECT_EQ(last_expired({.before = k_first_capture + 3min}), "2.jpg");
    EXPECT_EQ(last_expired({.before = k_first_capture}), "none");
}

TEST_F(RemovalTest, pictures_expire_by_number) {
    EXPECT_EQ(last_expired({.keep = 2}), "3.jpg");
    EXPECT_EQ(last_expired({.keep = 5}), "none");
}

TEST_F(RemovalTest, whatever_either_rule_gives_up_expires) {
    EXPECT_EQ(last_expired({.before = k_first_capture + 3min, .keep = 1}), "4.jpg");
    EXPECT_EQ(last_expired({.before = k_first_capture + 5min, .keep = 4}), "4.jpg");
}

TEST_F(RemovalTest, the_newest_never_expires) {
    EXPECT_EQ(last_expired({.before = k_first_capture + 1h}), "4.jpg");
    EXPECT_EQ(last_expired({.keep = 0}), "4.jpg");
}

TEST_F(RemovalTest, other_cameras_are_left_alone) {
    EXPECT_FALSE(m_catalogue.last_expired("5", {.keep = 0}));
}

TEST_F(RemovalTest, removes_in_batches) {
    const Expiry expiry{.before = k_first_capture + 4min};

    const auto first = begin(expiry, 2);
    const auto second =
        begin(expiry, 2, archive::PicturePosition{first.back().captured, first.back().number});

    EXPECT_THAT(files(first), ElementsAre("1.jpg", "2.jpg"));
    EXPECT_THAT(files(second), ElementsAre("3.jpg"));
}

TEST_F(RemovalTest, what_is_gone_is_closed_and_what_is_not_stays) {
    const auto pictures = begin({.keep = 3}, 10);
    ASSERT_EQ(pictures.size(), 2U);

    m_catalogue.end_removal({{pictures[0].number, true}, {pictures[1].number, false}});

    EXPECT_FALSE(m_catalogue.find(pictures[0].place));
    EXPECT_TRUE(m_catalogue.find(pictures[1].place));
    EXPECT_EQ(m_catalogue.cameras().at(0).pictures, 4U);
    EXPECT_THAT(files(begin({.keep = 3}, 10)), ElementsAre("2.jpg"))
        << "the next round tries again";
}

TEST_F(RemovalTest, what_a_crash_left_marked_comes_first) {
    ASSERT_THAT(files(begin({.keep = 3}, 10)), ElementsAre("1.jpg", "2.jpg"));

    archive::Catalogue later(m_folder / "record", m_clock, {});

    EXPECT_THAT(files(later.begin_removal("1234", *later.last_expired("1234", {.keep = 2}), 10)),
                ElementsAre("1.jpg", "2.jpg", "3.jpg"));
}

TEST_F(RemovalTest, a_marked_picture_is_still_in_its_place) {
    const auto pictures = begin({.keep = 4}, 10);

    EXPECT_TRUE(m_catalogue.find(pictures.at(0).place));
    EXPECT_EQ(m_catalogue.cameras().at(0).pictures, 5U);
}

TEST_F(RemovalTest, gone_captures_stay_known_for_two_days_and_the_last_ten_for_ever) {
    std::vector<RecordedPicture> more;
    for (int number = 6; number <= 20; ++number) {
        more.push_back(recorded_picture(number));
    }
    m_catalogue.add(more);
    const auto remove_all_but_one = [&] {
        std::vector<archive::Removal> removals;
        for (const auto& picture : begin({.keep = 1}, 100)) {
            removals.push_back({picture.number, true});
        }
        m_catalogue.end_removal(removals);
    };
    const auto known = [&] {
        int count = 0;
        m_catalogue.for_each(true, [&](const RecordedPicture&) { ++count; });
        return count;
    };

    m_clock.set_now(k_first_capture + 47h);
    remove_all_but_one();
    EXPECT_EQ(known(), 20);

    m_clock.set_now(k_first_capture + 72h);
    m_catalogue.add(recorded_picture(21));
    remove_all_but_one();
    EXPECT_EQ(known(), 10);
    EXPECT_EQ(m_catalogue.recent_captures("1234", 10).size(), 10U);
}

TEST_F(RemovalTest, a_number_is_never_given_twice) {
    m_clock.set_now(k_first_capture + 1000h);
    std::vector<RecordedPicture> more;
    for (int number = 6; number <= 20; ++number) {
        more.push_back(recorded_picture(number));
    }
    m_catalogue.add(more);
    const std::int64_t old = m_catalogue.add(recorded_picture(-100));
    m_catalogue.close({old});
    ASSERT_FALSE(m_catalogue.picture(old)) << "too old to be of use";

    EXPECT_GT(m_catalogue.add(recorded_picture(21)), old);
}

} // namespace
