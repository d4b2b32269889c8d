// SPDX-License-Identifier: Apache-2.0
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "film/frame_reader.hpp"
#include "film/jpeg_frame.hpp"
#include "support/recorded_pictures.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_picture.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace film {
namespace {

/// A saved picture.
struct FrameReaderTest : testing::Test {
    FrameReaderTest() {
        write(jpeg);
        picture.facts.sha256 = base::hex_encode(base::sha256(jpeg));
    }

    void write(const std::string& bytes) const {
        std::ofstream(folder / picture.place.file, std::ios::binary | std::ios::trunc) << bytes;
    }

    test::TemporaryFolder folder;
    std::string jpeg = test::make_jpeg(64, 48);
    archive::RecordedPicture picture = test::recorded_picture(1, folder.path().string());
};

TEST_F(FrameReaderTest, gives_the_picture_without_decoding_it) {
    const ReadFrame frame = read_frame(picture, false);
    EXPECT_EQ(frame.state, FrameState::good);
    EXPECT_EQ(frame.bytes, jpeg_frame(jpeg));
    // What has the recorded hash is taken for a picture, as it was one when it was saved.
    const std::string odd = jpeg.substr(0, jpeg.size() / 2) + "\xFF\xD9";
    write(odd);
    picture.facts.sha256 = base::hex_encode(base::sha256(odd));
    EXPECT_EQ(read_frame(picture, false).state, FrameState::good);
}

TEST_F(FrameReaderTest, decodes_what_was_changed) {
    const std::string other = test::make_jpeg(64, 48, 2);
    write(other);
    EXPECT_EQ(read_frame(picture, false).bytes, jpeg_frame(other));
    write(jpeg.substr(0, jpeg.size() / 2) + "\xFF\xD9");
    EXPECT_EQ(read_frame(picture, false).state, FrameState::broken);
    write("<html>");
    EXPECT_EQ(read_frame(picture, false).state, FrameState::broken);
}

TEST_F(FrameReaderTest, tells_missing_from_broken) {
    EXPECT_TRUE(has_file(picture));
    std::filesystem::remove(folder / picture.place.file);
    EXPECT_FALSE(has_file(picture));
    EXPECT_EQ(read_frame(picture, false).state, FrameState::missing);
    EXPECT_EQ(read_frame(picture, true).state, FrameState::missing);
    std::filesystem::create_directory(folder / picture.place.file);
    EXPECT_FALSE(has_file(picture));
    EXPECT_EQ(read_frame(picture, false).state, FrameState::broken);
}

TEST_F(FrameReaderTest, decodes_for_a_stamp) {
    const ReadFrame frame = read_frame(picture, true);
    EXPECT_EQ(frame.state, FrameState::good);
    EXPECT_TRUE(frame.bytes.starts_with("P6\n64 48\n255\n"));
    write(jpeg.substr(0, jpeg.size() / 2));
    EXPECT_EQ(read_frame(picture, true).state, FrameState::broken);
}

TEST_F(FrameReaderTest, looks_up_an_unknown_size) {
    complete_size(picture);
    EXPECT_EQ(picture.facts.width, 640);
    picture.facts.width = 0;
    complete_size(picture);
    EXPECT_EQ(picture.facts.width, 64);
    EXPECT_EQ(picture.facts.height, 48);
}

} // namespace
} // namespace film
