// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "cli/doctor/doctor_finding.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli::doctor {

/// Decides what strangers may read. Knows the private values of this machine and account, and takes
/// them out of texts that others worded.
class Privacy {
public:
    /// @param home  the user's home folder; empty when there is none
    explicit Privacy(std::string home = {});

    /// Has `value` replaced by `stand_in` wherever others' words hold it, a short one only as a
    /// word. Passed over are values of less than three characters, which stand in every text by
    /// chance, and those that tell nothing, such as the user "root" or a camera "Camera".
    void hide(std::string value, std::string stand_in);

    /// hide() for a path and all folders above it.
    void hide_path(const std::filesystem::path& path, std::string stand_in);

    /// A path: for strangers the home folder is "~", and folders and files are named only where the
    /// system or this program named them ("~/…/Settings.json").
    Text path(const std::filesystem::path& path) const;

    /// Words that others put together, such as the message of an Error. For strangers, hidden
    /// values and all that looks like a path, an address, a host other than Ring's, an e-mail
    /// address, an id or a token are replaced.
    Text foreign(const std::string& text) const;

private:
    std::string in_public(std::string text) const;

    std::string m_home;
    /// The longest first, since one may hold another.
    std::vector<std::pair<std::string, std::string>> m_hidden;
};

/// A finding that is not ok for the reason that `error` gives.
Finding bad(const char* check, Text subject, const base::Error& error, const Privacy& privacy);

} // namespace cli::doctor
