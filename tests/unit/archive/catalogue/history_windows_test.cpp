// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue_rows.hpp"
#include "archive/catalogue/history_windows.hpp"
#include "archive/catalogue/schema.hpp"
#include "archive/catalogue/upload_records.hpp"
#include "support/error_of.hpp"
#include "support/manual_clock.hpp"
#include "support/recorded_pictures.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr base::SystemTime k_beginning{1'790'002'800s};

struct HistoryWindowsTest : testing::Test {
    std::vector<base::SystemTime> starts(const std::string& camera = "1234") {
        std::vector<base::SystemTime> starts;
        for (const DoneWindow& window : windows.done(camera, k_beginning, k_beginning + 24h)) {
            starts.push_back(window.start);
        }
        return starts;
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    std::optional<Catalogue> catalogue{std::in_place, folder / "record", clock,
                                       Catalogue::Options{}};
    HistoryWindows windows{*catalogue};
};

TEST_F(HistoryWindowsTest, windows_are_known_by_camera_and_time) {
    windows.add("1234", "Front Door", {k_beginning + 6h, 4, false});
    windows.add("1234", "Front Door", {k_beginning, 36, false});
    windows.add("7", "", {k_beginning + 3h, 1, false});
    windows.add("1234", "", {k_beginning - 3h, 1, false});
    windows.add("1234", "", {k_beginning + 24h, 1, false});
    EXPECT_THAT(starts(), ElementsAre(k_beginning, k_beginning + 6h));
    EXPECT_THAT(starts("7"), ElementsAre(k_beginning + 3h));
    EXPECT_THAT(starts("99"), IsEmpty());
    EXPECT_EQ(windows.done("1234", k_beginning, k_beginning + 1h).at(0).pictures, 36U);
}

TEST_F(HistoryWindowsTest, a_window_that_is_fetched_again_keeps_that_its_films_were_saved) {
    windows.add("1234", "", {k_beginning, 36, true});
    windows.add("1234", "", {k_beginning, 37, false});
    const auto done = windows.done("1234", k_beginning, k_beginning + 1h);
    ASSERT_THAT(done, SizeIs(1));
    EXPECT_EQ(done[0].pictures, 37U);
    EXPECT_TRUE(done[0].with_films);
}

TEST_F(HistoryWindowsTest, a_camera_without_pictures_is_not_made_known) {
    windows.add("1234", "Front Door", {k_beginning, 0, false});
    EXPECT_THAT(starts(), IsEmpty());
    EXPECT_THAT(catalogue->cameras(), IsEmpty());
    windows.add("1234", "Front Door", {k_beginning + 3h, 1, false});
    windows.add("1234", "Front Door", {k_beginning, 0, false});
    EXPECT_THAT(starts(), ElementsAre(k_beginning, k_beginning + 3h));
}

TEST_F(HistoryWindowsTest, windows_of_long_ago_are_forgotten) {
    windows.add("1234", "", {k_beginning, 36, false});
    clock.advance(24h * 400);
    windows.add("1234", "", {k_beginning + 24h * 400, 36, false});
    EXPECT_THAT(starts(), IsEmpty());
}

TEST_F(HistoryWindowsTest, nothing_is_known_where_there_is_no_catalogue) {
    EXPECT_THAT(starts(), IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(catalogue->path()));
}

/// A catalogue as it was before the past was fetched, with a picture and its upload in it.
struct CatalogueWithoutHistory : HistoryWindowsTest {
    CatalogueWithoutHistory() {
        earlier().write([](Database& database) {
            RecordedPicture picture = test::recorded_picture(1);
            picture.uploads = {{{"s3://pictures", ""}, "1.jpg"}};
            std::int64_t number = 0;
            add_picture(database, picture, number);
        });
    }

    CatalogueFile earlier() {
        return CatalogueFile({.file = folder / "record.db",
                              .lock = folder / "record.lock",
                              .schema = {current_schema().at(0), current_schema().at(1)}},
                             clock);
    }
};

TEST_F(CatalogueWithoutHistory, is_brought_up_when_it_is_opened_and_keeps_what_is_in_it) {
    EXPECT_THAT(starts(), IsEmpty());
    windows.add("1234", "", {k_beginning, 36, false});
    EXPECT_THAT(starts(), ElementsAre(k_beginning));
    EXPECT_EQ(catalogue->pictures("1234", {}, base::SystemTime::max(), 10).size(), 1U);
    EXPECT_THAT(UploadRecords(*catalogue).waiting({"s3://pictures", ""}, 10), SizeIs(1));
    EXPECT_TRUE(std::filesystem::exists(folder / "record.db.schema-2"));
}

TEST_F(CatalogueWithoutHistory, can_be_read_as_it_is) {
    Catalogue view(folder / "record", clock, {.read_only = true});
    EXPECT_THAT(HistoryWindows(view).done("1234", k_beginning, k_beginning + 24h), IsEmpty());
    EXPECT_EQ(view.pictures("1234", {}, base::SystemTime::max(), 10).size(), 1U);
}

TEST_F(CatalogueWithoutHistory, is_not_touched_by_an_older_program_once_it_was_brought_up) {
    windows.add("1234", "", {k_beginning, 36, false});
    catalogue.reset();
    CatalogueFile older = earlier();
    const auto count = [&](Database& database) {
        database.number_of("SELECT count(*) FROM picture");
    };
    EXPECT_THAT(test::error_of([&] { older.write(count); }).message(),
                HasSubstr("a newer version"));
    EXPECT_THAT(test::error_of([&] { older.read(count); }).message(), HasSubstr("a newer version"));
}

} // namespace
} // namespace archive
