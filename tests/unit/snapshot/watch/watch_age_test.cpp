// SPDX-License-Identifier: Apache-2.0
#include "unit/snapshot/watch/watch_fixture.hpp"

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorCode;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A watch that follows what Ring has and takes nothing that is older than an hour.
struct WatchWithAge : WatchTest {
    WatchWithAge() {
        plan.every = 5min;
        plan.picture_options.max_age = 1h;
        always_times(always(times({})));
        always_image(always(test::response(404)));
    }
};

TEST_F(WatchWithAge, takes_a_picture_that_is_young_enough) {
    plan.count = 1;
    expect_next(picture(now() - 59min));
    watch();
    EXPECT_THAT(record.events, ElementsAre("picture", "good round"));
}

TEST_F(WatchWithAge, drops_a_picture_that_is_too_old_and_the_camera_fails_until_a_newer_one_comes) {
    plan.count = 4;
    expect_next(picture(now() - 61min, 1));
    expect_next(hold());
    expect_next([this](const http::Request&) { return picture(now() - 1min, 2); });
    expect_next(hold());
    watch();
    EXPECT_THAT(record.pictures, ElementsAre(test::make_jpeg(32, 24, 2)));
    EXPECT_THAT(record.events, ElementsAre("failing with no_snapshot", "picture", "recovered",
                                           "good round", "good round"));
}

TEST_F(WatchWithAge, a_camera_whose_pictures_stop_coming_fails_when_the_last_is_too_old) {
    plan.every = 20min;
    plan.count = 5;
    expect_next(picture(now() - 5min));
    for (int i = 0; i < 4; ++i) {
        expect_next(hold());
    }
    watch();
    // After 0, 20, 40 minutes the picture is young enough, after 60 it is not.
    EXPECT_THAT(record.events, ElementsAre("picture", "good round", "good round", "good round",
                                           "failing with no_snapshot"));
}

TEST_F(WatchWithAge, a_picture_of_unknown_age_is_too_old) {
    plan.count = 2;
    always_image(always(picture({})));
    expect_next(picture({}, 1));
    expect_next(hold());
    watch();
    EXPECT_THAT(record.pictures, IsEmpty());
    EXPECT_THAT(record.events, ElementsAre("failing with no_snapshot"));
}

TEST_F(WatchWithAge, says_how_old_the_picture_is_and_what_was_allowed) {
    plan.count = 1;
    expect_next(picture(now() - 3h));
    watch();
    ASSERT_EQ(record.errors.size(), 1U);
    EXPECT_THAT(record.errors[0].message(), AllOf(HasSubstr("3 h"), HasSubstr("1 h allowed")));
}

TEST_F(WatchWithAge, a_camera_that_has_nothing_new_is_asked_no_less_often) {
    plan.count = 7;
    serve([this](std::size_t round) {
        return round == 0 ? picture(now() - 2h) : test::response(404);
    });
    watch();
    EXPECT_THAT(gaps(), Each(std::chrono::nanoseconds(5min)));
    EXPECT_THAT(record.events, ElementsAre("failing with no_snapshot"));
}

TEST_F(WatchWithAge, a_picture_that_waits_for_its_folder_is_not_given_up_while_it_is_young) {
    plan.every = 10min;
    plan.count = 3;
    int tries = 0;
    record.on_picture = [&] {
        if (++tries <= 2) {
            throw Error(ErrorCode::cannot_write, "the folder is away");
        }
    };
    expect_next(picture(now() - 20min));
    watch();
    EXPECT_THAT(record.events, ElementsAre("picture", "failing with cannot_write", "picture",
                                           "picture", "recovered", "good round"));
}

TEST_F(WatchWithAge, a_picture_that_grew_too_old_while_it_waited_for_its_folder_is_not_saved) {
    plan.every = 40min;
    plan.count = 4;
    int tries = 0;
    record.on_picture = [&] {
        if (++tries == 1) {
            throw Error(ErrorCode::cannot_write, "the folder is away");
        }
    };
    expect_next(picture(now() - 30min, 1));
    expect_next(hold());
    expect_next([this](const http::Request&) { return picture(now() - 1min, 2); });
    expect_next(hold());
    watch();
    // That the folder is back is known when a picture was saved there.
    EXPECT_THAT(record.events, ElementsAre("picture", "failing with cannot_write", "picture",
                                           "recovered", "good round", "good round"));
    EXPECT_EQ(record.pictures.back(), test::make_jpeg(32, 24, 2));
}

TEST_F(WatchWithAge, a_fresh_one_is_taken_in_the_place_of_one_that_grew_too_old) {
    plan.picture_options.fresh = true;
    plan.every = 2h;
    plan.count = 2;
    int tries = 0;
    record.on_picture = [&] {
        if (++tries == 1) {
            throw Error(ErrorCode::cannot_write, "the folder is away");
        }
    };
    serve([this](std::size_t round) {
        account.clock.advance(600ms);
        return picture(now() - 50ms, static_cast<int>(round) + 1);
    });
    watch();
    EXPECT_THAT(record.pictures,
                ElementsAre(test::make_jpeg(32, 24, 1), test::make_jpeg(32, 24, 2)));
    EXPECT_THAT(record.events, ElementsAre("picture", "failing with cannot_write", "picture",
                                           "recovered", "good round"));
}

TEST_F(WatchTest, without_a_greatest_age_takes_a_picture_however_old_it_is) {
    plan.count = 1;
    expect_next(picture(now() - 24h * 365));
    watch();
    EXPECT_THAT(record.events, ElementsAre("picture", "good round"));
}

} // namespace
} // namespace snapshot
