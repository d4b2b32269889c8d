// SPDX-License-Identifier: Apache-2.0
#include "support/error_of.hpp"
#include "unit/web/site_fixture.hpp"
#include "web/gallery/gallery.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <set>
#include <string>

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

struct GalleryTest : test::SiteTest {
    web::GalleryOptions gallery;

    GalleryTest() { gallery.folder = folder.path(); }

    web::GalleryResult write() { return web::write_gallery(catalogue, clock, gallery); }

    std::string read(const std::string& name) const {
        return base::read_file(gallery.folder / name, 10'000'000).value_or("(none)");
    }

    /// The files of the gallery, relative to its folder.
    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(gallery.folder / "gallery")) {
            if (entry.is_regular_file()) {
                names.insert(entry.path().lexically_relative(gallery.folder).generic_string());
            }
        }
        return names;
    }
};

TEST_F(GalleryTest, IsMadeOfFilesAndNotWrittenTwice) {
    save(24h);
    save(1h);
    const auto first = write();
    EXPECT_EQ(first.written, 7U);
    EXPECT_EQ(first.pictures, 2U);
    EXPECT_EQ(files(),
              (std::set<std::string>{"gallery/app.css", "gallery/app.js", "gallery/cameras.js",
                                     "gallery/days/1234/2026-09-20.js",
                                     "gallery/days/1234/2026-09-21.js", "gallery/icon.svg"}));
    clock.advance(10min);
    EXPECT_TRUE(write().is_up_to_date());
}

TEST_F(GalleryTest, NamesPicturesByRelativeAddresses) {
    save(1h);
    auto odd = test::recorded_picture(77, (folder / "a b").string());
    odd.place.file = "100%#?.jpg";
    odd.captured = clock.now() - 2h;
    catalogue.add(odd);
    write();
    const std::string day = read("gallery/days/1234/2026-09-21.js");
    EXPECT_TRUE(day.starts_with("ringPage.takeDay({")) << day;
    EXPECT_THAT(day, HasSubstr("\"file\":\"a%20b/100%25%23%3F.jpg\""));
    for (const std::string& name : files()) {
        EXPECT_THAT(read(name), Not(HasSubstr(folder.path().string()))) << name;
    }
    EXPECT_THAT(read("index.html"), HasSubstr("<img src=\"1.jpg\" alt=\"\">"));
}

TEST_F(GalleryTest, WritesForANewPictureWhatHoldsItAlone) {
    save(24h);
    save(1h, "1234");
    save(1h, "2", "Other");
    write();
    save(1min);
    EXPECT_EQ(write().written, 3U);
    // Older than the newest of its camera.
    save(30min);
    EXPECT_EQ(write().written, 1U);
}

TEST_F(GalleryTest, RemovesWhatItMadeAndNothingElse) {
    const auto old = save(48h);
    save(1h);
    write();
    base::write_file_atomically(folder / "gallery/days/1234/notes.js", "// mine", {});
    std::filesystem::remove(file_of(old));
    catalogue.close({old.number});
    EXPECT_EQ(write().removed, 1U);
    EXPECT_EQ(read("gallery/days/1234/2026-09-19.js"), "(none)");
    EXPECT_EQ(read("gallery/days/1234/notes.js"), "// mine");
}

TEST_F(GalleryTest, ChecksWithoutWriting) {
    save(1h);
    gallery.check = true;
    EXPECT_EQ(write().written, 6U);
    EXPECT_FALSE(std::filesystem::exists(folder / "index.html"));
}

TEST_F(GalleryTest, LeavesAForeignPageAlone) {
    save(1h);
    base::write_file_atomically(folder / "index.html", "<h1>My page</h1>", {});
    EXPECT_EQ(test::error_of([&] { write(); }).code(), base::ErrorCode::cannot_write);
    EXPECT_EQ(read("index.html"), "<h1>My page</h1>");
    EXPECT_FALSE(std::filesystem::exists(folder / "gallery"));
}

TEST_F(GalleryTest, TakesPicturesFromElsewhereOnlyAsCopies) {
    save(1h);
    const auto gone = save(2h);
    std::filesystem::remove(file_of(gone));
    gallery.folder = folder / "www";
    const auto error = test::error_of([&] { write(); });
    EXPECT_EQ(error.code(), base::ErrorCode::usage);
    EXPECT_THAT(error.hint(), HasSubstr("--copy"));
    EXPECT_FALSE(std::filesystem::exists(gallery.folder));
    gallery.copy = true;
    EXPECT_EQ(write().pictures, 1U);
    const std::string copy =
        "gallery/pictures/1234/" + base::hex_encode(base::sha256("picture 1")) + ".jpg";
    EXPECT_EQ(read(copy), "picture 1");
    EXPECT_TRUE(write().is_up_to_date());
    base::write_file_atomically(gallery.folder / "gallery/pictures/1234/mine.jpg", "mine", {});
    catalogue.close({1});
    save(1min);
    write();
    EXPECT_EQ(read(copy), "(none)");
    EXPECT_EQ(read("gallery/pictures/1234/mine.jpg"), "mine");
}

TEST_F(GalleryTest, WritesNothingWhenAPictureIsElsewhere) {
    save(72h);
    save(1h);
    auto elsewhere = test::recorded_picture(77, (folder / "../other").lexically_normal().string());
    elsewhere.captured = clock.now() - 48h;
    const auto number = catalogue.add(elsewhere);
    EXPECT_EQ(test::error_of([&] { write(); }).code(), base::ErrorCode::usage);
    EXPECT_FALSE(std::filesystem::exists(folder / "gallery"));
    // It is not asked for.
    gallery.from = web::parse_day("2026-09-20");
    EXPECT_EQ(write().pictures, 1U);
    gallery.from = {};
    catalogue.close({number});
    EXPECT_EQ(write().pictures, 2U);
}

TEST_F(GalleryTest, IsNotEmptiedForACatalogueThatWasBegunAnew) {
    for (int days = 0; days < 3; ++days) {
        save(days * 24h + 1h);
    }
    write();
    const auto shown = files();
    const std::string cameras = read("gallery/cameras.js");
    archive::Catalogue other{folder / "other", clock, {}};
    auto news = test::recorded_picture(77, folder.path().string());
    news.captured = clock.now();
    other.add(news);
    for (const bool check : {false, true}) {
        gallery.check = check;
        const auto error = test::error_of([&] { web::write_gallery(other, clock, gallery); });
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
        EXPECT_THAT(error.message(), HasSubstr("shows pictures that the catalogue does not know"));
        EXPECT_THAT(error.hint(), HasSubstr("archive rebuild"));
    }
    EXPECT_EQ(files(), shown);
    EXPECT_EQ(read("gallery/cameras.js"), cameras);
    // Those that are not asked for are removed all the same.
    gallery.check = false;
    gallery.from = web::parse_day("2026-09-22");
    EXPECT_EQ(web::write_gallery(other, clock, gallery).removed, 3U);
}

TEST_F(GalleryTest, IsNotEmptiedOfItsCopiesForACatalogueThatWasBegunAnew) {
    save(25h);
    save(1h);
    gallery.copy = true;
    write();
    const auto shown = files();
    archive::Catalogue other{folder / "other", clock, {}};
    auto news = test::recorded_picture(77, folder.path().string());
    news.captured = clock.now();
    other.add(news);
    const auto error = test::error_of([&] { web::write_gallery(other, clock, gallery); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_EQ(files(), shown);
}

TEST_F(GalleryTest, ForgetsCopiesOfWhatWasDeletedLongAgo) {
    const auto old = save(80h);
    gallery.copy = true;
    write();
    for (int hours = 1; hours <= 11; ++hours) {
        save(hours * 1h);
    }
    catalogue.end_removal({{old.number, true}});
    ASSERT_FALSE(catalogue.picture(old.number));
    EXPECT_EQ(write().removed, 2U);
}

TEST_F(GalleryTest, RemovesTheDayOfAPictureThatSomebodyChanged) {
    const auto changed = save(72h);
    save(24h);
    save(1h);
    write();
    base::write_file_atomically(file_of(changed), "edited", {});
    catalogue.close({changed.number});
    EXPECT_EQ(write().removed, 1U);
}

TEST_F(GalleryTest, RemovesTheDayOfAPictureThatASteadyCopyReplaced) {
    const auto replaced = save(1h);
    write();
    archive::SteadyCopy copy;
    copy.place = replaced.place;
    copy.camera_id = replaced.camera_id;
    copy.captured = clock.now();
    copy.size = replaced.facts.size;
    copy.sha256 = replaced.facts.sha256;
    copy.received_sha256 = replaced.facts.received_sha256;
    catalogue.record_copy(copy);
    EXPECT_EQ(write().removed, 1U);
}

TEST_F(GalleryTest, SaysWhenItCannotReadWhatIsThere) {
    save(1h);
    write();
    const std::filesystem::path days = folder / "gallery/days/1234";
    std::filesystem::remove_all(days);
    std::filesystem::create_directory_symlink("1234", days);
    const auto error = test::error_of([&] { write(); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_THAT(error.message(), HasSubstr("gallery/days/1234"));
}

TEST_F(GalleryTest, RemovesADayOfWhichAFewFilesStayed) {
    std::vector<std::int64_t> numbers;
    for (int minutes = 0; minutes < 3; ++minutes) {
        const auto old = save(48h + minutes * 1min);
        numbers.push_back(old.number);
        if (minutes > 0) {
            std::filesystem::remove(file_of(old));
        }
    }
    save(1h);
    write();
    catalogue.close(numbers);
    EXPECT_EQ(write().removed, 1U);
}

TEST_F(GalleryTest, ShowsTheDaysThatWereAskedFor) {
    for (int days = 0; days < 4; ++days) {
        save(days * 24h + 1h);
    }
    gallery.from = web::parse_day("2026-09-19");
    gallery.to = web::parse_day("2026-09-20");
    EXPECT_EQ(write().pictures, 2U);
    EXPECT_THAT(read("gallery/cameras.js"), HasSubstr("\"days\":[\"2026-09-19\",\"2026-09-20\"]"));
    gallery.to = {};
    EXPECT_EQ(write().pictures, 3U);
}

} // namespace
