// SPDX-License-Identifier: Apache-2.0
#include "archive/folder_store.hpp"
#include "archive/retention.hpp"
#include "base/files/files.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace archive {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto k_camera = "31000417";
/// 2026-09-21 14:13:20 UTC.
constexpr base::SystemTime k_cleaned_at{1'790'000'000s};

IndexEntry taken(const std::string& path, std::chrono::milliseconds ago,
                 const std::string& camera = k_camera) {
    return {path, camera, "Front Door", k_cleaned_at - ago, 1, "00"};
}

std::vector<std::string> names_of(const std::vector<IndexEntry>& entries) {
    std::vector<std::string> found;
    for (const IndexEntry& entry : entries) {
        found.push_back(fs::path(entry.path).filename().string());
    }
    return found;
}

std::vector<std::string> expired_of(const std::vector<IndexEntry>& entries,
                                    const Retention& retention) {
    return names_of(expired(entries, k_camera, retention, k_cleaned_at));
}

TEST(Expired, is_nothing_without_a_rule) {
    EXPECT_TRUE(Retention().keeps_all());
    EXPECT_THAT(expired_of({taken("a", 24h * 365), taken("b", 0s)}, {}), IsEmpty());
}

TEST(Expired, is_what_was_captured_longer_ago_than_the_age) {
    const std::vector<IndexEntry> entries = {taken("new", 1min), taken("edge", 24h),
                                             taken("old", 24h + 1ms), taken("older", 48h)};
    EXPECT_THAT(expired_of(entries, {.age = 24h, .count = {}}), ElementsAre("old", "older"));
}

TEST(Expired, is_what_is_beyond_the_count_by_capture_and_not_by_order_of_saving) {
    const std::vector<IndexEntry> entries = {taken("3", 3h), taken("1", 1h), taken("4", 4h),
                                             taken("2", 2h)};
    EXPECT_THAT(expired_of(entries, {.age = {}, .count = 2}), ElementsAre("3", "4"));
    EXPECT_THAT(expired_of(entries, {.age = {}, .count = 4}), IsEmpty());
    EXPECT_THAT(expired_of(entries, {.age = {}, .count = 100}), IsEmpty());
}

TEST(Expired, is_what_either_rule_gives_up) {
    const std::vector<IndexEntry> entries = {taken("1", 1h), taken("2", 2h), taken("3", 3h)};
    EXPECT_THAT(expired_of(entries, {.age = 90min, .count = 100}), ElementsAre("2", "3"));
    EXPECT_THAT(expired_of(entries, {.age = 24h, .count = 1}), ElementsAre("2", "3"));
    EXPECT_THAT(expired_of(entries, {.age = 150min, .count = 2}), ElementsAre("3"));
}

TEST(Expired, is_never_the_newest) {
    const std::vector<IndexEntry> entries = {taken("1", 24h * 30), taken("2", 24h * 31)};
    EXPECT_THAT(expired_of(entries, {.age = 1h, .count = {}}), ElementsAre("2"));
    EXPECT_THAT(expired_of(entries, {.age = {}, .count = 0}), ElementsAre("2"));
    EXPECT_THAT(expired_of({taken("1", 24h * 30)}, {.age = 1h, .count = 1}), IsEmpty());
    EXPECT_THAT(expired_of({}, {.age = 1h, .count = 1}), IsEmpty());
}

TEST(Expired, is_told_for_one_camera) {
    const std::vector<IndexEntry> entries = {taken("1", 1h), taken("other 1", 30min, "7"),
                                             taken("2", 2h), taken("other 2", 24h, "7")};
    EXPECT_THAT(expired_of(entries, {.age = {}, .count = 1}), ElementsAre("2"));
}

TEST(Expired, is_nothing_on_a_machine_whose_clock_has_stopped_in_1970) {
    EXPECT_THAT(expired({taken("1", 1h), taken("2", 2h)}, k_camera, {.age = 1min, .count = {}},
                        base::SystemTime(5min)),
                IsEmpty());
}

/// An archive with the pictures "1.jpg" (captured an hour ago) to "4.jpg" (four hours ago).
struct RemoveExpired : testing::Test {
    RemoveExpired() {
        fs::create_directory(archive);
        for (int i = 4; i >= 1; --i) {
            save(std::to_string(i) + ".jpg", std::chrono::hours(i));
        }
    }

    void save(const std::string& name, std::chrono::milliseconds ago) {
        base::write_file_atomically(archive / name, "the picture " + name, {});
        record_on(archive, name, ago);
    }

    /// Enters a picture of another folder, without its file.
    void record_on(const fs::path& place, const std::string& name, std::chrono::milliseconds ago) {
        const std::string bytes = "the picture " + name;
        index.append({place / name, k_camera, "Front Door", k_cleaned_at - ago, bytes.size(),
                      base::hex_encode(base::sha256(bytes))});
    }

    std::size_t remove(const Retention& retention) {
        const auto open = [](const std::string& name) {
            return std::make_unique<FolderStore>(name);
        };
        return remove_expired(index, open, k_camera, retention, k_cleaned_at);
    }

    bool is_there(const std::string& name) const { return fs::exists(archive / name); }

    std::vector<std::string> recorded() { return names_of(index.entries()); }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    fs::path archive = folder / "pictures";
    PictureIndex index{folder / "pictures.jsonl", clock};
};

TEST_F(RemoveExpired, deletes_old_pictures_and_forgets_them) {
    EXPECT_EQ(remove({.age = {}, .count = 2}), 2U);
    EXPECT_TRUE(is_there("1.jpg"));
    EXPECT_TRUE(is_there("2.jpg"));
    EXPECT_FALSE(is_there("3.jpg"));
    EXPECT_FALSE(is_there("4.jpg"));
    EXPECT_THAT(recorded(), ElementsAre("2.jpg", "1.jpg"));
    EXPECT_EQ(remove({.age = {}, .count = 2}), 0U);
}

TEST_F(RemoveExpired, without_a_rule_deletes_nothing) {
    EXPECT_EQ(remove({}), 0U);
    EXPECT_EQ(recorded().size(), 4U);
}

TEST_F(RemoveExpired, keeps_the_newest_however_old_it_is) {
    EXPECT_EQ(remove({.age = 1ms, .count = 0}), 3U);
    EXPECT_TRUE(is_there("1.jpg"));
    EXPECT_THAT(recorded(), ElementsAre("1.jpg"));
}

TEST_F(RemoveExpired, leaves_a_changed_file_alone_and_forgets_it) {
    base::write_file_atomically(archive / "3.jpg", "somebody's own ", {});
    base::write_file_atomically(archive / "4.jpg", "the picture 4.JPG", {});
    EXPECT_EQ(remove({.age = {}, .count = 1}), 1U);
    EXPECT_TRUE(is_there("3.jpg"));
    EXPECT_TRUE(is_there("4.jpg"));
    EXPECT_FALSE(is_there("2.jpg"));
    EXPECT_THAT(recorded(), ElementsAre("1.jpg"));
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_TRUE(is_there("3.jpg"));
}

TEST_F(RemoveExpired, leaves_alone_what_is_no_file_of_ours) {
    fs::remove(archive / "4.jpg");
    fs::create_directory(archive / "4.jpg");
    base::write_file_atomically(archive / "unknown.jpg", "not in the index", {});
    EXPECT_EQ(remove({.age = {}, .count = 1}), 2U);
    EXPECT_TRUE(is_there("4.jpg"));
    EXPECT_TRUE(is_there("unknown.jpg"));
}

TEST_F(RemoveExpired, forgets_a_file_that_somebody_deleted) {
    fs::remove(archive / "3.jpg");
    EXPECT_EQ(remove({.age = {}, .count = 2}), 1U);
    EXPECT_THAT(recorded(), ElementsAre("2.jpg", "1.jpg"));
}

TEST_F(RemoveExpired, keeps_everything_while_the_folder_is_away) {
    fs::rename(archive, folder / "unmounted");
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_EQ(recorded().size(), 4U);
    // An empty mount point is no archive either.
    fs::create_directory(archive);
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_EQ(recorded().size(), 4U);
    fs::remove(archive);
    fs::rename(folder / "unmounted", archive);
    EXPECT_EQ(remove({.age = {}, .count = 1}), 3U);
}

TEST_F(RemoveExpired, forgets_nothing_of_a_folder_that_is_away_while_pictures_go_elsewhere) {
    // The newest is on this machine, what was saved before lies on a NAS.
    const fs::path nas = folder / "nas";
    fs::rename(archive, nas);
    fs::create_directory(archive);
    index.remove([](const IndexEntry&) { return true; });
    for (int i = 4; i >= 2; --i) {
        record_on(nas, std::to_string(i) + ".jpg", std::chrono::hours(i));
    }
    save("0.jpg", 1min);
    fs::rename(nas, folder / "unmounted");
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_THAT(recorded(), ElementsAre("4.jpg", "3.jpg", "2.jpg", "0.jpg"));
    // An empty mount point says no more.
    fs::create_directory(nas);
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_EQ(recorded().size(), 4U);
    fs::remove(nas);
    fs::rename(folder / "unmounted", nas);
    fs::remove(nas / "3.jpg");
    EXPECT_EQ(remove({.age = {}, .count = 1}), 2U);
    EXPECT_THAT(recorded(), ElementsAre("0.jpg"));
}

TEST_F(RemoveExpired, forgets_a_missing_file_whose_folder_we_have_just_emptied) {
    const fs::path other = folder / "other";
    fs::create_directory(other);
    record_on(other, "9.jpg", 9h);
    record_on(other, "8.jpg", 8h);
    base::write_file_atomically(other / "8.jpg", "the picture 8.jpg", {});
    EXPECT_EQ(remove({.age = {}, .count = 4}), 1U);
    EXPECT_THAT(recorded(), ElementsAre("4.jpg", "3.jpg", "2.jpg", "1.jpg"));
}

TEST_F(RemoveExpired, keeps_what_cannot_be_looked_at_right_now) {
    // A link to itself cannot be followed, as a folder cannot that its server does not give.
    fs::remove(archive / "4.jpg");
    fs::create_symlink("4.jpg", archive / "4.jpg");
    EXPECT_EQ(remove({.age = {}, .count = 1}), 2U);
    EXPECT_THAT(recorded(), ElementsAre("4.jpg", "1.jpg"));
}

TEST_F(RemoveExpired, leaves_other_cameras_alone) {
    IndexEntry other = index.entries().back();
    other.path = archive / "other.jpg";
    other.camera_id = "7";
    other.captured = k_cleaned_at - 240h;
    index.append(other);
    EXPECT_EQ(remove({.age = 90min, .count = {}}), 3U);
    EXPECT_THAT(recorded(), ElementsAre("1.jpg", "other.jpg"));
}

} // namespace
} // namespace archive
