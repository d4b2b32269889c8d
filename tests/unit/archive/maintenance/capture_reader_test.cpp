// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/capture_reader.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace {

using archive::CameraTotals;
using archive::CaptureFacts;
using archive::ExifFacts;
using archive::FoundFile;
using archive::KnownCameras;
using archive::NamedCamera;
using archive::read_capture;
using base::SystemTime;
using namespace std::chrono_literals;

constexpr SystemTime k_now{1'795'000'000s};
constexpr SystemTime k_modified{1'790'000'000s + 345ms};

FoundFile file(const std::string& relative, const std::string& folder = "/pictures") {
    return {{folder, relative.substr(relative.rfind('/') + 1)}, relative, 1000, k_modified};
}

CameraTotals totals(const std::string& id, const std::string& name) {
    CameraTotals camera;
    camera.id = id;
    camera.name = name;
    return camera;
}

class CaptureReaderTest : public testing::Test {
protected:
    NamedCamera camera_of(const std::string& relative, const std::string& folder = "/pictures") {
        return read_capture(file(relative, folder), {}, cameras, k_now).camera;
    }

    const test::ScopedZone zone{"UTC0"};
    const NamedCamera front_door{"31000417", "Front Door"};
    const NamedCamera driveway{"518000222", "Driveway"};
    std::vector<CameraTotals> known = {totals("31000417", "Front Door"),
                                       totals("518000222", "Driveway"), totals("7", "Twin"),
                                       totals("8", "Twin"), totals("9", "Front Door Left")};
    KnownCameras cameras{known};
};

TEST_F(CaptureReaderTest, the_default_name_tells_camera_and_time) {
    const CaptureFacts facts =
        read_capture(file("31000417 - 2026-09-21 14-13-20.jpg"), {}, cameras, k_now);
    EXPECT_EQ(facts.camera, front_door);
    EXPECT_EQ(facts.captured, k_modified);
    EXPECT_TRUE(facts.is_timed);
}

TEST_F(CaptureReaderTest, the_default_name_tells_the_id_of_an_unknown_camera) {
    EXPECT_EQ(camera_of("4711 - 2026-09-21 14-13-20.jpg"), (NamedCamera{"4711", ""}));
    EXPECT_EQ(camera_of("4711 - 2026-09-21 14-13-20 +0200 (2).jpg"), (NamedCamera{"4711", ""}));
}

TEST_F(CaptureReaderTest, a_known_id_or_name_anywhere_in_the_path_tells_the_camera) {
    for (const char* name :
         {"Front Door 2026-09-21 14-13-20.jpg", "front_door_20260921_141320.jpg",
          "Front Door/2026-09-21/14-13-20.jpg", "2026-09-21/FRONT-DOOR/14-13-20.jpg",
          "31000417/2026/09/21/14-13-20.jpg", "x31000417.jpg", "ring Front Door 2026-09-21.jpg",
          "Front Door (2).jpg"}) {
        EXPECT_EQ(camera_of(name), front_door) << name;
    }
    EXPECT_EQ(camera_of("20260921141320.jpg", "/pictures/driveway"), driveway);
    EXPECT_EQ(camera_of("my Front Door Left 2026-09-21.jpg").id, "9");
}

TEST_F(CaptureReaderTest, a_name_among_other_words_tells_it_only_with_a_time) {
    EXPECT_NE(camera_of("Anna on our Driveway.jpg"), driveway);
    EXPECT_EQ(camera_of("Anna on our Driveway 2026-09-21.jpg"), driveway);
}

TEST_F(CaptureReaderTest, an_unknown_camera_has_the_name_that_the_path_tells) {
    EXPECT_EQ(camera_of("Garage 2026-09-21 14-13-20.jpg"), (NamedCamera{"Garage", "Garage"}));
    EXPECT_EQ(camera_of("Garage/2026-09-21/14-13-20.jpg"), (NamedCamera{"Garage", "Garage"}));
    EXPECT_EQ(camera_of("T\xC3\xBCr/IMG 20260921141320.jpg").id, "T\xC3\xBCr");
    EXPECT_EQ(camera_of("Twin 2026-09-21 14-13-20.jpg").id, "Twin");
}

TEST_F(CaptureReaderTest, a_camera_of_which_nothing_is_told_is_unknown) {
    EXPECT_EQ(camera_of("20260921141320.jpg"), (NamedCamera{"unknown", ""}));
    EXPECT_EQ(camera_of("2026/09/21/IMG_141320.jpg").id, "unknown");
    EXPECT_EQ(camera_of("-.jpg").id, "unknown");
}

TEST_F(CaptureReaderTest, an_id_counts_more_than_a_name_in_its_place) {
    known = {totals("Garage", "Garage"), totals("5", "Garage")};
    cameras = KnownCameras(known);
    EXPECT_EQ(camera_of("Garage 2026-09-21.jpg").id, "5");
    std::swap(known[0], known[1]);
    cameras = KnownCameras(known);
    EXPECT_EQ(camera_of("Garage 2026-09-21.jpg").id, "5");
}

TEST_F(CaptureReaderTest, exif_data_of_ours_counts_before_the_name) {
    ExifFacts exif;
    exif.make = "Ring";
    exif.software = "ring-snapshot 1.0.0";
    exif.serial = "12";
    exif.description = "Shed";
    exif.taken = std::chrono::sys_days(std::chrono::year(2026) / 9 / 20) + 10h;
    exif.taken_part = 7ms;
    exif.offset = 2h;
    const CaptureFacts facts =
        read_capture(file("31000417 - 2026-09-21 14-13-20.jpg"), exif, cameras, k_now);
    EXPECT_EQ(facts.camera, (NamedCamera{"12", "Shed"}));
    EXPECT_EQ(facts.captured, SystemTime(*exif.taken - 2h + 7ms));
    EXPECT_EQ(facts.utc_offset, 2h);
    EXPECT_TRUE(facts.is_timed);
}

TEST_F(CaptureReaderTest, of_foreign_exif_data_only_the_time_is_believed) {
    ExifFacts exif;
    exif.make = "Canon";
    exif.serial = "12";
    exif.taken = std::chrono::sys_days(std::chrono::year(2026) / 9 / 20) + 10h;
    const CaptureFacts facts = read_capture(file("Driveway.jpg"), exif, cameras, k_now);
    EXPECT_EQ(facts.camera, driveway);
    EXPECT_EQ(facts.captured, SystemTime(*exif.taken));
    EXPECT_FALSE(facts.is_timed);
}

TEST_F(CaptureReaderTest, without_a_time_in_the_name_that_of_the_file_counts) {
    const CaptureFacts facts = read_capture(file("Driveway.jpg"), {}, cameras, k_now);
    EXPECT_EQ(facts.captured, k_modified);
    EXPECT_FALSE(facts.is_timed);
}

TEST_F(CaptureReaderTest, a_time_in_the_future_is_not_taken_for_one_of_ring) {
    EXPECT_FALSE(read_capture(file("1 - 2031-09-21 14-13-20.jpg"), {}, cameras, k_now).is_timed);
}

} // namespace
