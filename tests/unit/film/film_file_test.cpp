// SPDX-License-Identifier: Apache-2.0
#include "film/film_file.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>

namespace film {
namespace {

std::string number(std::uint64_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        text += static_cast<char>(value >> static_cast<unsigned>(shift));
    }
    return text;
}

std::string box(const std::string& type, const std::string& content) {
    return number(content.size() + 8, 4) + type + content;
}

std::string index_of(std::uint64_t frames, const std::string& comment) {
    const std::string sizes = box("stsz", std::string(8, '\0') + number(frames, 4));
    const std::string text = box("\xA9"
                                 "cmt",
                                 box("data", std::string(8, '\0') + comment));
    return box("mvhd", "x") +
           box("trak",
               box("tkhd", "") + box("mdia", box("minf", box("stbl", box("stsd", "y") + sizes)))) +
           box("udta", box("meta", std::string(4, '\0') + box("hdlr", "z") + box("ilst", text)));
}

struct FilmFileTest : testing::Test {
    std::optional<FilmFile> read(const std::string& bytes) const {
        std::ofstream(folder / "film.mp4", std::ios::binary | std::ios::trunc) << bytes;
        return read_film_file(folder / "film.mp4");
    }

    test::TemporaryFolder folder;
    std::string index = index_of(281, "ring-snapshot film abc");
    std::string film =
        box("ftyp", "isom") + box("moov", index) + box("mdat", std::string(999, 'm'));
};

TEST_F(FilmFileTest, tells_frames_and_fingerprint) {
    const auto found = read(film);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->frames, 281U);
    EXPECT_EQ(found->fingerprint, "abc");
}

TEST_F(FilmFileTest, knows_large_boxes) {
    const std::string large = number(1, 4) + "mdat" + number(16 + 5, 8) + "12345";
    const auto found = read(box("ftyp", "") + large + box("moov", index));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->frames, 281U);
}

TEST_F(FilmFileTest, has_no_fingerprint_when_it_is_not_ours) {
    EXPECT_EQ(read_film_index(index_of(3, "holidays"))->fingerprint, "");
    EXPECT_EQ(read_film_index(index.substr(0, index.find("udta") - 4))->fingerprint, "");
}

TEST_F(FilmFileTest, is_whole_from_its_type_to_its_end) {
    EXPECT_TRUE(is_whole_film(film));
    EXPECT_TRUE(is_whole_film(box("ftyp", "isom") + box("mdat", "x") + box("moov", index)));
    EXPECT_TRUE(is_whole_film(box("ftyp", "isom") + box("moov", index) + number(0, 4) + "mdat..."));
    for (std::size_t size = 0; size < film.size(); ++size) {
        EXPECT_EQ(is_whole_film(film.substr(0, size)), size == film.size() - 999 - 8) << size;
    }
    EXPECT_FALSE(is_whole_film(film + "x"));
    EXPECT_FALSE(is_whole_film(box("moov", index) + box("ftyp", "isom")));
    EXPECT_FALSE(is_whole_film(box("ftyp", "isom") + box("mdat", "x")));
    EXPECT_FALSE(is_whole_film("<html><body>moov</body></html>"));
}

TEST_F(FilmFileTest, is_nothing_unless_it_is_whole) {
    for (std::size_t size = 0; size < film.size(); size += 11) {
        EXPECT_FALSE(read(film.substr(0, size))) << size;
    }
    EXPECT_FALSE(read(film + "x"));
    EXPECT_FALSE(read("<html>a page of some length</html>"));
    EXPECT_FALSE(read_film_file(folder / "none.mp4"));
    EXPECT_FALSE(read_film_file(folder.path()));
}

TEST_F(FilmFileTest, survives_any_index) {
    for (std::size_t place = 0; place < index.size(); ++place) {
        std::string broken = index;
        broken[place] = '\xFF';
        read_film_index(broken);
        read_film_index(std::string_view(index).substr(0, place));
    }
}

} // namespace
} // namespace film
