// SPDX-License-Identifier: Apache-2.0
#include "simulator/pictures/font.hpp"
#include "simulator/pictures/jpeg.hpp"
#include "simulator/pictures/pictures.hpp"

#include <gtest/gtest.h>
#include <jpeglib.h>

#include <cstdio>
#include <stdexcept>
#include <vector>

namespace simulator {
namespace {

constexpr std::int64_t k_noon = 1'789'992'000'000;
const Subject k_door = {31000417, "Front Door", "doorbell_oyster"};

struct Decoded {
    unsigned width = 0;
    unsigned height = 0;
    long warnings = 0;
    bool baseline = false;
    std::vector<unsigned char> pixels;
};

[[noreturn]] void fail(j_common_ptr) {
    throw std::runtime_error{"not a JPEG"};
}

void keep_quiet(j_common_ptr) {}

Decoded decode(const std::string& jpeg) {
    jpeg_decompress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    errors.error_exit = fail;
    errors.output_message = keep_quiet;
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(jpeg.data()), jpeg.size());
    jpeg_read_header(&info, TRUE);
    jpeg_start_decompress(&info);
    Decoded result;
    result.width = info.output_width;
    result.height = info.output_height;
    result.baseline = info.progressive_mode == FALSE;
    result.pixels.resize(std::size_t{3} * info.output_width * info.output_height);
    while (info.output_scanline < info.output_height) {
        auto* row = &result.pixels[std::size_t{3} * info.output_width * info.output_scanline];
        jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
    result.warnings = errors.num_warnings;
    jpeg_destroy_decompress(&info);
    return result;
}

TEST(PicturesTest, AreBaselineJpegsThatDecodeWithoutAWarning) {
    for (const auto* kind : {"doorbell_oyster", "jbox_v1", "floodlight_v2", "stickup_cam_mini",
                             "stickup_cam_lunar", "cocoa_camera"}) {
        for (const int hour : {-12, -6, 0, 6}) {
            const auto jpeg = draw_picture({1, "X", kind}, k_noon + hour * 3'600'000LL, {});
            EXPECT_EQ(jpeg.substr(0, 3), "\xff\xd8\xff");
            EXPECT_EQ(jpeg.substr(jpeg.size() - 2), "\xff\xd9");
            const auto picture = decode(jpeg);
            EXPECT_EQ(picture.warnings, 0);
            EXPECT_TRUE(picture.baseline);
            EXPECT_GE(picture.width, 640U);
            EXPECT_GE(picture.height, 360U);
        }
    }
}

TEST(PicturesTest, TheSameCaptureIsTheSameBytes) {
    EXPECT_EQ(draw_picture(k_door, k_noon, {}), draw_picture(k_door, k_noon, {}));
}

TEST(PicturesTest, TwoCapturesOrTwoCamerasDifferInTheirPixels) {
    const auto first = decode(draw_picture(k_door, k_noon, {}));
    EXPECT_NE(first.pixels, decode(draw_picture(k_door, k_noon + 1, {})).pixels);
    EXPECT_NE(first.pixels,
              decode(draw_picture({2, "Front Door", "doorbell_oyster"}, k_noon, {})).pixels);
}

TEST(PicturesTest, HaveTheSizeAskedFor) {
    const auto picture = decode(draw_picture(k_door, k_noon, {1920, 1080}));
    EXPECT_EQ(picture.width, 1920U);
    EXPECT_EQ(picture.height, 1080U);
    EXPECT_EQ(decode(draw_picture({1, "", "floodlight_v2"}, k_noon, {})).width, 1280U);
    EXPECT_EQ(decode(draw_picture({1, std::string(300, 'W'), ""}, k_noon, {160, 90})).height, 90U);
}

TEST(PicturesTest, NoonIsBrighterThanMidnight) {
    const auto brightness = [](const Decoded& picture) {
        double sum = 0;
        for (const auto value : picture.pixels) {
            sum += value;
        }
        return sum / static_cast<double>(picture.pixels.size());
    };
    // Half a day apart; which of them is the day depends on the time zone, that one is does not.
    const double a = brightness(decode(draw_picture(k_door, k_noon, {})));
    const double b = brightness(decode(draw_picture(k_door, k_noon + 12 * 3'600'000, {})));
    EXPECT_GT(std::abs(a - b), 10);
}

TEST(PicturesTest, ADamagedOneDecodesWithAWarning) {
    for (int i = 0; i < 20; ++i) {
        const auto damaged = damage_jpeg(draw_picture(k_door, k_noon + i * 1'234'567LL, {}));
        EXPECT_EQ(damaged.substr(damaged.size() - 2), "\xff\xd9");
        EXPECT_GT(decode(damaged).warnings, 0);
    }
}

TEST(PicturesTest, TheNewestFewAreKept) {
    Pictures pictures{{}};
    const auto first = pictures.get(k_door, k_noon);
    EXPECT_EQ(first.get(), pictures.get(k_door, k_noon).get());
    for (int i = 1; i < 10; ++i) {
        pictures.get(k_door, k_noon + i);
    }
    const auto again = pictures.get(k_door, k_noon);
    EXPECT_NE(first.get(), again.get());
    EXPECT_EQ(*first, *again) << "drawn again, and the same";
}

TEST(FontTest, EveryPrintableCharacterHasAGlyph) {
    for (char c = '!'; c <= '~'; ++c) {
        int dots = 0;
        for (int y = 0; y < k_glyph_height; ++y) {
            for (int x = 0; x < k_glyph_width; ++x) {
                dots += glyph_covers(c, x, y) ? 1 : 0;
            }
        }
        EXPECT_GT(dots, 2) << c;
    }
    EXPECT_FALSE(glyph_covers(' ', 2, 3));
    EXPECT_EQ(glyph_covers('\x01', 2, 6), glyph_covers('?', 2, 6));
}

TEST(FontTest, OtherCharactersAreReplaced) {
    EXPECT_EQ(printable("Garage\nside"), "Garage side");
    EXPECT_EQ(printable("Öztürk – Nana’s 🚪"), "Ozturk - Nana's ?");
    EXPECT_EQ(printable("\xff\xc3"), "??");
}

} // namespace
} // namespace simulator
