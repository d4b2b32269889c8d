// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/doctor/doctor_finding.hpp"
#include "cli/doctor/doctor_privacy.hpp"
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
    Privacy privacy;

    /// Set when the file could be read, or there is none yet.
    std::optional<settings::Settings> settings;
    /// False when the file belongs to another user, whom a renewal would take it from.
    bool settings_are_own = true;
    /// What the settings made of the file said about it.
    std::vector<std::string> notices;
    bool connected = false;
    bool logged_in = false;
    std::optional<std::vector<ring::Device>> devices;
};

/// Takes a finding as soon as there is one.
using Report = std::function<void(const Finding&)>;

// The checks, in their order. Each reports one line or more; what goes wrong is a finding. They
// throw nothing but Error{interrupted}.

/// The settings file: its place, owner and mode, and that it can be read and written.
void check_settings(Examination& examination, const Report& report);

/// The clock against the service's, proxies, certificates, and that the API and the snapshot
/// service answer: one request without a token to each, and none while Ring wants to be left alone.
/// The login service is not asked anything.
void check_network(Examination& examination, const Report& report);

/// The stored login. It is renewed where a `get` would renew it, and never made by a password.
void check_login(Examination& examination, const Report& report);

/// The device list.
void check_devices(Examination& examination, const Report& report);

/// Each camera, a line each: state, power, and the newest picture that Ring has. Wakes none.
void check_cameras(Examination& examination, const Report& report);

/// The folder for pictures: that it can be written, and its free space. Leaves nothing behind.
void check_output(Examination& examination, const Report& report);

/// The folders in which earlier pictures were saved. Says nothing where none were.
void check_record(Examination& examination, const Report& report);

} // namespace cli::doctor
