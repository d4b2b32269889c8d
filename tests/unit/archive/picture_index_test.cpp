// SPDX-License-Identifier: Apache-2.0
#include "archive/picture_index.hpp"
#include "base/files/files.hpp"
#include "support/error_of.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct PictureIndexTest : testing::Test {
    static IndexEntry entry(const std::string& path, const std::string& camera = "31000417") {
        return {path, camera, "Front Door", base::SystemTime(1'790'000'000'345ms), 4711, "ab01"};
    }

    PictureIndex index() { return PictureIndex(file, clock); }

    std::vector<std::string> paths() {
        std::vector<std::string> found;
        for (const IndexEntry& each : index().entries()) {
            found.push_back(each.path);
        }
        return found;
    }

    static IndexEntry captured(const std::string& path, base::SystemTime time,
                               const std::string& camera = "31000417") {
        IndexEntry result = entry(path, camera);
        result.captured = time;
        return result;
    }

    std::vector<std::string> told() {
        std::vector<std::string> found;
        index().for_each([&](const IndexEntry& each) { found.push_back(each.path); });
        return found;
    }

    std::string text() const { return base::read_file(file, 1 << 20).value_or(""); }

    void add_text(const std::string& bytes) const {
        std::ofstream(file, std::ios::binary | std::ios::app) << bytes;
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    std::filesystem::path file = folder / "pictures.jsonl";
};

TEST_F(PictureIndexTest, without_a_file_has_no_entries) {
    EXPECT_THAT(index().entries(), IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(PictureIndexTest, keeps_every_fact_of_an_entry) {
    index().append(entry("/pictures/\"Tür\"\n1.jpg"));
    const std::vector<IndexEntry> entries = index().entries();
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].path, "/pictures/\"Tür\"\n1.jpg");
    EXPECT_EQ(entries[0].camera_id, "31000417");
    EXPECT_EQ(entries[0].camera_name, "Front Door");
    EXPECT_EQ(entries[0].captured, base::SystemTime(1'790'000'000'345ms));
    EXPECT_EQ(entries[0].size, 4711U);
    EXPECT_EQ(entries[0].sha256, "ab01");
}

TEST_F(PictureIndexTest, is_a_json_object_a_line_in_the_order_of_saving) {
    index().append(entry("/b.jpg"));
    index().append(entry("/a.jpg"));
    EXPECT_EQ(text(), R"({"path":"/b.jpg","id":"31000417","name":"Front Door",)"
                      R"("captured_ms":1790000000345,"size":4711,"sha256":"ab01"})"
                      "\n"
                      R"({"path":"/a.jpg","id":"31000417","name":"Front Door",)"
                      R"("captured_ms":1790000000345,"size":4711,"sha256":"ab01"})"
                      "\n");
    EXPECT_THAT(paths(), ElementsAre("/b.jpg", "/a.jpg"));
}

TEST_F(PictureIndexTest, is_for_its_owner_alone) {
    index().append(entry("/a.jpg"));
    index().append(entry("/b.jpg"));
    EXPECT_FALSE(base::is_open_to_others(file));
}

TEST_F(PictureIndexTest, of_several_entries_for_one_path_has_the_last) {
    IndexEntry first = entry("/a.jpg");
    first.sha256 = "01";
    IndexEntry second = entry("/a.jpg");
    second.sha256 = "02";
    index().append(first);
    index().append(entry("/b.jpg"));
    index().append(second);
    const std::vector<IndexEntry> entries = index().entries();
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].path, "/a.jpg");
    EXPECT_EQ(entries[0].sha256, "02");
}

TEST_F(PictureIndexTest, skips_what_cannot_be_read) {
    index().append(entry("/a.jpg"));
    for (const char* line :
         {"", "{", "[]", "null", "7", "\"text\"", "{}", R"({"path":"/x.jpg"})",
          R"({"path":"","id":"7","captured_ms":1,"size":1})",
          R"({"path":7,"id":"7","captured_ms":1,"size":1})",
          R"({"path":"/x.jpg","id":7,"captured_ms":1,"size":1})",
          R"({"path":"/x.jpg","id":"7","captured_ms":"1","size":1})",
          R"({"path":"/x.jpg","id":"7","captured_ms":1.5,"size":1})",
          R"({"path":"/x.jpg","id":"7","captured_ms":-1,"size":1})",
          R"({"path":"/x.jpg","id":"7","captured_ms":9223372036854775807,"size":1})",
          R"({"path":"/x.jpg","id":"7","captured_ms":18446744073709551615,"size":1})",
          R"({"path":"/x.jpg","id":"7","captured_ms":1,"size":-1})", "\xff\xfe\x01"}) {
        add_text(std::string(line) + "\n");
    }
    index().append(entry("/b.jpg"));
    EXPECT_THAT(paths(), ElementsAre("/a.jpg", "/b.jpg"));
}

TEST_F(PictureIndexTest, a_line_torn_by_a_power_cut_costs_itself_alone) {
    index().append(entry("/a.jpg"));
    add_text(R"({"path":"/torn.jpg","id":"31)");
    EXPECT_THAT(paths(), ElementsAre("/a.jpg"));
    index().append(entry("/b.jpg"));
    index().append(entry("/c.jpg"));
    EXPECT_THAT(paths(), ElementsAre("/a.jpg", "/b.jpg", "/c.jpg"));
}

TEST_F(PictureIndexTest, loses_nothing_when_many_threads_append) {
    constexpr int threads = 8;
    constexpr int each = 25;
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < threads; ++i) {
            workers.emplace_back([this, i] {
                PictureIndex own = index();
                for (int n = 0; n < each; ++n) {
                    own.append(entry("/" + std::to_string(i) + "-" + std::to_string(n) + ".jpg"));
                }
            });
        }
    }
    const std::vector<std::string> found = paths();
    EXPECT_EQ(found.size(), std::size_t{threads * each});
    EXPECT_EQ(std::set<std::string>(found.begin(), found.end()).size(), found.size());
}

TEST_F(PictureIndexTest, loses_nothing_when_one_removes_while_others_append) {
    index().append(entry("/old.jpg", "1"));
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < 4; ++i) {
            workers.emplace_back([this, i] {
                for (int n = 0; n < 20; ++n) {
                    index().append(entry("/" + std::to_string(i * 20 + n) + ".jpg"));
                }
            });
        }
        workers.emplace_back([this] {
            for (int n = 0; n < 20; ++n) {
                index().append(entry("/old.jpg", "1"));
                index().remove([](const IndexEntry& each) { return each.camera_id == "1"; });
            }
        });
    }
    EXPECT_EQ(paths().size(), 80U);
}

TEST_F(PictureIndexTest, removes_what_is_unwanted_and_keeps_the_rest_in_order) {
    for (const char* path : {"/1.jpg", "/2.jpg", "/3.jpg", "/4.jpg"}) {
        index().append(entry(path));
    }
    index().remove(
        [](const IndexEntry& each) { return each.path == "/1.jpg" || each.path == "/3.jpg"; });
    EXPECT_THAT(paths(), ElementsAre("/2.jpg", "/4.jpg"));
    EXPECT_FALSE(base::is_open_to_others(file));
    index().append(entry("/5.jpg"));
    EXPECT_THAT(paths(), ElementsAre("/2.jpg", "/4.jpg", "/5.jpg"));
}

TEST_F(PictureIndexTest, goes_on_after_everything_was_removed) {
    index().append(entry("/1.jpg"));
    index().remove([](const IndexEntry&) { return true; });
    EXPECT_THAT(paths(), IsEmpty());
    index().append(entry("/2.jpg"));
    EXPECT_THAT(paths(), ElementsAre("/2.jpg"));
    index().append(entry("/1.jpg"));
    EXPECT_THAT(paths(), testing::UnorderedElementsAre("/1.jpg", "/2.jpg"));
}

TEST_F(PictureIndexTest, goes_on_telling_of_pictures_that_were_removed_or_replaced) {
    index().append(captured("/1.jpg", clock.now() - 3h));
    index().append(captured("/steady.jpg", clock.now() - 2h));
    index().append(captured("/steady.jpg", clock.now() - 1h));
    index().remove([](const IndexEntry& each) { return each.path == "/1.jpg"; });
    EXPECT_THAT(paths(), ElementsAre("/steady.jpg"));
    EXPECT_THAT(told(), ElementsAre("/1.jpg", "/steady.jpg", "/steady.jpg"));
    index().remove([](const IndexEntry&) { return true; });
    EXPECT_THAT(paths(), IsEmpty());
    EXPECT_THAT(told(), ElementsAre("/1.jpg", "/steady.jpg", "/steady.jpg"));
}

TEST_F(PictureIndexTest, tells_of_what_is_gone_for_two_days_and_of_the_last_ten_for_good) {
    index().append(captured("/other.jpg", clock.now() - 24h * 400, "7"));
    for (int i = 20; i >= 1; --i) {
        index().append(captured("/" + std::to_string(i), clock.now() - 24h * 30 - i * 1min));
    }
    index().append(captured("/older.jpg", clock.now() - 47h));
    index().append(captured("/new.jpg", clock.now() - 1h));
    index().remove([](const IndexEntry& each) { return each.path != "/new.jpg"; });
    EXPECT_THAT(paths(), ElementsAre("/new.jpg"));
    EXPECT_THAT(told(), ElementsAre("/other.jpg", "/8", "/7", "/6", "/5", "/4", "/3", "/2", "/1",
                                    "/older.jpg", "/new.jpg"));
}

TEST_F(PictureIndexTest, of_one_steady_name_does_not_grow_without_bounds) {
    const base::SystemTime first = clock.now() - 24h * 30;
    index().append(captured("/front.jpg", first));
    const std::string line = text();
    const std::size_t digits = line.find("captured_ms\":") + 13;
    auto time = std::chrono::duration_cast<std::chrono::milliseconds>(first.time_since_epoch());
    std::string lines;
    while (lines.size() + 2 * line.size() < (1U << 20)) {
        time += 1min;
        lines += std::string(line).replace(digits, 13, std::to_string(time.count()));
    }
    add_text(lines);
    index().append(captured("/front.jpg", clock.now()));
    EXPECT_LE(text().size(), 12 * line.size());
    EXPECT_THAT(paths(), ElementsAre("/front.jpg"));
    EXPECT_EQ(index().entries()[0].captured, clock.now());
}

TEST_F(PictureIndexTest, tells_of_a_capture_that_is_gone_once) {
    for (int i = 0; i < 5; ++i) {
        index().append(captured("/front.jpg", clock.now() - 1h));
    }
    index().remove([](const IndexEntry&) { return true; });
    EXPECT_THAT(told(), ElementsAre("/front.jpg"));
}

TEST_F(PictureIndexTest, remembers_which_pictures_ring_gave_no_time_for) {
    IndexEntry untimed = entry("/1.jpg");
    untimed.is_timed = false;
    index().append(untimed);
    index().append(entry("/2.jpg"));
    EXPECT_FALSE(index().entries()[0].is_timed);
    EXPECT_TRUE(index().entries()[1].is_timed);
}

TEST_F(PictureIndexTest, is_not_rewritten_when_nothing_is_unwanted) {
    index().append(entry("/1.jpg"));
    add_text("a line of some later version\n");
    const std::string before = text();
    index().remove([](const IndexEntry&) { return false; });
    EXPECT_EQ(text(), before);
}

TEST_F(PictureIndexTest, that_cannot_be_written_is_an_error) {
    file = folder / "missing" / "pictures.jsonl";
    const base::Error error = test::error_of([this] { index().append(entry("/1.jpg")); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_THAT(error.message(), HasSubstr("pictures.jsonl"));
}

} // namespace
} // namespace archive
