// SPDX-License-Identifier: Apache-2.0
#include "cli/get/get_plan.hpp"

#include "base/files/paths.hpp"
#include "base/process/command.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

constexpr auto k_default_name = "{id} - {time:%Y-%m-%d %H-%M-%S}.jpg";

Selection make_selection(const GetOptions& options, const settings::Settings& settings) {
    if (!options.devices.empty() || options.all || options.location) {
        return {options.devices, options.all, options.location};
    }
    Selection remembered{settings.devices, settings.all_cameras.value_or(false), settings.location};
    if (remembered.devices.empty() && !remembered.all && !remembered.location &&
        settings.device_id) {
        remembered.devices = {std::to_string(*settings.device_id)};
    }
    return remembered;
}

snapshot::PictureOptions make_picture_options(const GetOptions& options,
                                              const settings::Settings& settings,
                                              const settings::SavedOptions& wanted) {
    snapshot::PictureOptions picture_options;
    const bool asked = options.fresh || options.require_fresh;
    picture_options.require_fresh =
        options.require_fresh || (!options.cached && settings.require_fresh.value_or(false));
    picture_options.fresh = asked || picture_options.require_fresh ||
                            (!options.cached && settings.fresh.value_or(false));
    picture_options.wait = wanted.wait.value_or(picture_options.wait);
    picture_options.max_age = wanted.maximum_age;
    picture_options.attempts = wanted.maximum_retries.value_or(settings::k_default_retries);
    return picture_options;
}

bool has_picture_extension(const std::filesystem::path& path) {
    const std::string extension = base::fold_case(base::utf8_from_path(path.extension()));
    return extension == ".jpg" || extension == ".jpeg";
}

std::string output_path(const GetOptions& options, const settings::Settings& settings) {
    if (options.out) {
        return *options.out;
    }
    return settings.output_path
               ? base::take_value(base::ValueKind::path, "OutputPath in the settings",
                                  *settings.output_path, ErrorCode::cannot_write)
               : "";
}

archive::NameTemplate name_template(const GetOptions& options,
                                    const std::optional<std::string>& wanted,
                                    const std::string& file_name) {
    if (!file_name.empty()) {
        if (options.file_name) {
            throw Error(ErrorCode::usage, "--out names a file, and --name is given too",
                        "give --out a folder, or leave --name out");
        }
        return archive::NameTemplate::exact(file_name);
    }
    return read_value_of(!options.file_name, "FileName", [&] {
        if (wanted && wanted->starts_with("~/")) {
            throw Error(ErrorCode::usage, "--name begins with ~, but names files below the folder",
                        "give the folder with --out");
        }
        return archive::NameTemplate(wanted.value_or(k_default_name));
    });
}

/// Takes the folder that an absolute template begins with off it: what stands before the first
/// field and the file name.
std::filesystem::path split_off_folder(std::string& text) {
    text = base::with_home_folder("--latest", text, ErrorCode::usage);
    if (!base::path_from_utf8(text).is_absolute()) {
        return {};
    }
    const std::string_view literal = std::string_view(text).substr(0, text.find('{'));
    const std::size_t slash =
        literal.find_last_of(base::k_path_style == base::PathStyle::windows ? "/\\" : "/");
    const std::filesystem::path folder = base::path_from_utf8(literal.substr(0, slash + 1));
    text.erase(0, slash + 1);
    return folder;
}

void set_latest(GetPlan& plan, std::string text) {
    const std::filesystem::path folder = split_off_folder(text);
    plan.latest_folder = folder.empty() ? plan.folder : folder;
    plan.latest.emplace(std::move(text));
    if (plan.latest->holds_time()) {
        throw Error(ErrorCode::usage, "--latest is a fixed name; it cannot hold a time",
                    "write it like {name}.jpg");
    }
}

void set_uploads(GetPlan& plan, const GetOptions& options, const settings::SavedOptions& wanted) {
    if (wanted.upload_name) {
        plan.upload_name = read_value_of(!options.upload_name, "UploadName",
                                         [&] { return read_upload_name(*wanted.upload_name); });
    }
    if (!wanted.upload) {
        return;
    }
    plan.destinations = read_value_of(!options.upload, "Upload", [&] {
        return find_destinations("--upload", *wanted.upload, wanted);
    });
    if (!plan.upload_name && !plan.name.holds_time()) {
        throw Error(ErrorCode::usage,
                    "--upload needs names with a time, so that no picture takes another's place",
                    "add: --upload-name \"{name}/{time:%Y-%m-%d}/{time:%H-%M-%S}.jpg\"");
    }
}

void check_choices(const GetOptions& options) {
    if (options.cached && (options.fresh || options.require_fresh)) {
        throw Error(ErrorCode::usage, "choose one: --cached, or --fresh and --require-fresh");
    }
    if (int{!options.devices.empty()} + int{options.all} + int{options.location.has_value()} > 1) {
        throw Error(ErrorCode::usage, "choose one: camera names, --all, or --location");
    }
}

void check_stdout(const GetPlan& plan, const OutputOptions& output) {
    if (output.json) {
        throw Error(ErrorCode::usage, "choose one: --out - or --json");
    }
    if (plan.latest || !plan.exec.empty() || !plan.destinations.empty()) {
        throw Error(ErrorCode::usage,
                    "--out - saves no file, so --latest, --exec and --upload do not go with it");
    }
    if (plan.selection.devices.size() > 1) {
        throw Error(ErrorCode::usage, "--out - is for one camera only");
    }
}

} // namespace

std::string GetPlan::absolute_folder() const {
    std::error_code failed;
    const std::filesystem::path absolute =
        (std::filesystem::current_path(failed) / folder).lexically_normal();
    return base::utf8_from_path(absolute.has_filename() ? absolute : absolute.parent_path());
}

bool GetPlan::needs_details() const {
    return form == archive::PictureForm::with_exif ||
           (!to_stdout && (name.needs_device_list() || (latest && latest->needs_device_list()) ||
                           (upload_name && upload_name->needs_device_list())));
}

archive::UploadPlan GetPlan::uploads() const {
    archive::UploadPlan uploads{.targets = {}, .name = upload_name};
    for (const UploadDestination& destination : destinations) {
        uploads.targets.push_back(destination.target());
    }
    return uploads;
}

bool GetPlan::asks_before() const {
    const auto& devices = selection.devices;
    return picture_options.fresh || needs_details() || devices.empty() ||
           std::any_of(devices.begin(), devices.end(),
                       [](const std::string& device) { return !parse_device_id(device); });
}

Destination find_destination(const std::string& out) {
    if (out == "-" || out == ".") {
        return {};
    }
    const std::filesystem::path path = base::path_from_utf8(out);
    std::error_code error;
    if (has_picture_extension(path) && !std::filesystem::is_directory(path, error)) {
        return {path.parent_path(), base::utf8_from_path(path.filename())};
    }
    return {path, {}};
}

Error several_into_one_file() {
    return Error(ErrorCode::usage, "--out names one file, but several cameras are chosen",
                 "give --out a folder, or choose one camera");
}

GetPlan make_plan(const GetOptions& options, const settings::Settings& settings,
                  const OutputOptions& output) {
    check_choices(options);
    const settings::SavedOptions wanted = settings.with(options);
    const std::string out = output_path(options, settings);
    const Destination destination = find_destination(out);
    // What was only remembered gives way to --out -, which was asked for now.
    const bool to_stdout = out == "-";
    const settings::SavedOptions& in_force = to_stdout ? options : wanted;
    GetPlan plan{
        .selection = make_selection(options, settings),
        .picture_options = make_picture_options(options, settings, wanted),
        .to_stdout = to_stdout,
        .folder = destination.folder,
        .is_one_file = !destination.file_name.empty(),
        .name = name_template(options, wanted.file_name, destination.file_name),
        .latest = {},
        .latest_folder = {},
        .form = wanted.exif.value_or(false) ? archive::PictureForm::with_exif
                                            : archive::PictureForm::as_received,
        .destinations = {},
        .upload_name = {},
        .exec = {},
    };
    if (plan.is_one_file && plan.selection.devices.size() > 1) {
        throw several_into_one_file();
    }
    if (const auto& text = in_force.latest_file_name) {
        read_value_of(!options.latest_file_name, "LatestFileName",
                      [&] { set_latest(plan, *text); });
    }
    if (const auto& command = in_force.exec_command) {
        plan.exec = read_value_of(!options.exec_command, "ExecCommand",
                                  [&] { return base::split_command(*command); });
    }
    set_uploads(plan, options, in_force);
    if (plan.to_stdout) {
        check_stdout(plan, output);
    }
    return plan;
}

void remember(const GetOptions& options, settings::Settings& settings) {
    settings::SavedOptions& saved = settings;
    saved = saved.with(options);
    if (!options.devices.empty() || options.all || options.location) {
        const auto id =
            options.devices.size() == 1 ? parse_device_id(options.devices.front()) : std::nullopt;
        settings.device_id = id;
        settings.devices = id ? std::vector<std::string>() : options.devices;
        settings.all_cameras = options.all ? std::optional(true) : std::nullopt;
        settings.location = options.location;
    }
    if (options.fresh || options.cached) {
        settings.fresh = options.fresh;
        settings.require_fresh = options.require_fresh;
    }
    if (options.require_fresh) {
        settings.require_fresh = true;
    }
    if (options.mqtt_ca) {
        settings.mqtt_ca = base::absolute_utf8(base::path_from_utf8(*options.mqtt_ca));
    }
    if (options.out && *options.out != "-") {
        // The next run may start in another folder.
        settings.output_path = base::absolute_utf8(base::path_from_utf8(*options.out));
    }
}

} // namespace cli
