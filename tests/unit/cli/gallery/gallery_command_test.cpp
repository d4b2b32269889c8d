// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "unit/cli/command_fixture.hpp"

#include <filesystem>
#include <string>

namespace cli {
namespace {

using testing::Contains;
using testing::HasSubstr;

struct GalleryCommand : CommandTest {
    std::filesystem::path catalogue = account.store.beside(".pictures.db");

    /// Takes a picture of each camera, shows them, and damages the catalogue.
    void show_and_damage() {
        ASSERT_EQ(run({"get", "--all"}), 0) << errors();
        ASSERT_EQ(run({"gallery", "."}), 0) << errors();
        for (const char* const ending : {"-wal", "-shm"}) {
            std::filesystem::remove(account.store.beside(std::string(".pictures.db") + ending));
        }
        base::write_file_atomically(catalogue, std::string(5000, 'x'), {});
    }

    static std::string cameras_file() {
        return base::read_file("gallery/cameras.js", 100'000).value_or("(none)");
    }
};

TEST_F(GalleryCommand, writes_a_page_of_what_is_saved) {
    ASSERT_EQ(run({"get", "--all"}), 0) << errors();
    EXPECT_EQ(run({"gallery", ".", "--check"}), 7);
    EXPECT_THAT(errors(), HasSubstr("not up to date"));
    ASSERT_EQ(run({"gallery", "."}), 0) << errors();
    EXPECT_THAT(output(), HasSubstr("7 files written, 0 removed; 2 pictures of 2 cameras"));
    EXPECT_THAT(pictures(), Contains("index.html"));
    EXPECT_EQ(run({"gallery", ".", "--check"}), 0);
    ASSERT_EQ(run({"gallery", ".", "--json"}), 0);
    EXPECT_EQ(objects().at(0)["written"], 0);
    ASSERT_EQ(run({"gallery", ".", "--quiet"}), 0);
    EXPECT_EQ(output(), "");
}

TEST_F(GalleryCommand, shows_the_cameras_that_are_named) {
    ASSERT_EQ(run({"get", "--all"}), 0) << errors();
    ASSERT_EQ(run({"gallery", ".", "drive", "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["cameras"], 1);
    EXPECT_EQ(run({"gallery", ".", "kitchen"}), 6);
}

TEST_F(GalleryCommand, refuses_days_that_are_none) {
    EXPECT_EQ(run({"gallery", ".", "--from", "yesterday"}), 2);
    EXPECT_EQ(run({"gallery", ".", "--from", "2026-02-02", "--to", "2026-02-01"}), 2);
    EXPECT_EQ(run({"gallery", ".", "--days", "3", "--from", "2026-02-01"}), 2);
    EXPECT_EQ(run({"gallery"}), 2);
}

TEST_F(GalleryCommand, does_not_take_a_damaged_catalogue_for_an_empty_one) {
    show_and_damage();
    const std::string shown = cameras_file();
    EXPECT_EQ(run({"gallery", "."}), 9);
    EXPECT_THAT(errors(), HasSubstr("archive rebuild"));
    EXPECT_EQ(cameras_file(), shown);
    EXPECT_EQ(base::read_file(catalogue, 10'000), std::string(5000, 'x'));
}

TEST_F(GalleryCommand, is_not_emptied_by_a_watch_whose_catalogue_was_damaged) {
    show_and_damage();
    const std::string shown = cameras_file();
    capture(driveway());
    capture(front_door());
    EXPECT_EQ(run({"watch", "--all", "--count", "1", "--gallery", "."}), 0);
    EXPECT_THAT(errors(), HasSubstr("a new one was begun"));
    EXPECT_THAT(errors(), HasSubstr("cannot write the gallery"));
    EXPECT_EQ(cameras_file(), shown);
    ASSERT_EQ(run({"archive", "rebuild", "."}), 0) << errors();
    EXPECT_EQ(run({"gallery", "."}), 0) << errors();
    EXPECT_THAT(output(), HasSubstr("4 pictures of 2 cameras"));
}

TEST_F(GalleryCommand, is_kept_up_to_date_by_watch) {
    ASSERT_EQ(run({"watch", k_driveway, "--count", "2", "--gallery", "."}), 0) << errors();
    EXPECT_THAT(pictures(), Contains("index.html"));
    EXPECT_EQ(run({"gallery", ".", "--check"}), 0) << errors();
}

TEST_F(GalleryCommand, does_not_end_a_watch_when_it_cannot_be_written) {
    ASSERT_EQ(run({"watch", k_driveway, "--count", "2", "--gallery", "elsewhere"}), 0);
    EXPECT_THAT(errors(), HasSubstr("cannot write the gallery"));
    EXPECT_EQ(errors().find("cannot write the gallery"),
              errors().rfind("cannot write the gallery"));
}

} // namespace
} // namespace cli
