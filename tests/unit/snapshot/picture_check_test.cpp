// SPDX-License-Identifier: Apache-2.0
#include "snapshot/picture_check.hpp"
#include "support/test_picture.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace {

using snapshot::check_picture;
using snapshot::PictureCheck;
using snapshot::PictureFault;
using test::decodes_cleanly;
using test::JpegKind;
using test::make_jpeg;

constexpr JpegKind k_all_kinds[] = {
    JpegKind::separate_scans, JpegKind::baseline, JpegKind::greyscale, JpegKind::restarts,
    JpegKind::progressive,    JpegKind::cmyk,     JpegKind::rgb};

/// Where the data of the first scan starts, its header skipped.
std::size_t entropy_start(const std::string& jpeg) {
    const std::size_t marker = jpeg.find("\xFF\xDA");
    return marker + 2 + static_cast<unsigned char>(jpeg[marker + 3]);
}

/// The picture with another size in its frame header.
std::string with_size(std::string jpeg, unsigned width, unsigned height) {
    const bool is_baseline = jpeg.find("\xFF\xC0") != std::string::npos;
    const std::size_t frame = jpeg.find(is_baseline ? "\xFF\xC0" : "\xFF\xC2");
    for (const auto& [offset, value] :
         {std::pair(frame + 5, height), std::pair(frame + 7, width)}) {
        jpeg[offset] = static_cast<char>(value >> 8U);
        jpeg[offset + 1] = static_cast<char>(value & 0xFFU);
    }
    return jpeg;
}

/// Each scan of a JPEG, its header included, and what stands before the first one.
std::vector<std::string> split_at_scans(const std::string& jpeg) {
    std::vector<std::string> parts;
    std::size_t start = 0;
    for (std::size_t scan = jpeg.find("\xFF\xDA"); scan != std::string::npos;
         scan = jpeg.find("\xFF\xDA", scan + 2)) {
        parts.push_back(jpeg.substr(start, scan - start));
        start = scan;
    }
    parts.push_back(jpeg.substr(start, jpeg.size() - 2 - start));
    return parts;
}

TEST(PictureCheck, a_whole_picture_is_good_and_its_size_is_known) {
    for (const JpegKind kind : k_all_kinds) {
        for (const auto& [width, height] : {std::pair(1, 1), {8, 8}, {17, 33}, {640, 360}}) {
            SCOPED_TRACE(testing::Message() << static_cast<int>(kind) << ": " << width);
            const PictureCheck check = check_picture(make_jpeg(width, height, 1, kind));
            EXPECT_TRUE(check.good());
            EXPECT_EQ(check.width, width);
            EXPECT_EQ(check.height, height);
        }
    }
}

TEST(PictureCheck, bytes_after_the_end_marker_are_padding) {
    const std::string picture = make_jpeg(64, 48);
    const std::string paddings[] = {std::string(1, '\0'), std::string(4096, '\0'), "\xFF\xFF\xFF",
                                    "<html>", make_jpeg(32, 32, 2)};
    for (const std::string& padding : paddings) {
        for (const JpegKind kind : k_all_kinds) {
            const PictureCheck check = check_picture(make_jpeg(64, 48, 1, kind) + padding);
            EXPECT_TRUE(check.good()) << static_cast<int>(kind) << padding.size();
            EXPECT_EQ(check.width, 64);
        }
    }
}

TEST(PictureCheck, what_is_no_jpeg_is_told_by_its_start) {
    using namespace std::string_literals;

    const struct {
        std::string bytes;
        PictureFault fault;
    } cases[] = {
        {"", PictureFault::empty},
        {"<!DOCTYPE html><html><body>Sorry</body></html>", PictureFault::html},
        {"\n  <HTML lang=en>", PictureFault::html},
        {"\0\0\0\1\x67\x42\0\x1E"s, PictureFault::video_frame},
        {"\0\0\1\x67\x42\0\x1E"s, PictureFault::video_frame},
        {"\0\0\0\x18"
         "ftypmp42"s,
         PictureFault::not_jpeg},
        {R"({"error":"not found"})", PictureFault::not_jpeg},
        {"\x89PNG\r\n\x1A\n", PictureFault::not_jpeg},
        {" \xFF\xD8\xFF", PictureFault::not_jpeg},
        {"\xFF\xD9\xFF", PictureFault::not_jpeg},
        {"\0"s, PictureFault::not_jpeg},
        {std::string(1000, '\0'), PictureFault::not_jpeg},
        {"\xFF", PictureFault::cut_off},
        {"\xFF\xD8", PictureFault::cut_off},
        {"\xFF\xD8\xFF", PictureFault::cut_off},
        {"\xFF\xD8\xFF\xE0", PictureFault::cut_off},
        {"\xFF\xD8\xFF\xD9", PictureFault::damaged},
        {"\xFF\xD8\xFF\xD8\xFF\xD9", PictureFault::damaged},
    };

    for (const auto& [bytes, fault] : cases) {
        const PictureCheck check = check_picture(bytes);
        EXPECT_EQ(check.fault, fault) << testing::PrintToString(bytes);
        EXPECT_EQ(check.width, 0);
        EXPECT_EQ(check.height, 0);
    }
}

TEST(PictureCheck, a_picture_cut_at_any_place_is_never_good) {
    for (const JpegKind kind : k_all_kinds) {
        const std::string picture = make_jpeg(120, 80, 1, kind);
        for (std::size_t size = 1; size < picture.size(); size += 10) {
            EXPECT_EQ(check_picture(picture.substr(0, size)).fault, PictureFault::cut_off)
                << static_cast<int>(kind) << " at " << size << " of " << picture.size();
        }
        for (std::size_t missing = 1; missing <= 16; ++missing) {
            const std::string start = picture.substr(0, picture.size() - missing);
            EXPECT_EQ(check_picture(start).fault, PictureFault::cut_off);
        }
    }
}

TEST(PictureCheck, a_cut_picture_that_was_filled_up_or_closed_is_not_good_either) {
    for (const JpegKind kind : k_all_kinds) {
        const std::string picture = make_jpeg(120, 80, 1, kind);
        const std::size_t entropy = entropy_start(picture);
        for (std::size_t size = entropy; size + 20 < picture.size(); size += 97) {
            const std::string start = picture.substr(0, size);
            const std::string rest(picture.size() - size, '\0');
            EXPECT_FALSE(check_picture(start + rest).good()) << static_cast<int>(kind) << size;
            if (kind != JpegKind::progressive && kind != JpegKind::separate_scans) {
                EXPECT_EQ(check_picture(start + "\xFF\xD9").fault, PictureFault::damaged)
                    << static_cast<int>(kind) << " at " << size;
            }
        }
    }
}

TEST(PictureCheck, a_picture_with_a_missing_middle_is_damaged) {
    for (const JpegKind kind : {JpegKind::baseline, JpegKind::restarts, JpegKind::greyscale}) {
        std::string picture = make_jpeg(320, 240, 1, kind);
        const std::size_t entropy = entropy_start(picture);
        picture.erase(entropy + (picture.size() - entropy) / 3, (picture.size() - entropy) / 3);
        EXPECT_EQ(check_picture(picture).fault, PictureFault::damaged) << static_cast<int>(kind);
    }
}

TEST(PictureCheck, a_picture_whose_middle_was_overwritten_is_damaged) {
    for (const char filling : {'\0', '\x55', '\x80'}) {
        std::string picture = make_jpeg(320, 240);
        picture.replace(picture.size() / 2, 2000, 2000, filling);
        EXPECT_FALSE(check_picture(picture).good()) << static_cast<int>(filling);
    }
}

TEST(PictureCheck, flipped_bytes_are_found_as_well_as_by_decoding_to_pixels) {
    for (const JpegKind kind : k_all_kinds) {
        const std::string picture = make_jpeg(80, 60, 1, kind);
        int found = 0;
        for (std::size_t i = entropy_start(picture); i + 2 < picture.size(); i += 3) {
            std::string other = picture;
            other[i] = static_cast<char>(~other[i]);
            const bool is_good = check_picture(other).good();
            EXPECT_EQ(is_good, decodes_cleanly(other)) << static_cast<int>(kind) << " at " << i;
            found += is_good ? 0 : 1;
        }
        EXPECT_GT(found, 0) << static_cast<int>(kind);
    }
}

TEST(PictureCheck, flipped_header_bytes_do_no_harm) {
    for (const JpegKind kind : k_all_kinds) {
        const std::string picture = make_jpeg(40, 30, 1, kind);
        for (std::size_t i = 0; i < entropy_start(picture); ++i) {
            for (const int mask : {0x01, 0x80, 0xFF}) {
                std::string other = picture;
                other[i] = static_cast<char>(other[i] ^ mask);
                const PictureCheck check = check_picture(other);
                EXPECT_EQ(check.good(), check.width > 0);
            }
        }
    }
}

TEST(PictureCheck, a_picture_that_lacks_a_component_is_damaged) {
    const std::string end = "\xFF\xD9";
    for (const JpegKind kind : {JpegKind::progressive, JpegKind::separate_scans}) {
        const std::vector<std::string> parts = split_at_scans(make_jpeg(64, 64, 1, kind));
        ASSERT_GT(parts.size(), 3U);
        EXPECT_FALSE(check_picture(parts[0] + end).good());
        // The first scan of a progressive picture has all components; the second one none's
        // brightness.
        const std::string scan = parts[kind == JpegKind::progressive ? 2 : 1];
        EXPECT_EQ(check_picture(parts[0] + scan + end).fault, PictureFault::damaged);
    }
}

TEST(PictureCheck, a_picture_of_more_than_100_megapixels_is_damaged) {
    for (const JpegKind kind : {JpegKind::baseline, JpegKind::progressive}) {
        const std::string picture = make_jpeg(64, 64, 1, kind);
        EXPECT_EQ(check_picture(with_size(picture, 10001, 10000)).fault, PictureFault::damaged);
        EXPECT_EQ(check_picture(with_size(picture, 65535, 65535)).fault, PictureFault::damaged);
        EXPECT_FALSE(check_picture(with_size(picture, 10000, 10000)).good());
        EXPECT_FALSE(check_picture(with_size(picture, 64, 0)).good());
        EXPECT_FALSE(check_picture(with_size(picture, 0, 64)).good());
    }
}

TEST(PictureCheck, a_picture_of_more_than_100_scans_is_damaged) {
    const std::string picture = make_jpeg(64, 64, 1, JpegKind::separate_scans);
    const std::vector<std::string> parts = split_at_scans(picture);
    ASSERT_EQ(parts.size(), 4U);
    for (const auto& [scans, is_good] : {std::pair(100, true), {101, false}, {50000, false}}) {
        std::string other = picture.substr(0, picture.size() - 2);
        for (int i = 3; i < scans; ++i) {
            other += parts.back();
        }
        EXPECT_EQ(check_picture(other + "\xFF\xD9").good(), is_good) << scans;
    }
}

TEST(PictureCheck, an_odd_version_in_the_header_is_no_damage) {
    std::string picture = make_jpeg(64, 48);
    const std::size_t version = picture.find("JFIF") + 5;
    picture[version] = 2;
    EXPECT_TRUE(check_picture(picture).good());
}

TEST(PictureCheck, kinds_of_jpeg_that_the_decoder_does_not_know_are_damaged) {
    const std::string picture = make_jpeg(64, 48);
    const std::size_t frame = picture.find("\xFF\xC0");
    // Lossless, hierarchical, and their arithmetic relatives.
    for (const int marker : {0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF}) {
        std::string other = picture;
        other[frame + 1] = static_cast<char>(marker);
        EXPECT_EQ(check_picture(other).fault, PictureFault::damaged) << marker;
    }
    std::string twelve_bits = picture;
    twelve_bits[frame + 4] = 12;
    EXPECT_EQ(check_picture(twelve_bits).fault, PictureFault::damaged);
}

TEST(PictureCheck, an_arithmetic_picture_does_no_harm) {
    const std::string picture = make_jpeg(64, 48, 1, JpegKind::arithmetic);
    EXPECT_EQ(check_picture(picture.substr(0, picture.size() / 2)).fault, PictureFault::cut_off);
    const PictureCheck whole = check_picture(picture);
    EXPECT_TRUE(whole.good() || whole.fault == PictureFault::damaged);
}

TEST(PictureCheck, nothing_is_ever_printed) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const std::string picture = make_jpeg(160, 120);
    check_picture(picture);
    check_picture(picture.substr(0, picture.size() / 2));
    check_picture(picture.substr(0, picture.size() / 2) + "\xFF\xD9");
    check_picture("\xFF\xD8\xFF\xD9");
    check_picture("\xFF\xD8\xFFnonsense");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(PictureCheck, many_threads_check_at_once) {
    const std::string good = make_jpeg(160, 120);
    const std::string bad = good.substr(0, good.size() / 2);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 20; ++round) {
                EXPECT_TRUE(check_picture(good).good());
                EXPECT_EQ(check_picture(bad).fault, PictureFault::cut_off);
            }
        });
    }
}

TEST(PictureCheck, each_fault_has_words) {
    EXPECT_EQ(describe(PictureFault::empty), "an empty answer");
    EXPECT_EQ(describe(PictureFault::html), "an HTML page");
    EXPECT_EQ(describe(PictureFault::video_frame), "a raw video frame");
    EXPECT_EQ(describe(PictureFault::not_jpeg), "not a JPEG picture");
    EXPECT_EQ(describe(PictureFault::cut_off), "a cut-off picture");
    EXPECT_EQ(describe(PictureFault::damaged), "a damaged picture");
}

} // namespace
