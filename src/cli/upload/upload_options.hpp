// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive.hpp"
#include "archive/file_name.hpp"
#include "cli/line/option_declarer.hpp"
#include "s3/bucket.hpp"
#include "s3/configuration.hpp"
#include "settings/settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cli {

/// A place to which pictures are uploaded, and how it is reached.
struct UploadDestination {
    s3::Target place;
    s3::Configuration store;

    /// As the catalogue knows it.
    archive::UploadTarget target() const { return {place.text(), store.endpoint}; }
};

/// The places that `urls` name. Throws Error{usage} for one that cannot be read, and when there are
/// no keys.
/// @param source  what messages name: "--upload"
/// @param wanted  the options for object stores, completed from the settings
std::vector<UploadDestination> find_destinations(const char* source,
                                                 const std::vector<std::string>& urls,
                                                 const settings::SavedOptions& wanted);

/// Declares --upload and --upload-name, and what declare_object_store() declares.
void declare_uploads(OptionDeclarer& command, settings::SavedOptions& options);

void declare_upload_name(OptionDeclarer& command, settings::SavedOptions& options);

/// Declares --s3-endpoint and its kin.
void declare_object_store(OptionDeclarer& command, settings::SavedOptions& options);

/// The template of --upload-name. Throws Error{usage} unless each capture gets a name of its own.
archive::NameTemplate read_upload_name(const std::string& text);

} // namespace cli
