// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue.hpp"
#include "unit/cli/command_fixture.hpp"

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr auto k_warning = "byte for byte";

/// A watch after other runs, whose pictures stand in the record.
struct FrozenCamera : CommandTest {
    /// Saves this many captures of `camera`, a minute apart, with the bytes of its newest picture.
    void save_captures(const char* camera, int count) {
        for (int i = 0; i < count; ++i) {
            ASSERT_EQ(run({"get", camera}), 0) << errors();
            account.clock.advance(1min);
            cameras.at(camera).captured += 1min;
        }
    }

    std::string watch() {
        EXPECT_EQ(run({"watch", k_driveway, "--count", "1"}), 0) << errors();
        return errors();
    }

    std::size_t recorded() {
        archive::Catalogue catalogue(account.store.beside(".pictures"), account.clock, {});
        std::size_t count = 0;
        catalogue.for_each(true, [&](const archive::RecordedPicture&) { ++count; });
        return count;
    }
};

TEST_F(FrozenCamera, is_warned_of_at_the_tenth_capture_also_after_restarts) {
    save_captures(k_driveway, 9);
    const std::string told = watch();
    EXPECT_THAT(told, HasSubstr("Driveway: "));
    EXPECT_THAT(told, HasSubstr(k_warning));
    EXPECT_EQ(told.find(k_warning), told.rfind(k_warning));
}

TEST_F(FrozenCamera, is_not_warned_of_at_the_ninth_capture) {
    save_captures(k_driveway, 8);
    EXPECT_THAT(watch(), Not(HasSubstr(k_warning)));
}

TEST_F(FrozenCamera, is_not_one_that_repeats_the_same_capture) {
    for (int i = 0; i < 20; ++i) {
        run({"get", k_driveway, "--name", std::to_string(i) + "-{id}.jpg"});
    }
    EXPECT_EQ(recorded(), 20U);
    EXPECT_THAT(watch(), Not(HasSubstr(k_warning)));
}

TEST_F(FrozenCamera, is_told_of_when_its_pictures_change_again) {
    save_captures(k_driveway, 10);
    ++driveway().seed;
    const std::string told = watch();
    EXPECT_THAT(told, Not(HasSubstr(k_warning)));
    EXPECT_THAT(told, HasSubstr("Driveway: its pictures change again"));
}

TEST_F(FrozenCamera, is_not_one_whose_pictures_another_camera_has_too) {
    front_door().seed = driveway().seed;
    save_captures(k_front_door, 9);
    EXPECT_THAT(watch(), Not(HasSubstr(k_warning)));
}

TEST_F(FrozenCamera, has_captures_of_their_own_under_a_steady_name) {
    const std::vector<std::string> get = {"get", k_driveway, "--name", "door.jpg", "--json"};
    run(get);
    const auto first = objects().at(0);
    const auto captured = std::filesystem::last_write_time("door.jpg");
    driveway().captured += 1h;
    account.clock.advance(1h);
    run(get);
    const auto second = objects().at(0);
    EXPECT_EQ(second["sha256"], first["sha256"]);
    EXPECT_EQ(second["unchanged"], false);
    EXPECT_EQ(std::filesystem::last_write_time("door.jpg"), captured + 1h);
    EXPECT_EQ(recorded(), 2U);
    run(get);
    EXPECT_EQ(objects().at(0)["unchanged"], true);
    EXPECT_EQ(recorded(), 2U);
}

/// watch --keep while the clock of the machine or of the service cannot be trusted.
struct KeepOnAWrongClock : CommandTest {
    /// Saves a picture that the service says was captured so long ago.
    void save_picture_of(std::chrono::hours age) {
        capture(driveway());
        driveway().captured = service_now() - age;
        ASSERT_EQ(run({"get", k_driveway}), 0) << errors();
    }
};

TEST_F(KeepOnAWrongClock, loses_nothing_when_it_is_400_days_off) {
    for (const auto& [ahead, words] : {std::pair(-9600h, "ahead of"), std::pair(9600h, "behind")}) {
        service_ahead = 0s;
        for (const auto days : {40, 20, 10}) {
            save_picture_of(std::chrono::hours(24 * days));
        }
        capture(driveway());
        const auto before = pictures().size();
        // The machine's clock is set wrong; the service keeps its time.
        account.clock.set_now(account.clock.now() - ahead);
        service_ahead = ahead;
        EXPECT_EQ(run({"watch", k_driveway, "--keep", "30d", "--count", "1"}), 0) << errors();
        EXPECT_THAT(errors(), HasSubstr(words));
        EXPECT_THAT(errors(), HasSubstr("400 d"));
        EXPECT_EQ(errors().find("clock of this"), errors().rfind("clock of this"));
        EXPECT_THAT(errors(), HasSubstr("--keep deletes nothing"));
        EXPECT_EQ(pictures().size(), before + 1);
        account.clock.set_now(account.clock.now() + ahead);
        for (const std::string& file : pictures()) {
            std::filesystem::remove(file);
        }
    }
}

TEST_F(KeepOnAWrongClock, tells_in_one_line_what_it_deleted_when_it_is_right) {
    for (const auto days : {40, 35, 10}) {
        save_picture_of(std::chrono::hours(24 * days));
    }
    capture(driveway());
    driveway().captured = service_now();
    EXPECT_EQ(run({"watch", k_driveway, "--keep", "30d", "--count", "1"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("Driveway: 2 pictures older than 30 days deleted"));
    EXPECT_EQ(pictures().size(), 2U);
    EXPECT_EQ(run({"watch", k_driveway, "--keep-last", "1", "--count", "1"}), 0) << errors();
}

/// watch --keep where a picture cannot be saved before an older one is gone. In place of a full
/// disk the file of one has the name of the folder that is to be made.
struct KeepWithoutRoom : KeepOnAWrongClock {
    int watch(const std::vector<std::string>& rule) {
        capture(driveway());
        driveway().captured = service_now();
        std::vector<std::string> words = {"watch",   k_driveway, "--name", "old.jpg/{id}.jpg",
                                          "--count", "1"};
        words.insert(words.end(), rule.begin(), rule.end());
        return run(words);
    }

    void save_old_and_newer() {
        capture(driveway());
        driveway().captured = service_now() - 960h;
        ASSERT_EQ(run({"get", k_driveway, "--name", "old.jpg"}), 0) << errors();
        save_picture_of(240h);
    }
};

TEST_F(KeepWithoutRoom, deletes_what_expired_and_saves_the_picture_then) {
    save_old_and_newer();
    EXPECT_EQ(watch({"--keep", "30d"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("Driveway: 1 picture older than 30 days deleted"));
    EXPECT_THAT(errors(), Not(HasSubstr("cannot")));
    EXPECT_TRUE(std::filesystem::exists("old.jpg/518000222.jpg"));
}

TEST_F(KeepWithoutRoom, deletes_nothing_that_has_not_expired) {
    save_old_and_newer();
    for (const auto& rule : {std::vector<std::string>{"--keep", "60d"}, {"--keep-last", "2"}, {}}) {
        EXPECT_EQ(watch(rule), 9) << errors();
        EXPECT_THAT(pictures(), SizeIs(2));
    }
}

TEST_F(KeepWithoutRoom, deletes_nothing_while_the_clock_is_wrong) {
    save_old_and_newer();
    account.clock.set_now(account.clock.now() + 9600h);
    service_ahead = -9600h;
    EXPECT_EQ(watch({"--keep", "30d"}), 9) << errors();
    EXPECT_THAT(errors(), HasSubstr("--keep deletes nothing"));
    EXPECT_THAT(pictures(), SizeIs(2));
}

TEST_F(KeepOnAWrongClock, says_nothing_when_the_clock_is_right) {
    EXPECT_EQ(run({"watch", k_driveway, "--keep", "30d", "--count", "1"}), 0) << errors();
    EXPECT_THAT(errors(), Not(HasSubstr("clock")));
}

} // namespace
} // namespace cli
