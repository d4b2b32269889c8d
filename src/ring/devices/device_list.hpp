// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "ring/devices/device.hpp"
#include "ring/login/session.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <vector>

namespace ring {

/// What Ring's two device lists say together. The older one (clients_api/ring_devices) knows the
/// batteries, the newer one (device_info/v3/devices) the cameras of newer shares too.
struct DeviceList {
    /// The cameras of a home stand together; this is the order of all that tells of cameras.
    std::vector<Device> devices;
    /// Why the older list did not come; std::nullopt when it did.
    std::optional<base::Error> older_failure;
    /// Why the newer list did not come: cameras that others share may be missing.
    std::optional<base::Error> newer_failure;
    /// The names of homes that devices stand in could not be fetched.
    bool lacks_homes = false;

    /// Whether a device that is not in `devices` is not the account's.
    bool is_complete() const { return !newer_failure; }

    bool has_cameras() const;
};

/// How long answers that may still come are waited for, in real time.
struct ListTimeouts {
    /// The newer list, once the older one has come with cameras.
    std::chrono::milliseconds for_newer = std::chrono::seconds(3);
    /// The newer list, where the older one has no camera or did not come: it decides.
    std::chrono::milliseconds for_decisive = std::chrono::seconds(20);
    /// The older list, once the newer one has come.
    std::chrono::milliseconds for_older = std::chrono::seconds(10);
    /// The names of the homes, once the lists are there.
    std::chrono::milliseconds for_homes = std::chrono::seconds(3);
};

/// Asks both device lists, and both routes to the names of the homes, at the same time. Transient
/// faults of a device list are tried again, three times in all. On equal ids the older list's entry
/// wins, on equal homes the newer route's name. One list is enough, without any names. Throws as
/// Session::send(), and Error: slow_down when the older list asks to slow down, or none comes and
/// either asks for a long pause; service_unavailable when neither comes.
DeviceList fetch_device_list(Session& session, base::Clock& clock, std::stop_token stop,
                             const ListTimeouts& timeouts = {});

} // namespace ring
