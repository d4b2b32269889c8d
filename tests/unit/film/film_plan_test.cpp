// SPDX-License-Identifier: Apache-2.0
#include "film/film_plan.hpp"
#include "support/recorded_pictures.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gtest/gtest.h>

namespace film {
namespace {

using namespace std::chrono_literals;

struct FilmPlanTest : testing::Test {
    FilmPlanTest() { add(640, 360, 10); }

    void add(int width, int height, int count) {
        for (int i = 0; i < count; ++i) {
            auto picture = test::recorded_picture(static_cast<int>(frames.pictures.size()));
            picture.facts.width = width;
            picture.facts.height = height;
            frames.pictures.push_back(picture);
        }
    }

    FilmPlan plan() const { return plan_film("Front Door", frames, look); }

    FrameSize size_for(int width, int height) {
        frames.pictures.clear();
        add(width, height, 2);
        return plan().size;
    }

    test::ScopedZone zone{"UTC0"};
    ChosenFrames frames;
    FilmLook look;
};

TEST_F(FilmPlanTest, has_24_frames_a_second) {
    EXPECT_EQ(plan().rate.per_second(), 24);
    EXPECT_NEAR(plan().seconds(10), 10.0 / 24, 1e-9);
    look.fps = 2;
    EXPECT_EQ(plan().seconds(10), 5);
}

TEST_F(FilmPlanTest, is_as_long_as_it_is_to_be) {
    look.length = 20s;
    EXPECT_EQ(plan().rate.per_second(), 0.5);
    EXPECT_EQ(plan().frames.pictures.size(), 10U);
    EXPECT_NEAR(plan().seconds(10), 20, 1e-9);
}

TEST_F(FilmPlanTest, is_thinned_out_beyond_60_frames_a_second) {
    add(640, 360, 111);
    look.length = 1s;
    EXPECT_EQ(plan().rate.per_second(), 60);
    EXPECT_EQ(plan().frames.pictures.size(), 60U);
    EXPECT_EQ(plan().frames.pictures.back().captured, frames.pictures.back().captured);
    look.length = 1ms;
    EXPECT_EQ(plan().frames.pictures.size(), 2U);
}

TEST_F(FilmPlanTest, has_the_size_of_most_pictures) {
    add(1280, 720, 11);
    add(320, 180, 3);
    EXPECT_EQ(plan().size, (FrameSize{1280, 720}));
    // Not the unknown one.
    add(0, 0, 40);
    EXPECT_EQ(plan().size, (FrameSize{1280, 720}));
}

TEST_F(FilmPlanTest, is_even_and_at_most_1920_by_1080) {
    EXPECT_EQ(size_for(641, 361), (FrameSize{640, 360}));
    EXPECT_EQ(size_for(3840, 2160), (FrameSize{1920, 1080}));
    EXPECT_EQ(size_for(1920, 1920), (FrameSize{1080, 1080}));
    EXPECT_EQ(size_for(0, 0), (FrameSize{640, 360}));
    EXPECT_EQ(size_for(1, 1), (FrameSize{2, 2}));
}

TEST_F(FilmPlanTest, takes_the_size_that_is_asked_for) {
    look.size = parse_frame_size("2560x100");
    EXPECT_EQ(plan().size, (FrameSize{2560, 100}));
    look.size = parse_frame_size("1280");
    EXPECT_EQ(plan().size, (FrameSize{1280, 720}));
}

TEST_F(FilmPlanTest, has_a_title_with_its_days) {
    EXPECT_EQ(plan().title, "Front Door 2026-09-21");
    frames.pictures.back().captured += 72h;
    EXPECT_EQ(plan().title, "Front Door 2026-09-21 to 2026-09-24");
}

TEST_F(FilmPlanTest, has_a_fingerprint_of_pictures_and_look) {
    const std::string before = plan().fingerprint;
    EXPECT_EQ(before.size(), 64U);
    EXPECT_EQ(plan().fingerprint, before);
    const auto differs = [&](auto change) {
        const ChosenFrames kept_frames = frames;
        const FilmLook kept_look = look;
        change();
        const bool is_other = plan().fingerprint != before;
        frames = kept_frames;
        look = kept_look;
        return is_other;
    };
    EXPECT_TRUE(differs([&] { look.fps = 23; }));
    EXPECT_TRUE(differs([&] { look.length = 5s; }));
    EXPECT_TRUE(differs([&] { look.size = FrameSize{320, 180}; }));
    EXPECT_TRUE(differs([&] { look.quality = 22; }));
    EXPECT_TRUE(differs([&] { look.stamp = true; }));
    EXPECT_TRUE(differs([&] { look.deflicker = true; }));
    EXPECT_TRUE(differs([&] { frames.pictures.pop_back(); }));
    EXPECT_TRUE(differs([&] { frames.pictures[3].facts.sha256 = test::digest(99); }));
    EXPECT_FALSE(differs([&] { frames.pictures[3].place.file = "moved.jpg"; }));
}

TEST(ParseFrameSize, refuses_what_h264_does_not_take) {
    for (const char* text : {"", "x", "12", "641", "640x", "x360", "640x361", "640x360x2", "99999",
                             "-640", "640 x 360", "7682", "0x0"}) {
        EXPECT_FALSE(parse_frame_size(text)) << text;
    }
    EXPECT_EQ(parse_frame_size("16X16"), (FrameSize{16, 16}));
}

} // namespace
} // namespace film
