// SPDX-License-Identifier: Apache-2.0
// Where a plan puts pictures, and bad values of the settings.
#include "cli/get/get_plan.hpp"
#include "support/error_of.hpp"
#include "support/scoped_variable.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <tuple>

namespace cli {
namespace {

using settings::Settings;
using testing::HasSubstr;

GetPlan planned(const GetOptions& options, const Settings& settings = {}) {
    return make_plan(options, settings, {});
}

base::Error usage_error_in(const GetOptions& options, const Settings& settings = {},
                           const OutputOptions& output = {}) {
    const base::Error error = test::error_of([&] { make_plan(options, settings, output); });
    EXPECT_EQ(error.code(), base::ErrorCode::usage);
    return error;
}

TEST(MakePlan, a_bad_key_of_the_settings_is_named_and_no_usage_error) {
    const auto message_of = [](const Settings& settings) {
        const base::Error error = test::error_of([&] { make_plan({}, settings, {}); });
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
        return error.message();
    };
    Settings settings;
    settings.file_name = "{nonsense}.jpg";
    EXPECT_THAT(message_of(settings), HasSubstr("FileName in the settings"));
    settings = {};
    settings.latest_file_name = "{time:%H}.jpg";
    EXPECT_THAT(message_of(settings), HasSubstr("LatestFileName in the settings"));
    settings = {};
    settings.exec_command = "'unclosed";
    EXPECT_THAT(message_of(settings), HasSubstr("ExecCommand in the settings"));
}

#ifndef _WIN32
TEST(MakePlan, a_folder_of_another_system_in_the_settings_is_refused_until_out_is_given) {
    Settings settings;
    settings.output_path = "C:\\Pictures\\Ring\\";
    const base::Error error = test::error_of([&] { make_plan({}, settings, {}); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_THAT(error.message(), HasSubstr("OutputPath in the settings"));
    GetOptions options;
    options.out = "/pictures";
    EXPECT_EQ(planned(options, settings).folder, "/pictures");
}
#endif

TEST(MakePlan, a_tilde_is_the_home_folder) {
    const test::ScopedVariable home("HOME", "/home/kim");
    Settings settings;
    settings.output_path = "~/pictures";
    settings.latest_file_name = "~/www/doors/{name}.jpg";
    const GetPlan result = planned({}, settings);
    EXPECT_EQ(result.folder, "/home/kim/pictures");
    EXPECT_EQ(result.latest_folder, "/home/kim/www/doors/");
    EXPECT_EQ(result.latest->text(), "{name}.jpg");
}

TEST(MakePlan, the_steady_name_may_be_a_path_of_its_own) {
    GetOptions options;
    options.out = "/pictures";
    for (const auto& [latest, folder, name] :
         {std::tuple("door.jpg", "/pictures", "door.jpg"),
          std::tuple("a/{id}.jpg", "/pictures", "a/{id}.jpg"),
          std::tuple("/srv/www/door.jpg", "/srv/www/", "door.jpg"),
          std::tuple("/srv/x-{id}/door.jpg", "/srv/", "x-{id}/door.jpg")}) {
        options.latest_file_name = latest;
        const GetPlan result = planned(options);
        EXPECT_EQ(result.latest_folder, folder) << latest;
        EXPECT_EQ(result.latest->text(), name) << latest;
    }
    options.latest_file_name = "/srv/www/";
    EXPECT_THAT(usage_error_in(options).message(), HasSubstr("empty"));
}

TEST(MakePlan, a_name_of_a_picture_is_that_file) {
    const test::TemporaryFolder folder;
    const std::filesystem::path is_folder = folder.path() / "folder.jpg";
    std::filesystem::create_directory(is_folder);
    GetOptions options;
    options.devices = {"garden"};
    for (const char* name : {"garden.jpg", "Garden.JPEG", "{12:30}.jpg"}) {
        options.out = (folder.path() / name).string();
        const GetPlan result = planned(options);
        EXPECT_TRUE(result.is_one_file) << name;
        EXPECT_EQ(result.folder, folder.path()) << name;
        EXPECT_EQ(result.name.render({}).text(), name);
        EXPECT_FALSE(result.needs_details());
    }
    for (const std::string& out :
         {is_folder.string(), std::string("pictures"), std::string("a.png"), std::string(".jpg"),
          std::string("x.jpg/")}) {
        options.out = out;
        EXPECT_FALSE(planned(options).is_one_file) << out;
        EXPECT_EQ(planned(options).folder, out);
    }
    options.out = "garden.jpg";
    EXPECT_EQ(planned(options).folder, "");
}

TEST(MakePlan, one_file_goes_with_neither_a_name_nor_several_cameras) {
    GetOptions options;
    options.out = "x.jpg";
    options.devices = {"garden", "door"};
    EXPECT_THAT(usage_error_in(options).message(), HasSubstr("several cameras"));
    options.devices = {"garden"};
    options.file_name = "{id}.jpg";
    EXPECT_THAT(usage_error_in(options).message(), HasSubstr("--name"));
    Settings settings;
    settings.file_name = "{id}.jpg";
    options.file_name.reset();
    EXPECT_EQ(planned(options, settings).name.text(), "x.jpg");
}

} // namespace
} // namespace cli
