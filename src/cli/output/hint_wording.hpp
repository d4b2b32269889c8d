// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cli {

/// The user for whom hints are worded.
struct HintWording {
    /// The settings file in use, when commands do not find it by themselves; else empty.
    std::string settings_file;
    /// The user writes RingSnapshotDownload and its options.
    bool old_form = false;
};

/// `hint` with commands and options as this user has to write them: with the option that names the
/// settings, and in the old form as far as that has them.
std::string complete_hint(std::string hint, const HintWording& wording);

/// The option that names `file`, with a blank before it; empty for no file.
std::string settings_option(const std::string& file);

} // namespace cli
