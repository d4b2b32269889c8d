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

struct List {
    std::string_view name;
    /// Of what stands in it; std::nullopt where the kind alone tells.
    std::optional<DeviceGroup> group;
};

/// In this order, the first entry of an id wins; so a camera goes before what is none.
constexpr std::array k_lists{
    List{"doorbots", DeviceGroup::doorbells},
    List{"authorized_doorbots", DeviceGroup::shared_doorbells},
    List{"stickup_cams", DeviceGroup::stickup_cams},
    List{"other", DeviceGroup::other_cameras},
    List{"devices", std::nullopt},
    List{"chimes", DeviceGroup::no_camera},
    List{"base_stations", DeviceGroup::no_camera},
    List{"beams_bridges", DeviceGroup::no_camera},
    List{"beams", DeviceGroup::no_camera},
};

DeviceGroup group_of(const DeviceKind& kind, std::optional<DeviceGroup> listed, bool owned) {
    const bool is_camera = kind.group != DeviceGroup::no_camera;
    if (kind.is_known && !is_camera) {
        return DeviceGroup::no_camera;
    }
    if (listed == DeviceGroup::other_cameras) {
        return is_camera ? DeviceGroup::other_cameras : DeviceGroup::no_camera;
    }
    if (!listed && kind.group == DeviceGroup::doorbells && !owned) {
        return DeviceGroup::shared_doorbells;
    }
    return listed.value_or(kind.group);
}

/// A member that is an object; an empty one for anything else.
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

PowerSource read_power(const Json& entry, const Battery& battery, PowerSource usual) {
    const std::string mode = text_member(object_member(entry, "settings"), "power_mode");
    const Json& health = object_member(entry, "health");
    const bool is_on_mains =
        number_member(health, "ac_power") == 1.0 && is_false_member(health, "battery_present");
    if (base::equal_ignoring_case(mode, "wired") || is_on_mains) {
        return PowerSource::wired;
    }
    if (base::equal_ignoring_case(mode, "battery") || battery.known) {
        return PowerSource::battery;
    }
    return usual == PowerSource::unknown && battery.percent ? PowerSource::battery : usual;
}

std::optional<Device> read_device(const Json& entry, std::optional<DeviceGroup> listed) {
    const std::optional<DeviceId> id = integer_member(entry, "id");
    const bool is_deactivated = !text_member(entry, "deactivated_at").empty() ||
                                number_member(entry, "deactivated_at").value_or(0) > 0;
    if (!id || *id <= 0 || is_deactivated) {
        return std::nullopt;
    }
    Device device;
    device.id = *id;
    device.name = text_member(entry, "description");
    device.kind = text_member(entry, "kind");
    const DeviceKind kind = find_kind(device.kind);
    device.model = kind.model;
    device.location_id = text_member(entry, "location_id");
    device.owned = !is_false_member(entry, "owned");
    device.group = group_of(kind, listed, device.owned);
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
    device.power = read_power(entry, battery, kind.usual_power);
    return device;
}

void read_list(const Json& list, std::optional<DeviceGroup> listed, std::vector<Device>& devices) {
    for (const Json& entry : list) {
        if (std::optional<Device> device = read_device(entry, listed)) {
            devices.push_back(std::move(*device));
        }
    }
}

/// The first of each id, by groups.
std::vector<Device> sorted(std::vector<Device> devices) {
    std::set<DeviceId> seen;
    std::erase_if(devices, [&](const Device& device) { return !seen.insert(device.id).second; });
    std::stable_sort(devices.begin(), devices.end(),
                     [](const Device& a, const Device& b) { return a.group < b.group; });
    return devices;
}

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
    std::vector<Device> devices;
    for (const List& list : k_lists) {
        if (const Json* entries = array_member(root, list.name)) {
            read_list(*entries, list.group, devices);
        }
    }
    for (auto list = root.begin(); list != root.end(); ++list) {
        const bool is_known = std::any_of(k_lists.begin(), k_lists.end(), [&](const List& known) {
            return known.name == list.key();
        });
        if (list->is_array() && !is_known) {
            read_list(*list, std::nullopt, devices);
        }
    }
    return sorted(std::move(devices));
}

std::vector<Device> merge_devices(std::vector<Device> older, const std::vector<Device>& newer) {
    older.insert(older.end(), newer.begin(), newer.end());
    return sorted(std::move(older));
}

void order_by_home(std::vector<Device>& devices) {
    std::map<std::string, std::size_t> homes;
    for (const Device& device : devices) {
        if (device.is_camera()) {
            homes.try_emplace(device.home(), homes.size());
        }
    }
    std::ranges::stable_sort(devices, {}, [&](const Device& device) {
        return device.is_camera() ? homes.at(device.home()) : homes.size();
    });
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
    constexpr std::array<std::string_view, 5> k_names{"doorbells", "shared_doorbells",
                                                      "stickup_cams", "other", "none"};
    return k_names.at(static_cast<std::size_t>(group));
}

std::string_view name_of(PowerSource power) {
    constexpr std::array<std::string_view, 3> k_names{"battery", "wired", "unknown"};
    return k_names.at(static_cast<std::size_t>(power));
}

std::string_view name_of(DeviceState state) {
    constexpr std::array<std::string_view, 4> k_names{"online", "offline", "motion_detection_off",
                                                      "unknown"};
    return k_names.at(static_cast<std::size_t>(state));
}

} // namespace ring
