// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "support/error_of.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"
#include "web/access/page_settings.hpp"
#include "web/access/password.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace {

struct PageSettingsTest : testing::Test {
    test::TemporaryFolder folder;
    test::ManualClock clock;
    std::filesystem::path file = folder / "Settings.json.page";

    void change(const std::function<void(web::PageSettings&)>& change) {
        web::change_page_settings(file, clock, {}, change);
    }
};

TEST_F(PageSettingsTest, AreEmptyWithoutAFile) {
    EXPECT_EQ(web::load_page_settings(file).password, "");
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(PageSettingsTest, KeepPasswordAndKeys) {
    const base::Secret key = web::make_key();
    change([&](web::PageSettings& settings) {
        settings.password = "hash";
        settings.keys.push_back({"tablet", web::hash_key(key), "now"});
    });
    const web::PageSettings settings = web::load_page_settings(file);
    EXPECT_EQ(settings.password, "hash");
    EXPECT_TRUE(settings.has_key(key));
    EXPECT_FALSE(settings.has_key(web::make_key()));
    EXPECT_FALSE(settings.has_key(base::Secret()));
    EXPECT_FALSE(base::is_open_to_others(file));
    EXPECT_EQ(base::read_file(file, 10'000)->find(key.reveal()), std::string::npos);
}

TEST_F(PageSettingsTest, KeepWhatALaterVersionAdded) {
    base::write_file_atomically(file, R"({"Later": 7, "Keys": []})", {});
    change([](web::PageSettings& settings) { settings.password = "hash"; });
    EXPECT_NE(base::read_file(file, 10'000)->find("\"Later\": 7"), std::string::npos);
}

TEST_F(PageSettingsTest, AreRefusedWhenTheyAreDamaged) {
    base::write_file_atomically(file, "{", {});
    const auto error = test::error_of([&] { web::load_page_settings(file); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_NE(error.message().find("damaged"), std::string::npos);
}

} // namespace
