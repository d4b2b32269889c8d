// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ring {

/// The key of every snapshot call. 64 bits, though no id above 2^31 was seen yet
/// (docs/ring-service.md 5.3).
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

    /// Offline goes before motion detection off.
    DeviceState state() const;
};

/// Reads the answer of ring_devices (docs/ring-service.md 5) or of device_info/v3/devices. Missing
/// and null lists, null entries, unknown lists, kinds, members and changed types are normal: what
/// cannot be read is treated as absent, an entry without a usable id or with `deactivated_at` set
/// is skipped, and the first of several entries with one id wins. What an unknown list holds is
/// sorted by kind. Order: as in Device group order, then as the service listed them. Throws
/// Error{service_unavailable} only when `body` is not a JSON object (an HTML page, cut off …).
std::vector<Device> read_devices(std::string_view body);

/// Both lists in one: of several entries with one id that of `older` wins, since the newer route
/// says nothing of batteries. Ordered as read_devices() orders.
std::vector<Device> merge_devices(std::vector<Device> older, const std::vector<Device>& newer);

/// Names of locations by location_id (docs/ring-service.md 5.6). Empty for anything unreadable: the
/// names are a nicety.
std::map<std::string, std::string> read_locations(std::string_view body);

/// Whether `kind` belongs to a camera: it is in the table of kinds, or not known and named as
/// cameras are.
bool is_camera_kind(std::string_view kind);

/// Whether `kind` is known to take no pictures.
bool is_known_non_camera(std::string_view kind);

/// The model name of a kind; "Unknown model" when the table does not have it.
std::string_view model_name(std::string_view kind);

/// The usual power source of a kind by the table of docs/ring-service.md 5.4.
PowerSource usual_power(std::string_view kind);

/// Names in JSON output: "doorbells", "shared_doorbells", "stickup_cams", "other", "none".
std::string_view name_of(DeviceGroup group);
/// "battery", "wired", "unknown".
std::string_view name_of(PowerSource power);
/// "online", "offline", "motion_detection_off", "unknown".
std::string_view name_of(DeviceState state);

} // namespace ring
