// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue.hpp"
#include "archive/catalogue/record_lines.hpp"
#include "archive/catalogue/takeover.hpp"
#include "base/files/files.hpp"
#include "support/error_of.hpp"
#include "support/manual_clock.hpp"
#include "support/recorded_pictures.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace {

using archive::Catalogue;
using archive::RecordedPicture;
using test::k_first_capture;
using test::recorded_picture;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

class TakeoverTest : public testing::Test {
protected:
    TakeoverTest() { m_clock.set_now(k_first_capture + 1h); }

    /// A line as versions before the catalogue wrote it.
    static std::string old_line(int number, const std::string& more = "") {
        const RecordedPicture picture = recorded_picture(number);
        const auto captured = std::chrono::duration_cast<std::chrono::milliseconds>(
            picture.captured.time_since_epoch());
        return R"({"path":"/pictures/)" + picture.place.file +
               R"(","id":"1234","name":"Front Door","captured_ms":)" +
               std::to_string(captured.count()) + R"(,"size":)" +
               std::to_string(picture.facts.size) + R"(,"sha256":")" + test::digest(number) + "\"" +
               more + "}\n";
    }

    /// The same under one name for all.
    static std::string steady_line(int number) {
        std::string line = old_line(number);
        const std::string name = recorded_picture(number).place.file;
        return line.replace(line.find("/" + name) + 1, name.size(), "front.jpg");
    }

    void write_record(const std::string& text) {
        base::write_file_atomically(m_record, text, {.owner_only = true});
    }

    std::string text_of(const char* ending) const {
        return base::read_file(m_record.string() + ending, std::size_t{1} << 24).value_or("none");
    }

    Catalogue& open() {
        m_catalogue = std::make_unique<Catalogue>(
            m_record, m_clock,
            Catalogue::Options{
                .stop = m_stop.get_token(),
                .tell = [this](const archive::CatalogueNews& one) { m_news.push_back(one); }});
        return *m_catalogue;
    }

    static std::size_t count_all(Catalogue& catalogue) {
        std::size_t count = 0;
        catalogue.for_each(true, [&](const RecordedPicture&) { ++count; });
        return count;
    }

    test::TemporaryFolder m_folder;
    std::filesystem::path m_record = m_folder / "Settings.json.pictures";
    test::ManualClock m_clock;
    std::stop_source m_stop;
    std::vector<archive::CatalogueNews> m_news;
    std::unique_ptr<Catalogue> m_catalogue;
};

TEST_F(TakeoverTest, whoever_opens_the_catalogue_first_takes_the_record_over) {
    const std::string text = old_line(1) + old_line(2);
    write_record(text);

    const auto newest = open().newest("1234");

    ASSERT_TRUE(newest);
    EXPECT_EQ(newest->place.file, "2.jpg");
    EXPECT_EQ(newest->facts.received_sha256, test::digest(2));
    EXPECT_FALSE(std::filesystem::exists(m_record));
    EXPECT_EQ(text_of(".imported"), text);
    ASSERT_THAT(m_news, SizeIs(1));
    EXPECT_FALSE(m_news[0].is_warning);
    EXPECT_EQ(m_news[0].sentence, "the record of 2 saved pictures was taken into the catalogue");
}

TEST_F(TakeoverTest, broken_lines_are_counted) {
    write_record(old_line(1) + "{\"path\":\"torn\n" + old_line(2).substr(0, 40));
    EXPECT_EQ(count_all(open()), 1U);
    ASSERT_THAT(m_news, SizeIs(1));
    EXPECT_THAT(m_news[0].sentence, HasSubstr("1 saved picture was taken"));
    EXPECT_THAT(m_news[0].sentence, HasSubstr("2 lines could not be read"));
}

TEST_F(TakeoverTest, of_several_lines_for_a_path_the_last_counts) {
    write_record(steady_line(1) + steady_line(3) + steady_line(2));
    Catalogue& catalogue = open();
    EXPECT_EQ(catalogue.find({"/pictures", "front.jpg"})->captured, k_first_capture + 2min);
    EXPECT_EQ(catalogue.recent_captures("1234", 10).size(), 3U);
    EXPECT_EQ(catalogue.cameras().at(0).pictures, 1U);
}

TEST_F(TakeoverTest, what_is_history_stays_history) {
    write_record(old_line(1) + old_line(2, R"(,"history":true)") +
                 old_line(1, R"(,"history":true)"));
    Catalogue& catalogue = open();
    EXPECT_EQ(catalogue.cameras().at(0).pictures, 0U);
    EXPECT_EQ(catalogue.recent_captures("1234", 10).size(), 2U);
}

TEST_F(TakeoverTest, a_steady_name_of_years_leaves_what_is_of_use) {
    std::string text;
    for (int number = -600; number <= 0; ++number) {
        text += steady_line(number * 60);
    }
    write_record(text);
    EXPECT_LE(count_all(open()), 50U);
}

TEST_F(TakeoverTest, a_camera_recorded_without_a_name_has_none) {
    std::string line = old_line(1);
    line.replace(line.find("Front Door"), 10, "camera 1234");
    write_record(line);
    EXPECT_EQ(open().cameras().at(0).name, "");
}

TEST_F(TakeoverTest, killed_before_the_record_was_put_away_it_happens_once_all_the_same) {
    const std::string text =
        old_line(1) + steady_line(2) + steady_line(3) + old_line(4, R"(,"history":true)");
    write_record(text);
    const std::size_t count = count_all(open());
    const std::int64_t number = m_catalogue->find({"/pictures", "1.jpg"})->number;
    m_catalogue.reset();
    std::filesystem::remove(m_record.string() + ".imported");
    write_record(text);

    EXPECT_EQ(count_all(open()), count);
    EXPECT_EQ(m_catalogue->find({"/pictures", "1.jpg"})->number, number);
    EXPECT_EQ(m_catalogue->cameras().at(0).pictures, 2U);
}

TEST_F(TakeoverTest, a_record_that_appears_again_is_taken_over_again) {
    write_record(old_line(1));
    Catalogue& catalogue = open();
    catalogue.add(recorded_picture(2));

    write_record(old_line(3));

    EXPECT_EQ(catalogue.newest("1234")->place.file, "3.jpg");
    EXPECT_EQ(catalogue.cameras().at(0).pictures, 3U);
    EXPECT_FALSE(std::filesystem::exists(m_record));
    EXPECT_EQ(text_of(".imported"), old_line(1) + old_line(3));
}

TEST_F(TakeoverTest, a_record_that_appears_again_does_not_replace_what_was_saved_since) {
    RecordedPicture later = recorded_picture(9);
    later.place.file = "front.jpg";
    Catalogue& catalogue = open();
    catalogue.add(later);

    write_record(steady_line(3));

    EXPECT_EQ(catalogue.find(later.place)->captured, later.captured);
    EXPECT_EQ(catalogue.recent_captures("1234", 10).size(), 2U);
}

TEST_F(TakeoverTest, a_stop_leaves_the_record_for_the_next_run) {
    std::string text;
    for (int number = 1; number <= 1000; ++number) {
        text += old_line(number);
    }
    write_record(text);
    m_stop.request_stop();
    EXPECT_EQ(test::error_of([this] { open().cameras(); }).code(), base::ErrorCode::interrupted);
    EXPECT_EQ(text_of(""), text);

    m_stop = {};
    EXPECT_EQ(open().cameras().at(0).pictures, 1000U);
}

TEST_F(TakeoverTest, what_was_postponed_is_recorded_later_and_its_file_goes) {
    Catalogue& catalogue = open();
    RecordedPicture picture = recorded_picture(1);
    picture.facts.received_sha256 = test::digest(9);
    catalogue.postpone({picture});
    catalogue.postpone({recorded_picture(2)});
    EXPECT_FALSE(base::is_open_to_others(m_record.string() + ".pending"));

    EXPECT_EQ(catalogue.find(picture.place)->facts.received_sha256, test::digest(9));
    EXPECT_EQ(catalogue.cameras().at(0).pictures, 2U);
    EXPECT_EQ(text_of(".pending"), "none");
    EXPECT_THAT(m_news, IsEmpty());

    catalogue.postpone({recorded_picture(3)});
    EXPECT_EQ(catalogue.cameras().at(0).pictures, 3U);
}

TEST_F(TakeoverTest, nothing_is_taken_over_where_there_is_nothing) {
    open().cameras();
    EXPECT_FALSE(std::filesystem::exists(m_record.string() + ".db"));
    std::filesystem::create_directories(m_record);
    open().add(recorded_picture(1));
    EXPECT_TRUE(std::filesystem::is_directory(m_record));
}

} // namespace
