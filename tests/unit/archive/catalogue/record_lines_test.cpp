// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/record_lines.hpp"
#include "support/recorded_pictures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <sstream>
#include <string>
#include <vector>

namespace {

using archive::read_record_line;
using archive::RecordedPicture;
using namespace std::chrono_literals;

std::vector<std::string> read_all(const std::string& text, std::size_t& broken) {
    std::vector<std::string> names;
    std::istringstream stream(text);
    broken = archive::read_record(
        stream, [&](const RecordedPicture& picture) { names.push_back(picture.place.file); });
    return names;
}

TEST(RecordLines, give_back_what_was_recorded) {
    RecordedPicture picture = test::recorded_picture(7, "/pictures/\"T\xC3\xBCr\"\n1");
    picture.is_timed = false;
    picture.facts.received_sha256 = test::digest(8);

    const auto read = read_record_line(archive::to_record_line(picture));

    ASSERT_TRUE(read);
    EXPECT_EQ(read->place, picture.place);
    EXPECT_EQ(read->camera_id, "1234");
    EXPECT_EQ(read->camera_name, "Front Door");
    EXPECT_EQ(read->captured, picture.captured);
    EXPECT_EQ(read->utc_offset, picture.utc_offset);
    EXPECT_FALSE(read->is_timed);
    EXPECT_EQ(read->facts.size, picture.facts.size);
    EXPECT_EQ(read->facts.width, 640);
    EXPECT_EQ(read->facts.height, 360);
    EXPECT_EQ(read->facts.brightness, 97.5);
    EXPECT_EQ(read->facts.sha256, test::digest(7));
    EXPECT_EQ(read->facts.received_sha256, test::digest(8));
    EXPECT_EQ(read->saved, picture.saved);
    EXPECT_FALSE(read->gone);
}

TEST(RecordLines, of_earlier_versions_are_understood) {
    const auto read =
        read_record_line(R"({"path":"/b/1.jpg","id":"31000417","name":"Front Door",)"
                         R"("captured_ms":1790000000345,"size":4711,"sha256":"ab01"})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->place, (archive::FilePlace{"/b", "1.jpg"}));
    EXPECT_EQ(read->captured, base::SystemTime(1'790'000'000'345ms));
    EXPECT_TRUE(read->is_timed);
    EXPECT_EQ(read->facts.size, 4711U);
    EXPECT_EQ(read->facts.received_sha256, "ab01");
    EXPECT_EQ(read->facts.width, 0);
    EXPECT_FALSE(read->facts.brightness);
    EXPECT_EQ(read->saved, read->captured);
    EXPECT_FALSE(read->gone);

    const auto history =
        read_record_line(R"({"path":"/b/1.jpg","id":"7","captured_ms":5,"size":1,"timed":false,)"
                         R"("history":true})");
    ASSERT_TRUE(history);
    EXPECT_FALSE(history->is_timed);
    EXPECT_TRUE(history->gone);
}

TEST(RecordLines, that_cannot_be_read_are_counted) {
    const std::string good = R"({"path":"/a.jpg","id":"7","captured_ms":1,"size":1})";
    std::string text = good + "\n";
    const std::vector<std::string> bad = {
        "{",
        "[]",
        "null",
        "7",
        "\"text\"",
        "{}",
        R"({"path":"/x.jpg"})",
        R"({"path":"","id":"7","captured_ms":1,"size":1})",
        R"({"path":"/","id":"7","captured_ms":1,"size":1})",
        R"({"path":"/a/..","id":"7","captured_ms":1,"size":1})",
        R"({"path":7,"id":"7","captured_ms":1,"size":1})",
        R"({"path":"/x.jpg","id":7,"captured_ms":1,"size":1})",
        R"({"path":"/x.jpg","id":"7","captured_ms":"1","size":1})",
        R"({"path":"/x.jpg","id":"7","captured_ms":1.5,"size":1})",
        R"({"path":"/x.jpg","id":"7","captured_ms":-1,"size":1})",
        R"({"path":"/x.jpg","id":"7","captured_ms":9223372036854775807,"size":1})",
        R"({"path":"/x.jpg","id":"7","captured_ms":18446744073709551615,"size":1})",
        R"({"path":"/x.jpg","id":"7","captured_ms":1,"size":-1})",
        "\xff\xfe\x01",
        R"({"path":"/torn.jpg","id":"31)",
        R"({"path":"/long.jpg","id":"7","captured_ms":1,"size":1,"x":")" +
            std::string(70'000, 'x') + "\"}"};
    for (const std::string& line : bad) {
        text += line + "\n";
    }
    text += "\n\r\n" + good;

    std::size_t broken = 0;
    EXPECT_THAT(read_all(text, broken), testing::ElementsAre("a.jpg", "a.jpg"));
    EXPECT_EQ(broken, bad.size());
}

TEST(RecordLines, with_facts_out_of_range_lose_these_alone) {
    const auto read = read_record_line(R"({"path":"/a.jpg","id":"7","captured_ms":1,"size":1,)"
                                       R"("width":-5,"height":1e99,"brightness":400,)"
                                       R"("utc_offset":999999,"saved_ms":-3})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->facts.width, 0);
    EXPECT_EQ(read->facts.height, 0);
    EXPECT_FALSE(read->facts.brightness);
    EXPECT_EQ(read->saved, read->captured);
    EXPECT_LE(std::chrono::abs(read->utc_offset), 24h);
}

} // namespace
