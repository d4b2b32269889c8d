// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/doctor/doctor_finding.hpp"
#include "cli/line/options.hpp"
#include "ring/devices/device.hpp"
#include "settings/settings.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cli::doctor {

/// What the checks share: what they work with, and what those before found.
struct Examination {
    Context& context;
    const DoctorOptions& options;
    /// Set when the file could be read, or there is none yet.
    std::optional<settings::Settings> settings = {};
    /// False when the file belongs to another user, whom a renewal would take it from.
    bool settings_are_own = true;
    /// What the settings made of the file said about it.
    std::vector<std::string> notices = {};
    bool connected = false;
    bool logged_in = false;
    std::optional<std::vector<ring::Device>> devices = {};
};

/// Takes a finding as soon as there is one. The checks, check_settings() and so on, each report one
/// or more; an Error that they throw, but for Error{interrupted}, is one more.
using Report = std::function<void(const Finding&)>;

} // namespace cli::doctor
