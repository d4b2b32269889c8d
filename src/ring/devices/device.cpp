// SPDX-License-Identifier: Apache-2.0
#include "ring/devices/device.hpp"

#include "base/text/ascii.hpp"
#include "ring/api/json_read.hpp"
#include "ring/devices/device_kinds.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace ring {

namespace {

/// The group of an entry that is not known to be something else than a camera.
using Sorter = DeviceGroup (*)(std::string_view kind, bool owned);

DeviceGroup sort_other(std::string_view kind, bool /*owned*/) {
    return is_camera_kind(kind) ? DeviceGroup::other_cameras : DeviceGroup::no_camera;
}

/// By the kind alone, where a list says nothing of the type.
DeviceGroup sort_by_kind(std::string_view kind, bool owned) {
    const CameraKind* camera = find_camera_kind(kind);
    if (camera == nullptr) {
        return sort_other(kind, owned);
    }
    switch (camera->family) {
    case CameraFamily::doorbell:
        return owned ? DeviceGroup::doorbells : DeviceGroup::shared_doorbells;
    case CameraFamily::stickup_cam:
        return DeviceGroup::stickup_cams;
    case CameraFamily::third_party:
        return DeviceGroup::other_cameras;
    }
    return DeviceGroup::other_cameras;
}

template <DeviceGroup group>
DeviceGroup sort_as(std::string_view /*kind*/, bool /*owned*/) {
    return group;
}

struct List {
    std::string_view name;
    Sorter sorter;
};

/// In this order, the first entry of an id wins; so a camera goes before what is none.
constexpr std::array k_lists{
    List{"doorbots", sort_as<DeviceGroup::doorbells>},
    List{"authorized_doorbots", sort_as<DeviceGroup::shared_doorbells>},
    List{"stickup_cams", sort_as<DeviceGroup::stickup_cams>},
    List{"other", sort_other},
    List{"devices", sort_by_kind},
    List{"chimes", sort_as<DeviceGroup::no_camera>},
    List{"base_stations", sort_as<DeviceGroup::no_camera>},
    List{"beams_bridges", sort_as<DeviceGroup::no_camera>},
    List{"beams", sort_as<DeviceGroup::no_camera>},
};

bool is_known_list(std::string_view name) {
    return std::any_of(k_lists.begin(), k_lists.end(),
                       [&](const List& list) { return list.name == name; });
}

/// The members of `value` that are objects are read through this, so that a changed type is the
/// same as an empty object.
const Json& object_member(const Json& value, std::string_view key) {
    static const Json k_empty = Json::object();
    const Json* found = member(value, key);
    return found != nullptr && found->is_object() ? *found : k_empty;
}

/// What the battery members say (docs/ring-service.md 5.3).
struct Battery {
    bool known = false;
    std::optional<int> percent;

    void take(std::optional<double> level) {
        constexpr double k_absurd = 10000;
        if (!level || *level < 0 || *level >= k_absurd) {
            return;
        }
        known = true;
        if (*level <= 100) {
            const int rounded = static_cast<int>(std::floor(*level));
            percent = std::min(percent.value_or(rounded), rounded);
        }
    }
};

/// A health record without any of these belongs to a device without a battery, whatever stands in
/// battery_life (the rule of docs/ring-service.md 5.5).
bool denies_battery(const Json& health) {
    const Json* present = member(health, "battery_present");
    return !number_member(health, "battery_percentage").value_or(0) &&
           !number_member(health, "second_battery_percentage").value_or(0) &&
           !(present != nullptr && present->is_boolean() && present->get<bool>());
}

Battery read_battery(const Json& entry) {
    Battery battery;
    battery.take(number_member(entry, "battery_life"));
    battery.take(number_member(entry, "battery_life_2"));
    const Json* health = member(entry, "health");
    if (health == nullptr || !health->is_object()) {
        return battery;
    }
    if (battery.known) {
        return denies_battery(*health) ? Battery{} : battery;
    }
    if (!is_false_member(*health, "battery_present")) {
        battery.take(number_member(*health, "battery_percentage"));
        battery.take(number_member(*health, "second_battery_percentage"));
        // Shown, but no proof that the device lives on it: wired ones carry these members too.
        battery.known = false;
    }
    return battery;
}

/// Fed by wire, and no battery in it.
bool is_on_mains(const Json& health) {
    return number_member(health, "ac_power") == 1.0 && is_false_member(health, "battery_present");
}

PowerSource read_power(const Json& entry, const Battery& battery, std::string_view kind) {
    const std::string mode = text_member(object_member(entry, "settings"), "power_mode");
    if (base::equal_ignoring_case(mode, "wired") || is_on_mains(object_member(entry, "health"))) {
        return PowerSource::wired;
    }
    if (base::equal_ignoring_case(mode, "battery") || battery.known) {
        return PowerSource::battery;
    }
    const PowerSource usual = usual_power(kind);
    return usual == PowerSource::unknown && battery.percent ? PowerSource::battery : usual;
}

/// Whether `deactivated_at` holds a moment.
bool is_deactivated(const Json& entry) {
    return !text_member(entry, "deactivated_at").empty() ||
           number_member(entry, "deactivated_at").value_or(0) > 0;
}

std::optional<Device> read_device(const Json& entry, Sorter sorter) {
    const std::optional<DeviceId> id = integer_member(entry, "id");
    if (!id || *id <= 0 || is_deactivated(entry)) {
        return std::nullopt;
    }
    Device device;
    device.id = *id;
    device.name = text_member(entry, "description");
    device.kind = text_member(entry, "kind");
    device.model = model_name(device.kind);
    device.location_id = text_member(entry, "location_id");
    device.owned = !is_false_member(entry, "owned");
    device.group = is_known_non_camera(device.kind) ? DeviceGroup::no_camera
                                                    : sorter(device.kind, device.owned);
    if (device.group == DeviceGroup::shared_doorbells) {
        device.owned = false;
    }
    const Json& alerts = object_member(entry, "alerts");
    const std::string connection = text_member(alerts, "connection");
    device.connection_known = !connection.empty();
    device.offline = base::equal_ignoring_case(connection, "offline");
    device.motion_detection =
        !is_false_member(object_member(entry, "settings"), "motion_detection_enabled");
    const Battery battery = read_battery(entry);
    device.battery_percent = battery.percent;
    device.battery_low = base::equal_ignoring_case(text_member(alerts, "battery"), "low");
    device.power = read_power(entry, battery, device.kind);
    return device;
}

/// Devices, the first of each id.
class DeviceCollector {
public:
    void take(const Json& list, Sorter sorter) {
        for (const Json& entry : list) {
            if (std::optional<Device> device = read_device(entry, sorter)) {
                add(std::move(*device));
            }
        }
    }

    void add(Device device) {
        if (m_seen.insert(device.id).second) {
            m_devices.push_back(std::move(device));
        }
    }

    std::vector<Device> sorted() && {
        std::stable_sort(m_devices.begin(), m_devices.end(),
                         [](const Device& a, const Device& b) { return a.group < b.group; });
        return std::move(m_devices);
    }

private:
    std::vector<Device> m_devices;
    std::set<DeviceId> m_seen;
};

} // namespace

DeviceState Device::state() const {
    if (offline) {
        return DeviceState::offline;
    }
    if (!motion_detection) {
        return DeviceState::motion_detection_off;
    }
    return connection_known ? DeviceState::online : DeviceState::unknown;
}

std::vector<Device> read_devices(std::string_view body) {
    const Json root = read_json_object(body, "the device list");
    DeviceCollector collector;
    for (const List& list : k_lists) {
        if (const Json* entries = array_member(root, list.name)) {
            collector.take(*entries, list.sorter);
        }
    }
    for (auto list = root.begin(); list != root.end(); ++list) {
        if (list->is_array() && !is_known_list(list.key())) {
            collector.take(*list, sort_by_kind);
        }
    }
    return std::move(collector).sorted();
}

std::vector<Device> merge_devices(std::vector<Device> older, const std::vector<Device>& newer) {
    DeviceCollector collector;
    for (Device& device : older) {
        collector.add(std::move(device));
    }
    for (const Device& device : newer) {
        collector.add(device);
    }
    return std::move(collector).sorted();
}

std::map<std::string, std::string> read_locations(std::string_view body) {
    std::map<std::string, std::string> names;
    const Json root = read_json(body);
    const Json* locations = array_member(root, "user_locations");
    if (locations == nullptr) {
        return names;
    }
    for (const Json& location : *locations) {
        std::string id = text_member(location, "location_id");
        std::string name = text_member(location, "name");
        if (!id.empty() && !name.empty()) {
            names.try_emplace(std::move(id), std::move(name));
        }
    }
    return names;
}

std::string_view name_of(DeviceGroup group) {
    switch (group) {
    case DeviceGroup::doorbells:
        return "doorbells";
    case DeviceGroup::shared_doorbells:
        return "shared_doorbells";
    case DeviceGroup::stickup_cams:
        return "stickup_cams";
    case DeviceGroup::other_cameras:
        return "other";
    case DeviceGroup::no_camera:
        return "none";
    }
    return "none";
}

std::string_view name_of(PowerSource power) {
    switch (power) {
    case PowerSource::battery:
        return "battery";
    case PowerSource::wired:
        return "wired";
    case PowerSource::unknown:
        return "unknown";
    }
    return "unknown";
}

std::string_view name_of(DeviceState state) {
    switch (state) {
    case DeviceState::online:
        return "online";
    case DeviceState::offline:
        return "offline";
    case DeviceState::motion_detection_off:
        return "motion_detection_off";
    case DeviceState::unknown:
        return "unknown";
    }
    return "unknown";
}

} // namespace ring
