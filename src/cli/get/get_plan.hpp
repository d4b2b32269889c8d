// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive.hpp"
#include "archive/file_name.hpp"
#include "base/error.hpp"
#include "cli/line/options.hpp"
#include "cli/list/device_selection.hpp"
#include "cli/upload/upload_options.hpp"
#include "settings/settings.hpp"
#include "snapshot/camera_job.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// Where pictures go.
struct Destination {
    std::filesystem::path folder;
    /// The name of the one file that is meant; empty for a folder.
    std::string file_name;
};

/// What --out means: a name that ends in .jpg or .jpeg is a file, unless it is a folder already.
Destination find_destination(const std::string& out);

/// What a `get` does: its options completed from the settings and the defaults, and checked.
struct GetPlan {
    Selection selection;
    snapshot::PictureOptions picture_options;
    /// The picture goes to standard output instead of a file.
    bool to_stdout = false;
    std::filesystem::path folder;
    /// --out names the file of one picture, of which `folder` and `name` are the parts.
    bool is_one_file = false;
    archive::NameTemplate name;
    std::optional<archive::NameTemplate> latest;
    /// Where `latest` begins: `folder`, unless it was given as an absolute path.
    std::filesystem::path latest_folder;
    archive::PictureForm form = archive::PictureForm::as_received;
    /// Where pictures are uploaded too.
    std::vector<UploadDestination> destinations;
    /// How they are named there; std::nullopt: as their files.
    std::optional<archive::NameTemplate> upload_name;
    /// The words of --exec; empty for none.
    std::vector<std::string> exec;

    /// The folder as it is called wherever a program is started, in UTF-8.
    std::string absolute_folder() const;
    /// Whether the device list is needed for the file names, or for what is written into the files.
    bool needs_details() const;
    /// What the archive notes of uploads.
    archive::UploadPlan uploads() const;
    /// Whether something is asked of the API before the first picture is: fresh ones take the
    /// device list's word for which cameras have a battery.
    bool asks_before() const;
};

/// Throws Error{usage} for a bad path, template or command, or options that do not go together;
/// Error{cannot_write} for a key of the settings that holds a bad one.
GetPlan make_plan(const GetOptions& options, const settings::Settings& settings,
                  const OutputOptions& output);

/// Reads a value with `read`, which throws Error{usage} for a bad one. Where the value is not an
/// option but comes from the settings, that is an error of the settings which names their key.
template <typename Read>
auto read_value_of(bool from_settings, const char* key, Read read) {
    try {
        return read();
    } catch (const base::Error& error) {
        if (!from_settings || error.code() != base::ErrorCode::usage) {
            throw;
        }
        throw base::Error(
            base::ErrorCode::cannot_write,
            fmt::format("{} in the settings cannot be used ({})", key, error.message()),
            error.hint());
    }
}

/// What is wrong when one file is to hold the pictures of several cameras.
base::Error several_into_one_file();

/// Puts the options that were given into the settings, for --save; those of `watch` too.
void remember(const GetOptions& options, settings::Settings& settings);

} // namespace cli
