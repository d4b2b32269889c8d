// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ring {

/// The key of every snapshot call (docs/ring-service.md 5.3).
using DeviceId = std::int64_t;

/// In which of Ring's lists a device stands (docs/ring-service.md 5).
enum class DeviceGroup {
    doorbells,
    shared_doorbells,
    stickup_cams,
    other_cameras,
    /// Chimes, base stations, intercoms …: takes no pictures.
    no_camera,
};

enum class PowerSource { battery, wired, unknown };

enum class DeviceState { online, offline, motion_detection_off, unknown };

/// What the service says of one device. Every text may be empty.
struct Device {
    DeviceId id = 0;
    /// The user's name for it (`description`), as the service sent it.
    std::string name;
    std::string kind;
    /// A model name by kind; "Unknown model" for kinds that are not in the table.
    std::string model;
    DeviceGroup group = DeviceGroup::no_camera;
    std::string location_id;
    /// Name of the location; empty when it is not known.
    std::string location;
    /// False for a device that somebody else shares with this account.
    bool owned = true;
    /// `alerts.connection` is "offline".
    bool offline = false;
    /// `alerts.connection` says something.
    bool connection_known = false;
    /// False only when `settings.motion_detection_enabled` is exactly false: that blocks snapshots.
    bool motion_detection = true;
    /// Percent of the fuller-known battery, the lower of two; std::nullopt when not known. Values
    /// above 100 are millivolts of old records and not a percentage.
    std::optional<int> battery_percent;
    /// `alerts.battery` says "low".
    bool battery_low = false;
    PowerSource power = PowerSource::unknown;

    bool is_camera() const { return group != DeviceGroup::no_camera; }

    /// What tells its home from others, two of which may have the same name; empty when that is not
    /// known.
    const std::string& home() const { return location_id.empty() ? location : location_id; }

    /// Offline goes before motion detection off.
    DeviceState state() const;
};

/// Reads the answer of ring_devices (docs/ring-service.md 5) or of device_info/v3/devices. What
/// cannot be read counts as absent; an entry without a usable id or with `deactivated_at` is
/// skipped; the first entry of an id wins; unknown lists are sorted by kind. Ordered by group, then
/// as listed. Throws Error{service_unavailable} when `body` is not a JSON object.
std::vector<Device> read_devices(std::string_view body);

/// Both lists in one: on equal ids `older` wins, since the newer route says nothing of batteries.
std::vector<Device> merge_devices(std::vector<Device> older, const std::vector<Device>& newer);

/// Puts the cameras of a home together, homes in the order of their first cameras; what takes no
/// pictures comes last.
void order_by_home(std::vector<Device>& devices);

/// Names of locations by location_id (docs/ring-service.md 5.6); empty when unreadable.
std::map<std::string, std::string> read_locations(std::string_view body);

/// Names in JSON output: "doorbells", "shared_doorbells", "stickup_cams", "other", "none".
std::string_view name_of(DeviceGroup group);
/// "battery", "wired", "unknown".
std::string_view name_of(PowerSource power);
/// "online", "offline", "motion_detection_off", "unknown".
std::string_view name_of(DeviceState state);

} // namespace ring
