// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "settings/store.hpp"
#include "support/error_of.hpp"
#include "support/limited_file_size.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <stop_token>
#include <string>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace settings {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::size_t k_limit = 1 << 20;

/// A store on a file in a new folder, and what it says.
struct StoreTest : testing::Test {
    fs::path file() const { return folder / "sub" / "Settings.json"; }

    std::string bytes() const { return base::read_file(file(), k_limit).value_or("no file"); }

    void write(const std::string& text, fs::perms mode = fs::perms(0600)) const {
        fs::create_directories(file().parent_path());
        std::ofstream(file(), std::ios::binary) << text;
        fs::permissions(file(), mode);
    }

    static unsigned mode_of(const fs::path& path) {
        struct stat status {};

        EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
        return status.st_mode & 07777U;
    }

    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::directory_iterator(file().parent_path())) {
            found.push_back(entry.path().filename().string());
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    std::vector<std::string> notices;
    Store store{file(), clock, [this](const std::string& notice) { notices.push_back(notice); }};
};

/// Has files limited until somebody has slept three times.
class LiftingClock final : public base::Clock {
public:
    base::SystemTime now() const override { return m_clock.now(); }

    base::SteadyTime steady_now() const override { return m_clock.steady_now(); }

    bool sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) override {
        if (++m_sleeps == 3) {
            limit.reset();
        }
        return m_clock.sleep_for(duration, std::move(stop));
    }

    std::optional<test::LimitedFileSize> limit;

private:
    test::ManualClock m_clock;
    int m_sleeps = 0;
};

TEST_F(StoreTest, what_was_proved_is_written_as_soon_as_a_full_disk_has_room) {
    LiftingClock patient;
    Store patient_store(file(), patient, {});
    {
        Transaction transaction = patient_store.begin({});
        transaction.settings.refresh_token = base::Secret("spent");
        transaction.prove_writable();
        transaction.settings.refresh_token = base::Secret("new");
        patient.limit.emplace(16);
        transaction.commit();
    }
    EXPECT_FALSE(patient.limit);
    EXPECT_EQ(patient_store.load().refresh_token.reveal(), "new");
}

TEST_F(StoreTest, what_cannot_be_written_for_ten_seconds_leaves_the_file_whole_and_without_the_room) {
    Transaction transaction = store.begin({});
    transaction.settings.refresh_token = base::Secret("old");
    transaction.prove_writable();
    transaction.settings.refresh_token = base::Secret("new");
    const auto begin = clock.steady_now();
    {
        const test::LimitedFileSize limit(16);
        EXPECT_EQ(test::error_of([&] { transaction.commit(); }).code(),
                  base::ErrorCode::cannot_write);
    }
    EXPECT_EQ(clock.steady_now() - begin, std::chrono::seconds(10));
    EXPECT_EQ(store.load().refresh_token.reveal(), "old");
    EXPECT_LT(fs::file_size(file()), 4096U);
}

TEST_F(StoreTest, without_a_file_there_are_defaults_and_nothing_is_made) {
    EXPECT_FALSE(store.load().has_session());
    EXPECT_FALSE(fs::exists(file().parent_path()));
}

TEST_F(StoreTest, what_is_updated_stands_in_the_file) {
    store.update([](Settings& settings) { settings.refresh_token = base::Secret("sim-r1"); }, {});
    EXPECT_EQ(bytes(), "{\n  \"RingRefreshToken\": \"sim-r1\"\n}\n");
    EXPECT_EQ(Store(file(), clock, {}).load().refresh_token.reveal(), "sim-r1");
    EXPECT_THAT(names(), ElementsAre("Settings.json", "Settings.json.lock"));
    EXPECT_THAT(notices, IsEmpty());
}

TEST_F(StoreTest, file_and_folder_are_the_owners_alone_from_the_beginning) {
    const auto mask = ::umask(0);
    store.update([](Settings&) {}, {});
    ::umask(mask);
    EXPECT_EQ(mode_of(file()), 0600U);
    EXPECT_EQ(mode_of(store.beside(".lock")), 0600U);
    EXPECT_EQ(mode_of(file().parent_path()), 0700U);
}

TEST_F(StoreTest, a_file_that_others_can_read_is_corrected_and_that_is_said_once) {
    write(R"({"RingRefreshToken":"sim-r1"})", fs::perms(0644));
    EXPECT_EQ(store.load().refresh_token.reveal(), "sim-r1");
    EXPECT_EQ(mode_of(file()), 0600U);
    fs::permissions(file(), fs::perms(0640));
    store.load();
    EXPECT_EQ(mode_of(file()), 0600U);
    EXPECT_THAT(notices,
                ElementsAre(file().string() + " could be read by others; now only its owner can"));
}

TEST_F(StoreTest, a_clamped_number_is_said_once) {
    write(R"({"MaximumRetries":1000})");
    store.load();
    EXPECT_EQ(store.load().maximum_retries, 100);
    EXPECT_THAT(notices, ElementsAre(HasSubstr("MaximumRetries")));
}

TEST_F(StoreTest, a_password_is_removed_at_the_next_write_with_a_notice) {
    write(R"({"RingUsername":"kim@example.test","RingPassword":"hunter2"})");
    EXPECT_EQ(store.load().password.reveal(), "hunter2");
    EXPECT_THAT(notices, IsEmpty());
    store.update([](Settings& settings) { settings.refresh_token = base::Secret("sim-r1"); }, {});
    EXPECT_THAT(bytes(), Not(HasSubstr("hunter2")));
    EXPECT_THAT(bytes(), Not(HasSubstr("RingPassword")));
    EXPECT_THAT(bytes(), HasSubstr("kim@example.test"));
    EXPECT_THAT(notices, ElementsAre(HasSubstr("the password was removed from")));
}

TEST_F(StoreTest, a_broken_file_is_never_overwritten) {
    const std::string broken = "{\n  \"RingRefreshToken\": \"sim-r1\",\n  oops";
    write(broken);
    for (int i = 0; i < 2; ++i) {
        const base::Error error = test::error_of([&] {
            store.update(
                [](Settings& settings) { settings.refresh_token = base::Secret("sim-r2"); }, {});
        });
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
        EXPECT_THAT(error.message(), HasSubstr("line 3, column 3"));
        EXPECT_THAT(error.message(), HasSubstr(file().string()));
        EXPECT_EQ(bytes(), broken);
    }
    EXPECT_EQ(test::error_of([&] { store.load(); }).code(), base::ErrorCode::cannot_write);
}

TEST_F(StoreTest, a_folder_in_place_of_the_file_is_an_error) {
    fs::create_directories(file());
    EXPECT_EQ(test::error_of([&] { store.load(); }).code(), base::ErrorCode::cannot_write);
}

TEST_F(StoreTest, a_folder_that_cannot_be_made_is_an_error) {
    std::ofstream(folder / "sub") << "a file";
    EXPECT_EQ(test::error_of([&] { store.begin({}); }).code(), base::ErrorCode::cannot_write);
}

TEST_F(StoreTest, the_proof_leaves_the_settings_as_they_are) {
    write(R"({"Zebra":1,"RingRefreshToken":"sim-r1"})");
    {
        Transaction transaction = store.begin({});
        transaction.settings.hardware_id = "h";
        transaction.prove_writable();
        EXPECT_GT(bytes().size(), 64U << 10U);
        const Settings proved = Store(file(), clock, {}).load();
        EXPECT_EQ(proved.refresh_token.reveal(), "sim-r1");
        EXPECT_EQ(mode_of(file()), 0600U);
        transaction.settings.refresh_token = base::Secret("sim-r2");
        transaction.commit();
    }
    EXPECT_LT(bytes().size(), 200U);
    EXPECT_EQ(store.load().refresh_token.reveal(), "sim-r2");
    EXPECT_EQ(store.load().original["Zebra"], 1);
    EXPECT_THAT(names(), ElementsAre("Settings.json", "Settings.json.lock"));
}

TEST_F(StoreTest, the_room_made_by_the_proof_is_given_back_when_nothing_came_of_it) {
    write(R"({"RingRefreshToken":"sim-r1"})");
    {
        Transaction transaction = store.begin({});
        transaction.prove_writable();
        transaction.settings.refresh_token = base::Secret("never stored");
    }
    EXPECT_LT(bytes().size(), 200U);
    EXPECT_EQ(store.load().refresh_token.reveal(), "sim-r1");
    EXPECT_THAT(names(), ElementsAre("Settings.json", "Settings.json.lock"));
}

TEST_F(StoreTest, a_transaction_without_proof_or_commit_leaves_the_file_as_it_is) {
    const std::string before = "{ \"RingRefreshToken\" : \"sim-r1\" }";
    write(before);
    { store.begin({}).settings.refresh_token = base::Secret("never stored"); }
    EXPECT_EQ(bytes(), before);
}

TEST_F(StoreTest, the_proof_keeps_a_password_and_the_commit_removes_it) {
    write(R"({"RingUsername":"kim@example.test","RingPassword":"hunter2"})");
    {
        Transaction transaction = store.begin({});
        transaction.prove_writable();
        EXPECT_EQ(Store(file(), clock, {}).load().password.reveal(), "hunter2");
    }
    EXPECT_EQ(store.load().password.reveal(), "hunter2");
    EXPECT_THAT(notices, IsEmpty());
    store.begin({}).commit();
    EXPECT_THAT(bytes(), Not(HasSubstr("hunter2")));
    EXPECT_THAT(notices, ElementsAre(HasSubstr("the password was removed from")));
}

TEST_F(StoreTest, a_disk_that_is_nearly_full_is_found_by_the_proof) {
    write(R"({"RingRefreshToken":"sim-r1"})");
    const std::string before = bytes();
    {
        Transaction transaction = store.begin({});
        const test::LimitedFileSize limit(16 << 10);
        const base::Error error = test::error_of([&] { transaction.prove_writable(); });
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
        EXPECT_THAT(error.message(), HasSubstr(file().string()));
    }
    EXPECT_EQ(bytes(), before);
    EXPECT_THAT(names(), ElementsAre("Settings.json", "Settings.json.lock"));
}

TEST_F(StoreTest, a_full_disk_keeps_the_old_file) {
    write(R"({"RingRefreshToken":"sim-r1"})");
    {
        Transaction transaction = store.begin({});
        const test::LimitedFileSize limit(10);
        transaction.settings.refresh_token = base::Secret("sim-r2");
        EXPECT_EQ(test::error_of([&] { transaction.commit(); }).code(),
                  base::ErrorCode::cannot_write);
    }
    EXPECT_EQ(store.load().refresh_token.reveal(), "sim-r1");
}

TEST_F(StoreTest, a_link_stays_a_link_and_its_target_is_written) {
    fs::create_directories(file().parent_path());
    const fs::path target = folder / "elsewhere.json";
    std::ofstream(target) << "{}";
    fs::create_symlink(target, file());
    store.update([](Settings& settings) { settings.hardware_id = "h"; }, {});
    EXPECT_TRUE(fs::is_symlink(file()));
    EXPECT_THAT(base::read_file(target, k_limit).value_or(""), HasSubstr("RingHardwareId"));
}

TEST_F(StoreTest, a_transaction_reads_what_stands_in_the_file_now) {
    Store other(file(), clock, {});
    store.update([](Settings& settings) { settings.refresh_token = base::Secret("sim-r1"); }, {});
    other.update([](Settings& settings) { settings.refresh_token = base::Secret("sim-r2"); }, {});
    const Transaction transaction = store.begin({});
    EXPECT_EQ(transaction.settings.refresh_token.reveal(), "sim-r2");
}

TEST_F(StoreTest, who_waits_for_another_transaction_can_be_stopped) {
    const Transaction holder = store.begin({});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(test::error_of([&] { Store(file(), clock, {}).begin(stop.get_token()); }).code(),
              base::ErrorCode::interrupted);
}

TEST_F(StoreTest, files_beside_carry_its_name) {
    EXPECT_EQ(store.beside(".lock"), folder / "sub" / "Settings.json.lock");
    EXPECT_EQ(store.file(), file());
}

TEST_F(StoreTest, the_proof_that_it_can_be_written_changes_no_byte_and_no_time) {
    const std::string text = "{ \"Unknown\":1,\n \"RingPassword\": \"x\" }\n\n";
    write(text);
    const auto modified = base::modification_time(file());
    store.prove_writable({});
    EXPECT_EQ(bytes(), text);
    EXPECT_EQ(base::modification_time(file()), modified);
    EXPECT_THAT(notices, IsEmpty());
}

TEST_F(StoreTest, the_proof_for_a_file_that_is_not_there_makes_nothing) {
    store.prove_writable({});
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST_F(StoreTest, the_proof_finds_a_full_disk) {
    write("{}");
    const test::LimitedFileSize limit(1000);
    EXPECT_EQ(test::error_of([&] { store.prove_writable({}); }).code(),
              base::ErrorCode::cannot_write);
}

TEST(Store, works_in_the_current_folder) {
    const test::TemporaryFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    test::ManualClock clock;
    Store("mine.json", clock, {}).update([](Settings& settings) { settings.fresh = true; }, {});
    fs::current_path(before);
    EXPECT_EQ(Store(folder / "mine.json", clock, {}).load().fresh, true);
}

} // namespace
} // namespace settings
