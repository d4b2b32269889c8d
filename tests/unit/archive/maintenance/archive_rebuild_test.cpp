// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_rebuild.hpp"
#include "base/text/time_format.hpp"
#include "snapshot/picture_check.hpp"
#include "support/error_of.hpp"
#include "unit/archive/exif/exif_segment.hpp"
#include "unit/archive/maintenance/maintenance_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace {

namespace files = std::filesystem;
using archive::RebuildReport;
using archive::RecordedPicture;
using base::SystemTime;
using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

class ArchiveRebuildTest : public test::MaintenanceTest {
protected:
    RebuildReport rebuild(const std::vector<files::path>& folders = {}) {
        archive::RebuildEvents events;
        events.not_picture = [&](const std::string& path, const std::string& what) {
            left_out.push_back(files::path(path).filename().string() + ": " + what);
        };
        events.progress = [&](const RebuildReport& report) {
            if (report.looked_at == stop_after) {
                stop.request_stop();
            }
        };
        return archive::rebuild_archive(catalogue, clock,
                                        folders.empty() ? std::vector{pictures} : folders,
                                        stop.get_token(), events);
    }

    std::uintmax_t all_pictures() {
        std::uintmax_t count = 0;
        for (const auto& camera : catalogue.cameras()) {
            count += camera.pictures;
        }
        return count;
    }

    std::vector<std::string> left_out;
    std::uintmax_t stop_after = 0;
};

TEST_F(ArchiveRebuildTest, pictures_of_the_old_tool_are_recorded) {
    const std::string bytes = test::make_jpeg(32, 24, 1);
    const files::path path =
        write("31000417 - 2026-09-21 14-13-20.jpg", bytes, test::k_first_capture + 345ms);

    const RebuildReport report = rebuild();

    EXPECT_EQ(report.looked_at, 1U);
    EXPECT_EQ(report.added, 1U);
    const auto picture = recorded("31000417 - 2026-09-21 14-13-20.jpg");
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->camera_id, "31000417");
    EXPECT_EQ(picture->captured, test::k_first_capture + 345ms);
    EXPECT_EQ(picture->facts.size, bytes.size());
    EXPECT_EQ(picture->facts.width, 32);
    EXPECT_EQ(picture->facts.height, 24);
    EXPECT_EQ(picture->facts.brightness, snapshot::check_picture(bytes).brightness);
    EXPECT_TRUE(picture->facts.brightness);
    EXPECT_EQ(picture->facts.sha256, base::hex_encode(base::sha256(bytes)));
    EXPECT_EQ(picture->facts.received_sha256, picture->facts.sha256);
    EXPECT_EQ(base::read_file(path, 1 << 20), bytes);
    EXPECT_EQ(base::modification_time(path), test::k_first_capture + 345ms);
}

TEST_F(ArchiveRebuildTest, a_picture_with_our_exif_data_is_known_by_what_was_received) {
    const std::string received = test::make_jpeg(32, 24, 1);
    write("x.jpg",
          test::with_segment(received, test::our_exif("31000417", "Front Door",
                                                      "2026:09:21 16:13:20", "+02:00", "345")));
    rebuild();
    const auto picture = recorded("x.jpg");
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->camera_id, "31000417");
    EXPECT_EQ(picture->camera_name, "Front Door");
    EXPECT_EQ(picture->captured, test::k_first_capture + 345ms);
    EXPECT_EQ(picture->utc_offset, 2h);
    EXPECT_NE(picture->facts.sha256, picture->facts.received_sha256);
    EXPECT_EQ(picture->facts.received_sha256, base::hex_encode(base::sha256(received)));
}

TEST_F(ArchiveRebuildTest, pictures_of_other_makers_are_left_out) {
    write("Driveway 2026-09-21 14-13-20.jpg",
          test::with_segment(test::make_jpeg(32, 24, 1), test::exif_segment({{0x010F, "Canon"}}, {})));
    write("4711 - 2026-09-21 14-13-20.jpg",
          test::with_segment(test::make_jpeg(32, 24, 2), test::exif_segment({{0x0131, "gimp"}}, {})));
    const RebuildReport report = rebuild();
    EXPECT_EQ(report.of_others, 1U);
    EXPECT_EQ(report.added, 1U);
    EXPECT_THAT(left_out, ElementsAre(HasSubstr("another maker's camera")));
}

TEST_F(ArchiveRebuildTest, a_second_run_finds_all_known_and_reads_nothing) {
    write("a.jpg", test::make_jpeg(32, 24, 1));
    rebuild();
    // The same size, so that only reading would show it.
    write("a.jpg", std::string(recorded("a.jpg")->facts.size, 'x'));
    const RebuildReport report = rebuild();
    EXPECT_EQ(report.known, 1U);
    EXPECT_EQ(report.added, 0U);
    EXPECT_EQ(report.not_pictures, 0U);
}

TEST_F(ArchiveRebuildTest, what_is_no_picture_is_left_out_and_told) {
    write("empty.jpg", "");
    write("page.jpg", "<!DOCTYPE html><html></html>");
    write("cut.jpg", test::make_jpeg(32, 24, 1).substr(0, 300));
    const RebuildReport report = rebuild();
    EXPECT_EQ(report.not_pictures, 3U);
    EXPECT_EQ(all_pictures(), 0U);
    EXPECT_THAT(left_out,
                testing::UnorderedElementsAre("empty.jpg: an empty file", "page.jpg: an HTML page",
                                              "cut.jpg: a cut-off picture"));
}

TEST_F(ArchiveRebuildTest, a_folder_that_moved_keeps_its_rows) {
    std::vector<RecordedPicture> before;
    for (int seed = 1; seed <= 3; ++seed) {
        before.push_back(save("old/" + std::to_string(seed) + ".jpg", seed));
    }
    files::rename(pictures / "old", pictures / "nas");

    const RebuildReport report = rebuild();

    EXPECT_EQ(report.moved, 3U);
    EXPECT_EQ(report.added, 0U);
    for (const RecordedPicture& picture : before) {
        const auto now = recorded("nas/" + picture.place.file);
        ASSERT_TRUE(now);
        EXPECT_EQ(now->number, picture.number);
        EXPECT_EQ(now->captured, picture.captured);
    }
    EXPECT_EQ(all_pictures(), 3U);
    EXPECT_EQ(rebuild().known, 3U);
}

TEST_F(ArchiveRebuildTest, a_row_that_was_closed_is_opened_again) {
    const auto picture = save("a.jpg", 1);
    catalogue.close({picture.number});
    EXPECT_EQ(rebuild().moved, 1U);
    EXPECT_EQ(recorded("a.jpg")->number, picture.number);
    EXPECT_EQ(recorded("a.jpg")->captured, picture.captured);
}

TEST_F(ArchiveRebuildTest, a_copy_is_the_capture_that_is_recorded) {
    const auto picture = save("a.jpg", 1);
    files::copy_file(pictures / "a.jpg", pictures / "some name.jpg");
    EXPECT_EQ(rebuild().added, 1U);
    const auto copy = recorded("some name.jpg");
    ASSERT_TRUE(copy);
    EXPECT_EQ(copy->camera_id, picture.camera_id);
    EXPECT_EQ(copy->captured, picture.captured);
    EXPECT_NE(copy->number, picture.number);
    EXPECT_EQ(recorded("a.jpg")->number, picture.number);
}

TEST_F(ArchiveRebuildTest, the_same_bytes_captured_often_move_row_by_row) {
    const std::string bytes = test::make_jpeg(32, 24, 1);
    for (int number = 0; number < 5; ++number) {
        auto picture = test::recorded_picture(number);
        picture.place = place_of(write("old/" + std::to_string(number) + ".jpg", bytes));
        picture.facts.size = bytes.size();
        picture.facts.sha256 = base::hex_encode(base::sha256(bytes));
        picture.facts.received_sha256 = picture.facts.sha256;
        catalogue.add(picture);
    }
    files::rename(pictures / "old", pictures / "new");
    EXPECT_EQ(rebuild().moved, 5U);
    for (int number = 0; number < 5; ++number) {
        EXPECT_EQ(recorded("new/" + std::to_string(number) + ".jpg")->captured,
                  test::recorded_picture(number).captured);
    }
}

TEST_F(ArchiveRebuildTest, the_same_bytes_are_other_captures_when_their_names_tell_so) {
    const std::string bytes = test::make_jpeg(32, 24, 1);
    write("31000417 - 2026-09-21 14-13-20.jpg", bytes);
    rebuild();
    write("31000417 - 2026-09-21 14-18-20.jpg", bytes);
    write("31000418 - 2026-09-21 14-13-20.jpg", bytes);
    write("copy/31000417 - 2026-09-21 14-13-20.jpg", bytes);
    files::remove(pictures / "31000417 - 2026-09-21 14-13-20.jpg");
    const RebuildReport report = rebuild();
    EXPECT_EQ(report.added, 2U);
    EXPECT_EQ(report.moved, 1U);
    const auto later = recorded("31000417 - 2026-09-21 14-18-20.jpg");
    ASSERT_TRUE(later);
    EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(later->captured),
              std::chrono::floor<std::chrono::seconds>(test::k_first_capture + 5min));
    EXPECT_EQ(recorded("31000418 - 2026-09-21 14-13-20.jpg")->camera_id, "31000418");
}

TEST_F(ArchiveRebuildTest, exif_data_added_since_makes_another_file_of_the_same_capture) {
    const auto picture = save("a.jpg", 1);
    files::remove(pictures / "a.jpg");
    write("b.jpg", test::with_segment(
                       test::make_jpeg(32, 24, 1),
                       test::our_exif(picture.camera_id, "x",
                                      base::format_utc_time(picture.captured, "%Y:%m:%d %H:%M:%S"),
                                      "+00:00", "")));
    EXPECT_EQ(rebuild().added, 1U);
    EXPECT_EQ(recorded("b.jpg")->captured, picture.captured);
    EXPECT_EQ(recorded("b.jpg")->camera_id, picture.camera_id);
    EXPECT_TRUE(catalogue.picture(picture.number)->gone);
}

TEST_F(ArchiveRebuildTest, a_changed_file_is_another_picture) {
    const auto picture = save("1234 - 2026-09-21 15-00-00.jpg", 1);
    write("1234 - 2026-09-21 15-00-00.jpg", test::make_jpeg(64, 48, 9));
    EXPECT_EQ(rebuild().added, 1U);
    EXPECT_NE(recorded("1234 - 2026-09-21 15-00-00.jpg")->number, picture.number);
    EXPECT_TRUE(catalogue.picture(picture.number)->gone);
}

TEST_F(ArchiveRebuildTest, a_steady_copy_stays_one) {
    const std::string bytes = test::make_jpeg(32, 24, 1);
    const files::path path = write("latest.jpg", bytes);
    catalogue.record_copy({.place = place_of(path),
                           .camera_id = "1234",
                           .captured = test::k_first_capture,
                           .size = bytes.size(),
                           .saved = test::k_first_capture});
    EXPECT_EQ(rebuild().known, 1U);
    EXPECT_FALSE(recorded("latest.jpg"));
}

TEST_F(ArchiveRebuildTest, a_camera_known_by_name_gets_its_id_later) {
    write("Garage 2026-09-21 14-13-20.jpg", test::make_jpeg(32, 24, 1));
    rebuild();
    EXPECT_EQ(recorded("Garage 2026-09-21 14-13-20.jpg")->camera_id, "Garage");
    auto other = test::recorded_picture(50);
    other.camera_id = "77";
    other.camera_name = "Garage";
    catalogue.add(other);
    rebuild();
    EXPECT_EQ(recorded("Garage 2026-09-21 14-13-20.jpg")->camera_id, "77");
}

TEST_F(ArchiveRebuildTest, a_recorded_folder_keeps_its_name) {
    files::create_directory_symlink(pictures, folder / "link");
    save("a.jpg", 1);
    write("b.jpg", test::make_jpeg(32, 24, 2));
    const RebuildReport report = rebuild({folder / "link"});
    EXPECT_EQ(report.known, 1U);
    EXPECT_EQ(report.added, 1U);
    EXPECT_TRUE(recorded("b.jpg"));
}

TEST_F(ArchiveRebuildTest, folders_within_others_are_recorded_once) {
    write("x/a.jpg", test::make_jpeg(32, 24, 1));
    const RebuildReport report = rebuild({pictures, pictures / "x"});
    EXPECT_EQ(report.added, 1U);
    EXPECT_EQ(report.known, 1U);
}

TEST_F(ArchiveRebuildTest, what_was_done_before_a_stop_is_kept_and_the_rest_follows) {
    for (int seed = 1; seed <= 5; ++seed) {
        write(std::to_string(seed) + ".jpg", test::make_jpeg(32, 24, seed));
    }
    stop_after = 3;
    EXPECT_EQ(test::error_of([&] { rebuild(); }).code(), base::ErrorCode::interrupted);
    EXPECT_EQ(all_pictures(), 3U);
    stop = {};
    stop_after = 0;
    const RebuildReport report = rebuild();
    EXPECT_EQ(report.known, 3U);
    EXPECT_EQ(report.added, 2U);
}

TEST_F(ArchiveRebuildTest, a_folder_that_is_not_there_is_an_error_of_the_user) {
    EXPECT_EQ(test::error_of([&] { rebuild({folder / "no"}); }).code(), base::ErrorCode::usage);
}

TEST_F(ArchiveRebuildTest, names_that_are_not_utf8_are_recorded) {
#ifdef __APPLE__
    GTEST_SKIP() << "file names are text here";
#endif
    write("T\xFCr/2026-09-21 14-13-20.jpg", test::make_jpeg(32, 24, 1));
    EXPECT_EQ(rebuild().added, 1U);
    EXPECT_EQ(rebuild().known, 1U);
}

} // namespace
