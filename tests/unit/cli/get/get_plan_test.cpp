// SPDX-License-Identifier: Apache-2.0
#include "cli/get/get_plan.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace cli {
namespace {

using namespace std::chrono_literals;
using settings::Settings;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

GetPlan plan(const GetOptions& options, const Settings& settings = {}) {
    return make_plan(options, settings, {});
}

base::Error error_of(const GetOptions& options, const Settings& settings = {},
                     const OutputOptions& output = {}) {
    const base::Error error = test::error_of([&] { make_plan(options, settings, output); });
    EXPECT_EQ(error.code(), base::ErrorCode::usage);
    return error;
}

TEST(MakePlan, without_anything_given_or_remembered_has_the_defaults) {
    const GetPlan result = plan({});
    EXPECT_THAT(result.selection.devices, IsEmpty());
    EXPECT_FALSE(result.selection.all);
    EXPECT_EQ(result.selection.location, std::nullopt);
    EXPECT_FALSE(result.picture_options.fresh);
    EXPECT_FALSE(result.picture_options.require_fresh);
    EXPECT_EQ(result.picture_options.wait, 60s);
    EXPECT_EQ(result.picture_options.max_age, std::nullopt);
    EXPECT_EQ(result.picture_options.attempts, 3);
    EXPECT_FALSE(result.to_stdout);
    EXPECT_EQ(result.folder, "");
    EXPECT_EQ(result.name.text(), "{id} - {time:%Y-%m-%d %H-%M-%S}.jpg");
    EXPECT_FALSE(result.latest);
    EXPECT_THAT(result.exec, IsEmpty());
    EXPECT_EQ(result.form, archive::PictureForm::as_received);
    EXPECT_FALSE(result.needs_details());
}

TEST(MakePlan, exif_data_needs_the_device_list_also_for_standard_output) {
    GetOptions options;
    options.devices = {"31000417"};
    options.exif = true;
    EXPECT_EQ(plan(options).form, archive::PictureForm::with_exif);
    EXPECT_TRUE(plan(options).needs_details());
    options.out = "-";
    EXPECT_TRUE(plan(options).needs_details());
    Settings settings;
    remember(options, settings);
    EXPECT_EQ(plan({}, settings).form, archive::PictureForm::with_exif);
}

TEST(MakePlan, takes_one_way_to_choose_cameras_and_one_kind_of_picture) {
    GetOptions all;
    all.all = true;
    GetOptions door = all;
    door.devices = {"door"};
    GetOptions home = all;
    home.location = "Home";
    for (const GetOptions& both : {door, home}) {
        EXPECT_THAT(error_of(both).message(),
                    HasSubstr("choose one: camera names, --all, or --location"));
    }
    GetOptions fresh;
    fresh.cached = fresh.fresh = true;
    GetOptions required;
    required.cached = required.require_fresh = true;
    for (const GetOptions& both : {fresh, required}) {
        EXPECT_THAT(error_of(both).message(), HasSubstr("choose one: --cached"));
    }
}

TEST(MakePlan, what_was_given_goes_before_what_was_remembered_and_that_before_the_default) {
    Settings settings;
    settings.wait = 90s;
    settings.maximum_age = 1h;
    settings.maximum_retries = 7;
    settings.output_path = "/remembered";
    settings.file_name = "remembered.jpg";
    settings.latest_file_name = "latest.jpg";
    settings.exec_command = "notify 'a b'";
    GetPlan result = plan({}, settings);
    EXPECT_EQ(result.picture_options.wait, 90s);
    EXPECT_EQ(result.picture_options.max_age, 1h);
    EXPECT_EQ(result.picture_options.attempts, 7);
    EXPECT_EQ(result.folder, "/remembered");
    EXPECT_EQ(result.name.text(), "remembered.jpg");
    EXPECT_EQ(result.latest->text(), "latest.jpg");
    EXPECT_THAT(result.exec, ElementsAre("notify", "a b"));

    GetOptions options;
    options.wait = 5s;
    options.maximum_age = 10min;
    options.maximum_retries = 1;
    options.out = "/given";
    options.file_name = "{id}.jpg";
    options.latest_file_name = "{name}.jpg";
    options.exec_command = "true";
    result = plan(options, settings);
    EXPECT_EQ(result.picture_options.wait, 5s);
    EXPECT_EQ(result.picture_options.max_age, 10min);
    EXPECT_EQ(result.picture_options.attempts, 1);
    EXPECT_EQ(result.folder, "/given");
    EXPECT_EQ(result.name.text(), "{id}.jpg");
    EXPECT_EQ(result.latest->text(), "{name}.jpg");
    EXPECT_THAT(result.exec, ElementsAre("true"));
}

TEST(MakePlan, cameras_are_those_given_else_those_remembered_else_the_device_of_the_old_form) {
    Settings settings;
    settings.device_id = 9007199254740995;
    EXPECT_THAT(plan({}, settings).selection.devices, ElementsAre("9007199254740995"));

    settings.devices = {"Front Door", "Driveway"};
    EXPECT_THAT(plan({}, settings).selection.devices, ElementsAre("Front Door", "Driveway"));

    Settings all;
    all.device_id = 5;
    all.all_cameras = true;
    EXPECT_TRUE(plan({}, all).selection.all);
    EXPECT_THAT(plan({}, all).selection.devices, IsEmpty());

    Settings home;
    home.device_id = 5;
    home.location = "Home";
    EXPECT_EQ(plan({}, home).selection.location, "Home");
    EXPECT_THAT(plan({}, home).selection.devices, IsEmpty());

    GetOptions given;
    given.devices = {"Garden"};
    for (const Settings& remembered : {settings, all, home}) {
        const Selection selection = plan(given, remembered).selection;
        EXPECT_THAT(selection.devices, ElementsAre("Garden"));
        EXPECT_FALSE(selection.all);
        EXPECT_EQ(selection.location, std::nullopt);
    }
    GetOptions given_all;
    given_all.all = true;
    EXPECT_TRUE(plan(given_all, home).selection.all);
    EXPECT_EQ(plan(given_all, home).selection.location, std::nullopt);
    GetOptions given_home;
    given_home.location = "Office";
    EXPECT_EQ(plan(given_home, all).selection.location, "Office");
    EXPECT_FALSE(plan(given_home, all).selection.all);
}

TEST(MakePlan, freshness_is_what_was_given_else_what_was_remembered) {
    struct Case {
        bool fresh, cached, require;
        std::optional<bool> remembered_fresh, remembered_require;
        bool expect_fresh, expect_require;
    };

    const Case table[] = {
        {false, false, false, {}, {}, false, false},
        {true, false, false, {}, {}, true, false},
        {false, false, true, {}, {}, true, true},
        {false, false, false, true, {}, true, false},
        {false, false, false, {}, true, true, true},
        {false, false, false, false, true, true, true},
        {false, true, false, true, true, false, false},
        {false, true, false, {}, true, false, false},
        {true, false, false, false, {}, true, false},
        {true, false, false, {}, true, true, true},
        {false, false, true, false, false, true, true},
    };
    for (const Case& each : table) {
        GetOptions options;
        options.fresh = each.fresh;
        options.cached = each.cached;
        options.require_fresh = each.require;
        Settings settings;
        settings.fresh = each.remembered_fresh;
        settings.require_fresh = each.remembered_require;
        const auto picture_options = plan(options, settings).picture_options;
        EXPECT_EQ(picture_options.fresh, each.expect_fresh) << &each - table;
        EXPECT_EQ(picture_options.require_fresh, each.expect_require) << &each - table;
    }
}

TEST(MakePlan, the_old_forms_settings_do_not_make_the_new_form_ask_for_fresh_pictures) {
    Settings settings;
    settings.force_update = true;
    EXPECT_FALSE(plan({}, settings).picture_options.fresh);
}

TEST(MakePlan, details_are_needed_for_names_and_models_in_file_names_only) {
    GetOptions options;
    options.file_name = "{id} {time:%H}.jpg";
    EXPECT_FALSE(plan(options).needs_details());
    options.file_name = "{name} {time:%H}.jpg";
    EXPECT_TRUE(plan(options).needs_details());
    options.file_name = "{id}.jpg";
    options.latest_file_name = "{model}.jpg";
    EXPECT_TRUE(plan(options).needs_details());
}

TEST(MakePlan, bad_templates_and_commands_are_refused) {
    GetOptions options;
    options.file_name = "{nonsense}.jpg";
    error_of(options);
    options = {};
    options.file_name = "../{id}.jpg";
    error_of(options);
    options = {};
    options.latest_file_name = "{name} {time:%H}.jpg";
    EXPECT_THAT(error_of(options).message(), HasSubstr("--latest"));
    options = {};
    options.latest_file_name = "{utc:%H}.jpg";
    error_of(options);
    options = {};
    options.exec_command = "echo 'unclosed";
    error_of(options);
    options = {};
    options.exec_command = "  ";
    error_of(options);
    options.exec_command.reset();
    options.file_name = "~/{id}.jpg";
    EXPECT_THAT(error_of(options).message(), HasSubstr("--name"));
}

// The tests' standard output is no terminal.
TEST(MakePlan, standard_output_takes_one_picture_and_nothing_beside_it) {
    GetOptions options;
    options.out = "-";
    options.devices = {"door"};
    EXPECT_TRUE(plan(options).to_stdout);
    EXPECT_EQ(plan(options).folder, "");

    error_of(options, {},
             {.json = true, .quiet = false, .verbose = false, .color = ColorChoice::automatic});
    options.devices = {"door", "garden"};
    EXPECT_THAT(error_of(options).message(), HasSubstr("one camera"));
    options.devices = {"door"};
    options.latest_file_name = "{name}.jpg";
    error_of(options);
    options.latest_file_name.reset();
    options.exec_command = "true";
    error_of(options);
}

TEST(MakePlan, what_was_only_remembered_gives_way_to_standard_output) {
    Settings settings;
    settings.output_path = "/pictures";
    settings.latest_file_name = "{name}.jpg";
    settings.exec_command = "true";
    GetOptions options;
    options.out = "-";
    const GetPlan result = plan(options, settings);
    EXPECT_TRUE(result.to_stdout);
    EXPECT_FALSE(result.latest);
    EXPECT_THAT(result.exec, IsEmpty());
    EXPECT_FALSE(result.needs_details());
}

TEST(Remember, puts_in_what_was_given_and_leaves_the_rest) {
    Settings settings;
    settings.maximum_age = 1h;
    settings.device_id = 5;
    settings.exec_command = "old";
    GetOptions options;
    options.wait = 5s;
    options.file_name = "{id}.jpg";
    options.maximum_retries = 7;
    remember(options, settings);
    EXPECT_EQ(settings.wait, 5s);
    EXPECT_EQ(settings.file_name, "{id}.jpg");
    EXPECT_EQ(settings.maximum_retries, 7);
    EXPECT_EQ(settings.maximum_age, 1h);
    EXPECT_EQ(settings.device_id, 5);
    EXPECT_EQ(settings.exec_command, "old");
    options = {};
    options.maximum_age = 2h;
    options.latest_file_name = "{name}.jpg";
    options.exec_command = "new";
    remember(options, settings);
    EXPECT_EQ(settings.maximum_age, 2h);
    EXPECT_EQ(settings.latest_file_name, "{name}.jpg");
    EXPECT_EQ(settings.exec_command, "new");
    EXPECT_EQ(settings.wait, 5s);
}

TEST(Remember, one_way_of_naming_cameras_replaces_the_others) {
    Settings settings;
    GetOptions options;
    options.devices = {"31000417"};
    remember(options, settings);
    EXPECT_EQ(settings.device_id, 31000417);
    EXPECT_THAT(settings.devices, IsEmpty());

    options.devices = {"Front Door", "31000417"};
    remember(options, settings);
    EXPECT_EQ(settings.device_id, std::nullopt);
    EXPECT_THAT(settings.devices, ElementsAre("Front Door", "31000417"));

    options = {};
    options.all = true;
    remember(options, settings);
    EXPECT_EQ(settings.all_cameras, true);
    EXPECT_THAT(settings.devices, IsEmpty());

    options = {};
    options.location = "Home";
    remember(options, settings);
    EXPECT_EQ(settings.location, "Home");
    EXPECT_EQ(settings.all_cameras, std::nullopt);

    options = {};
    options.devices = {"Front Door"};
    remember(options, settings);
    EXPECT_EQ(settings.location, std::nullopt);
    EXPECT_THAT(settings.devices, ElementsAre("Front Door"));

    remember({}, settings);
    EXPECT_THAT(settings.devices, ElementsAre("Front Door"));
}

TEST(Remember, freshness_as_it_was_asked_for) {
    Settings settings;
    GetOptions fresh;
    fresh.fresh = true;
    remember(fresh, settings);
    EXPECT_EQ(settings.fresh, true);
    GetOptions required;
    required.require_fresh = true;
    remember(required, settings);
    EXPECT_EQ(settings.require_fresh, true);
    remember({}, settings);
    EXPECT_EQ(settings.require_fresh, true);
    GetOptions cached;
    cached.cached = true;
    remember(cached, settings);
    EXPECT_EQ(settings.fresh, false);
    EXPECT_EQ(settings.require_fresh, false);
    EXPECT_FALSE(plan({}, settings).picture_options.fresh);
}

TEST(Remember, what_is_remembered_makes_the_same_plan_again) {
    GetOptions options;
    options.devices = {"Front Door"};
    options.require_fresh = true;
    options.wait = 5s;
    options.maximum_age = 1h;
    options.out = "/pictures";
    options.file_name = "{name}/{time:%H}.jpg";
    options.latest_file_name = "{name}.jpg";
    options.maximum_retries = 4;
    options.exec_command = "notify 'a b'";
    Settings settings;
    remember(options, settings);
    std::vector<std::string> notices;
    const GetPlan again =
        plan({}, settings::parse_settings(settings::to_text(settings), "f", notices));
    const GetPlan first = plan(options);
    EXPECT_EQ(again.selection.devices, first.selection.devices);
    EXPECT_EQ(again.picture_options.fresh, first.picture_options.fresh);
    EXPECT_EQ(again.picture_options.require_fresh, first.picture_options.require_fresh);
    EXPECT_EQ(again.picture_options.wait, first.picture_options.wait);
    EXPECT_EQ(again.picture_options.max_age, first.picture_options.max_age);
    EXPECT_EQ(again.picture_options.attempts, first.picture_options.attempts);
    EXPECT_EQ(again.folder, first.folder);
    EXPECT_EQ(again.name.text(), first.name.text());
    EXPECT_EQ(again.latest->text(), first.latest->text());
    EXPECT_EQ(again.exec, first.exec);
    EXPECT_THAT(notices, IsEmpty());
}

TEST(Remember, a_folder_is_remembered_as_an_absolute_one_and_standard_output_never) {
    const test::TemporaryFolder folder;
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    Settings settings;
    GetOptions options;
    options.out = "pictures";
    remember(options, settings);
    std::filesystem::current_path(before);
    EXPECT_EQ(settings.output_path, (folder / "pictures").string());
    options.out = "-";
    remember(options, settings);
    EXPECT_EQ(settings.output_path, (folder / "pictures").string());
}

} // namespace
} // namespace cli
