// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "unit/snapshot/watch/watch_fixture.hpp"

#include <stdexcept>

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;

/// What does not lose what worked.
struct WatchFailure : WatchTest {};

TEST_F(WatchFailure, of_a_copy_is_told_while_further_pictures_are_saved) {
    plan.count = 3;
    record.copy_failure = Error(ErrorCode::cannot_write, "the copy cannot be written");
    serve([this](std::size_t) { return new_picture(); });
    const auto failure = watch();
    EXPECT_THAT(record.events,
                ElementsAre("picture", "failing with cannot_write", "picture", "picture"));
    EXPECT_EQ(record.pictures.size(), 3U);
    EXPECT_NE(record.pictures[0], record.pictures[1]);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->code(), ErrorCode::cannot_write);
    // The camera is asked as often as before.
    EXPECT_EQ(rounds().size(), 3U);
    EXPECT_LT(rounds()[2], 3 * 5min);
}

TEST_F(WatchFailure, of_a_copy_is_over_when_the_copy_was_made_and_not_before) {
    plan.count = 4;
    record.copy_failure = Error(ErrorCode::cannot_write, "the copy cannot be written");
    int offered = 0;
    record.on_picture = [&] {
        if (++offered == 3) {
            record.copy_failure.reset();
        }
    };
    always_times([this](const http::Request&) { return times(now() - 1h); });
    expect_next(picture(now() - 10s));
    for (int i = 0; i < 3; ++i) {
        expect_next(hold());
    }
    EXPECT_FALSE(watch());
    // The same picture is offered until its copy is there.
    EXPECT_THAT(record.events, ElementsAre("picture", "failing with cannot_write", "picture",
                                           "picture", "recovered", "good round", "good round"));
}

TEST_F(WatchFailure, of_any_kind_is_the_cameras_and_does_not_end_the_watch) {
    plan.count = 3;
    serve([this](std::size_t round) {
        if (round == 0) {
            throw std::runtime_error("a defect");
        }
        return new_picture();
    });
    EXPECT_FALSE(watch());
    EXPECT_THAT(record.events, ElementsAre("failing with unexpected", "picture", "recovered",
                                           "good round", "picture", "good round"));
    EXPECT_THAT(record.errors[0].message(), HasSubstr("a defect"));
}

TEST_F(WatchFailure, of_any_kind_while_saving_is_the_cameras_as_well) {
    plan.count = 2;
    int tries = 0;
    record.on_picture = [&] {
        if (++tries == 1) {
            throw std::bad_alloc();
        }
    };
    serve([this](std::size_t) { return new_picture(); });
    EXPECT_FALSE(watch());
    EXPECT_THAT(record.events, ElementsAre("picture", "failing with unexpected", "picture",
                                           "recovered", "good round"));
}

TEST_F(WatchFailure, to_tell_of_a_failure_harms_nothing) {
    plan.count = 3;
    serve([this](std::size_t round) { return round == 0 ? test::response(429) : new_picture(); });
    int complaints = 0;
    WatchEvents events([&](const std::exception&) { ++complaints; });
    events.add([](const WatchEvent&) { throw std::runtime_error("cannot tell"); });
    events.add([this](const WatchEvent& event) { record.take(event); });
    Watch(account.service(), account.clock, plan, {facts}, record, events).run({});
    EXPECT_THAT(record.events, ElementsAre("failing with slow_down", "picture", "recovered",
                                           "good round", "picture", "good round"));
    EXPECT_EQ(complaints, 4);
}

TEST_F(WatchFailure, is_told_as_its_owner_explains_it) {
    struct Owner final : WatchOwner {
        std::optional<Error> save(std::size_t, const CameraPicture&) override { return {}; }

        Error explain(std::size_t, const Error& error) override {
            if (is_at_a_loss) {
                throw std::runtime_error("cannot explain");
            }
            return Error(ErrorCode::no_snapshot, "explained: " + error.message());
        }

        bool is_at_a_loss = false;
    };

    plan.count = 1;
    serve([](std::size_t) { return test::response(429); });
    Owner owner;
    Watch(account.service(), account.clock, plan, {facts}, owner, record.told).run({});
    owner.is_at_a_loss = true;
    Watch(account.service(), account.clock, plan, {facts}, owner, record.told).run({});
    EXPECT_THAT(record.events, ElementsAre("failing with no_snapshot", "failing with slow_down"));
}

TEST_F(WatchFailure, of_the_last_round_is_what_the_watch_ends_with) {
    plan.count = 2;
    serve([this](std::size_t round) { return round == 0 ? new_picture() : test::response(429); });
    const auto failure = watch();
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->code(), ErrorCode::slow_down);
}

TEST_F(WatchFailure, of_an_earlier_round_is_forgotten_at_the_end) {
    plan.count = 2;
    serve([this](std::size_t round) { return round == 0 ? test::response(429) : new_picture(); });
    EXPECT_FALSE(watch());
}

TEST_F(WatchFailure, that_names_a_pause_is_not_tried_again_before_it_is_over) {
    plan.every = 10s;
    plan.count = 2;
    serve(
        [this](std::size_t round) { return round == 0 ? with_pause(429, "300") : new_picture(); });
    EXPECT_FALSE(watch());
    ASSERT_EQ(rounds().size(), 2U);
    EXPECT_GE(rounds()[1], 5min);
    EXPECT_LE(rounds()[1], 5min + 10s);
}

TEST_F(WatchFailure, of_the_settings_from_the_beginning_ends_the_watch) {
    serve([&](std::size_t) {
        base::write_file_atomically(account.store.file(), "{ broken", {});
        return test::response(401);
    });
    EXPECT_EQ(test::error_of([this] { watch(); }).code(), ErrorCode::cannot_write);
}

TEST_F(WatchFailure, of_the_settings_for_a_while_does_not_end_the_watch) {
    plan.count = 3;
    const std::string whole = base::read_file(account.store.file(), 1 << 20).value();
    serve([&](std::size_t round) {
        if (round == 1) {
            base::write_file_atomically(account.store.file(), "{ broken", {});
            return test::response(401);
        }
        base::write_file_atomically(account.store.file(), whole, {});
        return new_picture();
    });
    watch();
    EXPECT_EQ(record.count("failing with cannot_write"), 1);
    EXPECT_EQ(record.count("recovered"), 1);
}

} // namespace
} // namespace snapshot
