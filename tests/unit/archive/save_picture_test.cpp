// SPDX-License-Identifier: Apache-2.0
#include "archive/folder_store.hpp"
#include "archive/save_picture.hpp"
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using archive::NameFields;
using archive::NameTemplate;
using archive::save_picture;
using archive::SavedPicture;
using testing::ElementsAre;
using testing::HasSubstr;

/// 2026-09-21 14:13:20.345 UTC.
constexpr base::SystemTime k_time{1'790'000'000'345ms};

/// A JPEG, so that files are told from broken ones; what follows its end marker does no harm.
const std::string& jpeg() {
    static const std::string bytes = test::make_jpeg(16, 16);
    return bytes;
}

class SavePicture : public testing::Test {
protected:
    SavePicture() {
        if (const char* zone = std::getenv("TZ")) {
            m_zone_before = zone;
        }
        setenv("TZ", "Europe/Berlin", 1);
        tzset();
    }

    ~SavePicture() override {
        m_zone_before ? setenv("TZ", m_zone_before->c_str(), 1) : unsetenv("TZ");
        tzset();
    }

    SavedPicture save(const std::string& name_template, base::SystemTime time,
                      std::string_view bytes) {
        const NameFields fields = {"7", "Front Door", "doorbell", "Pro", "Home", time};
        archive::FolderStore store(m_folder.path());
        const std::string picture = jpeg() + std::string(bytes);
        const std::string digest = base::hex_encode(base::sha256(picture));
        const SavedPicture saved =
            save_picture(store, [this](const archive::FilePlace& place) { return known(place); },
                         NameTemplate(name_template), fields, {picture, digest, digest});
        if (saved.to_be_recorded) {
            m_known[saved.location.place.file] = {
                "7", time, true, {picture.size(), digest}, digest};
        }
        return saved;
    }

    /// What the catalogue would know; the names of these tests are all in one folder.
    std::optional<archive::KnownFile> known(const archive::FilePlace& place) const {
        const auto found = m_known.find(place.file);
        return found == m_known.end() ? std::nullopt : std::optional(found->second);
    }

    /// The error of saving; nothing when it worked.
    std::optional<base::Error> error_of_saving(const std::string& name_template) {
        try {
            save(name_template, k_time, "bytes");
            return std::nullopt;
        } catch (const base::Error& error) {
            return error;
        }
    }

    /// What follows the JPEG in a file; all of a file that begins otherwise.
    std::string content(const fs::path& name) const {
        const std::string bytes = base::read_file(m_folder / name, 1U << 20U).value_or("(no file)");
        return bytes.starts_with(jpeg()) ? bytes.substr(jpeg().size()) : bytes;
    }

    /// Puts a file there as if somebody else had saved it.
    void put(const fs::path& name, std::string_view bytes, base::SystemTime modified) const {
        base::write_file_atomically(m_folder / name, jpeg() + std::string(bytes),
                                    {.modified = modified});
    }

    /// Puts exactly these bytes there.
    void put_raw(const fs::path& name, std::string_view bytes, base::SystemTime modified) const {
        base::write_file_atomically(m_folder / name, bytes, {.modified = modified});
    }

    /// The names of all files in the folder, sorted.
    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(m_folder.path())) {
            if (!entry.is_directory()) {
                names.push_back(fs::relative(entry.path(), m_folder.path()).generic_string());
            }
        }
        std::sort(names.begin(), names.end());
        return names;
    }

    test::TemporaryFolder m_folder;
    std::optional<std::string> m_zone_before;
    std::map<std::string, archive::KnownFile> m_known;

    const std::string m_timed = "{id} - {time:%Y-%m-%d %H-%M-%S}.jpg";
    const std::string m_steady = "{name}.jpg";
};

TEST_F(SavePicture, a_picture_appears_under_its_name_with_its_capture_time) {
    const SavedPicture saved = save(m_timed, k_time, "picture");
    EXPECT_EQ(saved.location.shown, m_folder / "7 - 2026-09-21 16-13-20.jpg");
    EXPECT_EQ(saved.location.absolute, m_folder / "7 - 2026-09-21 16-13-20.jpg");
    EXPECT_FALSE(saved.unchanged);
    EXPECT_FALSE(saved.kept_newer);
    EXPECT_EQ(content("7 - 2026-09-21 16-13-20.jpg"), "picture");
    const std::optional<base::SystemTime> modified = base::modification_time(saved.location.shown);
    ASSERT_TRUE(modified);
    EXPECT_LT(std::chrono::abs(*modified - k_time), 10ms);
}

TEST_F(SavePicture, folders_are_made) {
    save("{location}/{name}/{time:%Y/%m}/{id}.jpg", k_time, "picture");
    EXPECT_THAT(files(), ElementsAre("Home/Front Door/2026/09/7.jpg"));
}

TEST_F(SavePicture, the_same_bytes_are_left_alone) {
    for (const std::string& name_template : {m_timed, m_steady}) {
        const SavedPicture first = save(name_template, k_time, "picture");

        struct stat before {};

        ASSERT_EQ(stat(first.location.shown.c_str(), &before), 0);
        const SavedPicture second = save(name_template, k_time, "picture");
        EXPECT_EQ(second.name, first.name);
        EXPECT_TRUE(second.unchanged);
        EXPECT_FALSE(second.kept_newer);

        struct stat after {};

        ASSERT_EQ(stat(first.location.shown.c_str(), &after), 0);
        EXPECT_EQ(before.st_ino, after.st_ino);
        EXPECT_EQ(before.st_mtime, after.st_mtime);
    }
}

TEST_F(SavePicture, the_same_bytes_are_left_alone_whatever_their_time) {
    put("Front Door.jpg", "picture", k_time + 1h);
    put("7 - 2026-09-21 16-13-20.jpg", "picture", k_time - 24h);
    EXPECT_TRUE(save(m_steady, k_time, "picture").unchanged);
    EXPECT_TRUE(save(m_timed, k_time, "picture").unchanged);
    EXPECT_EQ(files().size(), 2U);
}

TEST_F(SavePicture, the_same_capture_is_replaced) {
    for (const std::string& name_template : {m_timed, m_steady}) {
        const SavedPicture first = save(name_template, k_time, "picture");
        const SavedPicture second = save(name_template, k_time, "PICTURE, other bytes");
        EXPECT_EQ(second.name, first.name);
        EXPECT_FALSE(second.unchanged);
        EXPECT_EQ(content(first.name.text()), "PICTURE, other bytes");
    }
    EXPECT_EQ(files().size(), 2U);
}

TEST_F(SavePicture, the_time_of_a_file_says_nothing) {
    const std::string name = "7 - 2026-09-21 16-13-20.jpg";
    for (const auto distance : {0ms, 3'600'000ms, -3'600'000ms}) {
        put(name, "somebody's", k_time + distance);
        const SavedPicture saved = save(m_timed, k_time, "new");
        EXPECT_EQ(saved.name.file_name(), "7 - 2026-09-21 16-13-20 +0200.jpg");
        EXPECT_EQ(content(name), "somebody's");

        put("Front Door.jpg", "somebody's", k_time + distance);
        EXPECT_FALSE(save(m_steady, k_time, "new").kept_newer);
        EXPECT_EQ(content("Front Door.jpg"), "new");
        m_known.clear();
        fs::remove(saved.location.shown);
    }
}

TEST_F(SavePicture, a_known_file_keeps_its_capture_whatever_its_time) {
    const SavedPicture saved = save(m_steady, k_time, "new");
    for (const auto distance : {-1h, 1h}) {
        put("Front Door.jpg", "new", k_time + distance);
        EXPECT_TRUE(save(m_steady, k_time - 1min, "old").kept_newer);
        EXPECT_TRUE(save(m_steady, k_time, "new").unchanged);
    }
    EXPECT_FALSE(save(m_steady, k_time + 1min, "newer").kept_newer);
}

TEST_F(SavePicture, a_known_file_that_was_changed_since_is_not_known_any_more) {
    save(m_steady, k_time, "new");
    put("Front Door.jpg", "edited", k_time);
    EXPECT_FALSE(save(m_steady, k_time - 1min, "old").kept_newer);
    EXPECT_EQ(content("Front Door.jpg"), "old");
}

TEST_F(SavePicture, the_same_bytes_captured_later_are_a_picture_of_their_own) {
    for (const std::string& name_template : {std::string("{time:%Y-%m-%d}.jpg"), m_steady}) {
        save(name_template, k_time, "frozen");
        const SavedPicture later = save(name_template, k_time + 10min, "frozen");
        EXPECT_FALSE(later.unchanged);
        EXPECT_EQ(base::modification_time(later.location.shown), k_time + 10min);
    }
    EXPECT_EQ(files().size(), 2U);
}

TEST_F(SavePicture, both_captures_of_the_repeated_hour_in_autumn_are_kept) {
    constexpr base::SystemTime k_first{1'792'888'200s};
    constexpr base::SystemTime k_second = k_first + 1h;
    save(m_timed, k_first, "first");
    const SavedPicture second = save(m_timed, k_second, "second");
    EXPECT_FALSE(second.unchanged);
    EXPECT_THAT(files(),
                ElementsAre("7 - 2026-10-25 02-30-00 +0100.jpg", "7 - 2026-10-25 02-30-00.jpg"));
    EXPECT_EQ(content("7 - 2026-10-25 02-30-00.jpg"), "first");
    EXPECT_EQ(content("7 - 2026-10-25 02-30-00 +0100.jpg"), "second");

    EXPECT_TRUE(save(m_timed, k_first, "first").unchanged);
    EXPECT_TRUE(save(m_timed, k_second, "second").unchanged);
    save(m_timed, k_second, "second, downloaded again");
    EXPECT_EQ(files().size(), 2U);
    EXPECT_EQ(content("7 - 2026-10-25 02-30-00.jpg"), "first");
    EXPECT_EQ(content("7 - 2026-10-25 02-30-00 +0100.jpg"), "second, downloaded again");
}

TEST_F(SavePicture, the_first_capture_of_the_repeated_hour_may_come_second) {
    constexpr base::SystemTime k_first{1'792'888'200s};
    save(m_timed, k_first + 1h, "second");
    save(m_timed, k_first, "first");
    EXPECT_EQ(content("7 - 2026-10-25 02-30-00.jpg"), "second");
    EXPECT_EQ(content("7 - 2026-10-25 02-30-00 +0200.jpg"), "first");
}

TEST_F(SavePicture, further_captures_under_one_name_are_numbered) {
    for (int hour = 0; hour < 4; ++hour) {
        const std::string bytes = "hour " + std::to_string(hour);
        save("{time:%Y-%m-%d}.jpg", k_time + hour * 1h, bytes);
        EXPECT_FALSE(save("{time:%Y-%m-%d}.jpg", k_time + hour * 1h, bytes + "!").unchanged);
        EXPECT_TRUE(save("{time:%Y-%m-%d}.jpg", k_time + hour * 1h, bytes + "!").unchanged);
    }
    EXPECT_THAT(files(), ElementsAre("2026-09-21 +0200 (2).jpg", "2026-09-21 +0200 (3).jpg",
                                     "2026-09-21 +0200.jpg", "2026-09-21.jpg"));
    EXPECT_EQ(content("2026-09-21.jpg"), "hour 0!");
    EXPECT_EQ(content("2026-09-21 +0200.jpg"), "hour 1!");
    EXPECT_EQ(content("2026-09-21 +0200 (2).jpg"), "hour 2!");
    EXPECT_EQ(content("2026-09-21 +0200 (3).jpg"), "hour 3!");
}

TEST_F(SavePicture, a_newer_capture_replaces_an_older_one_under_a_steady_name) {
    save(m_steady, k_time, "old");
    const SavedPicture saved = save(m_steady, k_time + 1min, "new");
    EXPECT_FALSE(saved.unchanged || saved.kept_newer);
    EXPECT_THAT(files(), ElementsAre("Front Door.jpg"));
    EXPECT_EQ(content("Front Door.jpg"), "new");
}

TEST_F(SavePicture, an_older_capture_never_replaces_a_newer_file) {
    save(m_steady, k_time, "new");
    const SavedPicture saved = save(m_steady, k_time - 1min, "old");
    EXPECT_EQ(saved.location.shown, m_folder / "Front Door.jpg");
    EXPECT_TRUE(saved.kept_newer);
    EXPECT_FALSE(saved.unchanged);
    EXPECT_THAT(files(), ElementsAre("Front Door.jpg"));
    EXPECT_EQ(content("Front Door.jpg"), "new");
}

TEST_F(SavePicture, what_is_not_a_whole_jpeg_is_replaced_whatever_its_time) {
    const std::string name = "7 - 2026-09-21 16-13-20.jpg";
    const std::string broken[] = {"", "<html>Bad gateway</html>", R"({"error":"not found"})",
                                  jpeg().substr(0, jpeg().size() / 2)};
    for (const std::string& bytes : broken) {
        for (const auto distance : {-1h, 1h}) {
            put_raw(name, bytes, k_time + distance);
            const SavedPicture saved = save("{id} - {time:%Y-%m-%d %H-%M-%S}.jpg", k_time, "whole");
            EXPECT_EQ(saved.name.file_name(), name);
            EXPECT_EQ(content(name), "whole");
            EXPECT_THAT(files(), ElementsAre(name));
        }
    }
}

TEST_F(SavePicture, a_newer_file_that_is_not_a_whole_jpeg_is_replaced_under_a_steady_name) {
    put_raw("Front Door.jpg", "<html>Bad gateway</html>", k_time + 1h);
    EXPECT_FALSE(save("{name}.jpg", k_time, "whole").kept_newer);
    EXPECT_EQ(content("Front Door.jpg"), "whole");
}

TEST_F(SavePicture, only_a_file_that_calls_itself_a_jpeg_counts_as_a_broken_one) {
    put_raw("2026-09-21.txt", "a diary", k_time + 1h);
    save("{time:%Y-%m-%d}.txt", k_time, "picture");
    EXPECT_EQ(content("2026-09-21.txt"), "a diary");
    EXPECT_EQ(content("2026-09-21 +0200.txt"), "picture");
}

TEST_F(SavePicture, a_long_name_leaves_room_for_the_suffix) {
    const std::string long_name = std::string(240, 'x') + "{time:%d}.jpg";
    save(long_name, k_time, "first");
    save(long_name, k_time + 1h, "second");
    save(long_name, k_time + 2h, "third");
    EXPECT_EQ(files().size(), 3U);
}

TEST_F(SavePicture, a_picture_goes_where_a_link_of_its_name_leads) {
    fs::create_symlink("elsewhere.jpg", m_folder / "Front Door.jpg");
    save(m_steady, k_time, "picture");
    EXPECT_TRUE(fs::is_symlink(m_folder / "Front Door.jpg"));
    EXPECT_EQ(content("elsewhere.jpg"), "picture");
}

TEST_F(SavePicture, a_place_that_cannot_take_a_picture_is_named) {
    fs::create_directory(m_folder / "7.jpg");
    put("file", "not a folder", k_time);
    ASSERT_EQ(mkfifo((m_folder / "pipe.jpg").c_str(), 0600), 0);
    fs::create_symlink("circle.jpg", m_folder / "circle.jpg");
    for (const char* name : {"7.jpg", "file/x.jpg", "file/x/y.jpg", "pipe.jpg", "circle.jpg"}) {
        const std::optional<base::Error> error = error_of_saving(name);
        ASSERT_TRUE(error) << name;
        EXPECT_EQ(error->code(), base::ErrorCode::cannot_write) << name;
        EXPECT_THAT(error->message(), HasSubstr(m_folder.path().string())) << name;
    }
    const std::optional<base::Error> error = error_of_saving("7.jpg");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->message(),
              "cannot write " + (m_folder / "7.jpg").string() + ": a folder has that name");
}

TEST_F(SavePicture, a_folder_without_the_right_to_write_is_named) {
    if (geteuid() == 0) {
        GTEST_SKIP() << "an administrator may write everywhere";
    }
    fs::permissions(m_folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    const std::optional<base::Error> error = error_of_saving("x.jpg");
    fs::permissions(m_folder.path(), fs::perms::owner_all);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), base::ErrorCode::cannot_write);
    EXPECT_THAT(error->message(), HasSubstr((m_folder / "x.jpg").string()));
}

TEST_F(SavePicture, a_failure_leaves_no_file_behind) {
    fs::create_directory(m_folder / "7.jpg");
    EXPECT_TRUE(error_of_saving("7.jpg"));
    EXPECT_THAT(files(), ElementsAre());
}

} // namespace
