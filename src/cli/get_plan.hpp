// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/device_selection.hpp"
#include "cli/options.hpp"
#include "settings/settings.hpp"
#include "snapshot/camera_job.hpp"
#include "snapshot/file_name.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// What a `get` does: its options completed from the settings and the defaults, and checked.
struct GetPlan {
    Selection selection;
    snapshot::PictureWish wish;
    /// The picture goes to standard output instead of a file.
    bool to_stdout = false;
    std::filesystem::path folder;
    snapshot::NameTemplate name;
    std::optional<snapshot::NameTemplate> latest;
    /// The words of --exec; empty for none.
    std::vector<std::string> exec;

    /// Whether the device list is needed for the file names.
    bool needs_details() const;
};

/// Throws Error{usage} for a bad template or command, or options that do not go together.
GetPlan make_plan(const GetOptions& options, const settings::Settings& settings,
                  const OutputOptions& output);

/// Puts the options that were given into the settings, for --save.
void remember(const GetOptions& options, settings::Settings& settings);

} // namespace cli
