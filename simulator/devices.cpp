// SPDX-License-Identifier: Apache-2.0
#include "simulator/devices.hpp"

#include "simulator/device_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>

namespace simulator {

namespace {

constexpr std::array<std::string_view, 4> k_camera_lists = {"doorbots", "authorized_doorbots",
                                                            "stickup_cams", "other"};

std::string text_of(const Json& object, const char* name) {
    const auto it = object.find(name);
    return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

const Json& member(const Json& object, const char* name) {
    static const Json k_null;
    if (!object.is_object()) {
        return k_null;
    }
    const auto it = object.find(name);
    return it == object.end() ? k_null : *it;
}

bool takes_pictures(const Json& device) {
    const auto kind = text_of(device, "kind");
    return !kind.starts_with("intercom_") && kind != "third_party_gdo" &&
           !kind.starts_with("chime") && !kind.starts_with("base_station") &&
           (!device.contains("deactivated_at") || device.at("deactivated_at").is_null());
}

bool is_online(const Json& device) {
    return text_of(member(device, "alerts"), "connection") != "offline";
}

bool has_motion_detection(const Json& device) {
    return member(member(device, "settings"), "motion_detection_enabled") != Json(false);
}

bool is_level(const Json& value) {
    if (value.is_number()) {
        return true;
    }
    if (!value.is_string()) {
        return false;
    }
    const auto text = value.get<std::string>();
    char* end = nullptr;
    std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0';
}

/// Writes into the description what has changed since it was written, and nothing else.
void bring_up_to_date(Json& device, Cameras& cameras) {
    const auto& id = member(device, "id");
    const auto camera =
        id.is_number_integer() ? cameras.look_at(id.get<std::int64_t>()) : std::nullopt;
    if (!camera) {
        return;
    }
    if (camera->facts().online != is_online(device)) {
        device["alerts"]["connection"] = camera->facts().online ? "online" : "offline";
    }
    if (const auto light = camera->light()) {
        device["led_status"] = *light ? "on" : "off";
    }
    if (camera->facts().motion_detection != has_motion_detection(device)) {
        device["settings"]["motion_detection_enabled"] = camera->facts().motion_detection;
    }
}

constexpr auto k_home = "11111111-aaaa-4aaa-8aaa-111111111111";
constexpr auto k_cabin = "22222222-bbbb-4bbb-8bbb-222222222222";

Json make_camera(int number) {
    const bool battery = number % 2 == 1;
    const auto id = 600'000'000 + number;
    Json device = {{"id", id},
                   {"description", fmt::format("Camera {:03}", number)},
                   {"device_id", fmt::format("0a0b0c{:06x}", number)},
                   {"kind", battery ? "stickup_cam_lunar" : "stickup_cam_mini"},
                   {"location_id", number % 3 == 0 ? k_cabin : k_home},
                   {"owned", true},
                   {"alerts", {{"connection", "online"}}},
                   {"battery_life", nullptr},
                   {"settings",
                    {{"motion_detection_enabled", true},
                     {"enable_vod", 1},
                     {"sheila_settings", {{"local_storage_enabled", false}}}}},
                   {"time_zone", "Europe/Berlin"},
                   {"firmware_version", "Up to Date"}};
    if (battery) {
        device["battery_life"] = fmt::format("{}", 20 + number * 7 % 80);
    }
    return device;
}

Json make_lists(DeviceMode mode, int generated) {
    if (generated > 0) {
        auto lists = Json::parse(k_no_devices);
        for (int number = 1; number <= generated; ++number) {
            lists["stickup_cams"].push_back(make_camera(number));
        }
        return lists;
    }
    if (mode == DeviceMode::awkward) {
        return Json::parse(k_awkward_devices);
    }
    return Json::parse(mode == DeviceMode::empty ? k_no_devices : k_ordinary_devices);
}

/// As the newer route tells it: without the members that only the older one has.
Json as_v3(Json device) {
    for (const auto* name : {"battery_life", "battery_life_2", "battery_voltage",
                             "battery_voltage_2", "external_connection", "health"}) {
        device.erase(name);
    }
    const auto add = [&](const char* name, Json value) {
        if (!device.contains(name)) {
            device[name] = std::move(value);
        }
    };
    add("created_at", "2024-01-02T03:04:05Z");
    add("deactivated_at", nullptr);
    add("schema_id", nullptr);
    add("ring_id", nullptr);
    add("ring_net_id", nullptr);
    add("stolen", false);
    add("is_sidewalk_gateway", false);
    add("operation_set", Json::array({"view"}));
    if (const auto& id = member(device, "id"); id.is_number_integer()) {
        add("device_resource_id", fmt::format("rrn:device:{}", id.get<std::int64_t>()));
    }
    return device;
}

Json flat(const Json& lists) {
    Json devices = Json::array();
    for (const auto& list : lists) {
        for (const auto& device : list) {
            devices.push_back(device);
        }
    }
    return devices;
}

/// The same devices as somebody sees them with whom they are shared.
Json as_shared(Json devices) {
    for (auto& device : devices) {
        device["owned"] = false;
        device["shared_at"] = "2026-07-01T08:00:00Z";
    }
    return devices;
}

} // namespace

bool is_battery_device(const Json& device) {
    const bool level = is_level(member(device, "battery_life")) ||
                       is_level(member(device, "battery_life_2")) ||
                       is_level(member(device, "battery_voltage_2"));
    return level && text_of(member(device, "settings"), "power_mode") != "wired";
}

Devices::Devices(DeviceMode mode, int generated)
    : m_mode(mode), m_lists(make_lists(mode, generated)) {
    if (mode == DeviceMode::shared) {
        m_newer_only = as_shared(flat(m_lists));
        m_lists = Json::parse(k_no_devices);
    } else if (mode == DeviceMode::mixed) {
        m_newer_only = Json::parse(k_newer_only_devices);
    }
}

std::vector<Devices::NewCamera> Devices::cameras() const {
    constexpr std::int64_t k_minute = 60'000;
    constexpr std::array<std::int64_t, 5> k_ages = {7 * k_minute, 130 * k_minute, 3 * k_minute,
                                                    12 * k_minute, 26 * 60 * k_minute};
    std::vector<NewCamera> cameras;
    std::set<std::int64_t> seen;
    Json candidates = Json::array();
    for (const auto list : k_camera_lists) {
        for (const auto& device : m_lists.value(std::string{list}, Json::array())) {
            candidates.push_back(device);
        }
    }
    candidates.insert(candidates.end(), m_newer_only.begin(), m_newer_only.end());
    for (const auto& device : candidates) {
        const auto id = device.at("id").get<std::int64_t>();
        if (!takes_pictures(device) || !seen.insert(id).second) {
            continue;
        }
        CameraFacts facts;
        facts.id = id;
        facts.name = text_of(device, "description");
        facts.kind = text_of(device, "kind");
        facts.battery = is_battery_device(device);
        facts.online = is_online(device);
        facts.motion_detection = has_motion_detection(device);
        cameras.push_back({std::move(facts), k_ages[cameras.size() % k_ages.size()]});
    }
    return cameras;
}

Json Devices::current_lists(Cameras& cameras) const {
    auto lists = m_lists;
    for (auto& list : lists) {
        for (auto& device : list) {
            bring_up_to_date(device, cameras);
        }
    }
    return lists;
}

Reply Devices::ring_devices(Cameras& cameras) const {
    switch (m_mode) {
    case DeviceMode::braces:
        return json_reply(Json::object());
    case DeviceMode::nulls:
        return json_reply({{"doorbots", nullptr}, {"stickup_cams", Json::array({nullptr})}});
    case DeviceMode::html:
        return edge_page(200);
    case DeviceMode::v3_only:
        return error_reply(404, "Not Found");
    default:
        break;
    }
    auto reply = json_reply(current_lists(cameras));
    if (m_mode == DeviceMode::truncated) {
        reply.body.resize(reply.body.size() / 2);
    }
    return reply;
}

Json Devices::v3_devices(Cameras& cameras) const {
    Json devices = Json::array();
    for (const auto& device : flat(current_lists(cameras))) {
        devices.push_back(as_v3(device));
    }
    for (auto device : m_newer_only) {
        bring_up_to_date(device, cameras);
        devices.push_back(as_v3(std::move(device)));
    }
    return {{"devices", devices}};
}

Json Devices::owned_locations() const {
    return m_mode == DeviceMode::shared ? Json{{"user_locations", Json::array()}}
                                        : Json::parse(k_locations);
}

Json Devices::v3_locations() const {
    auto json = Json::parse(k_locations);
    auto& locations = json["user_locations"];
    for (auto& location : locations) {
        location["is_owner"] = m_mode != DeviceMode::shared;
    }
    if (m_mode == DeviceMode::mixed) {
        auto farm = Json::parse(k_shared_location);
        farm["is_owner"] = false;
        locations.push_back(std::move(farm));
    }
    for (auto& location : locations) {
        location["operation_set"] = Json::array({"view", "control"});
        location["entitlements"] = Json::object();
        location["location_resource_id"] =
            fmt::format("rrn:location:{}", location["location_id"].get<std::string>());
        for (const auto* name : {"latitude", "longitude"}) {
            auto& number = location["geo_coordinates"][name];
            number = Json::parse(number.get<std::string>());
        }
    }
    return json;
}

bool Devices::is_newer_only(std::int64_t id) const {
    return std::ranges::any_of(
        m_newer_only, [&](const Json& device) { return member(device, "id") == Json(id); });
}

std::optional<Json> Devices::find(std::int64_t id, Cameras& cameras) const {
    auto devices = flat(m_lists);
    devices.insert(devices.end(), m_newer_only.begin(), m_newer_only.end());
    for (auto& device : devices) {
        if (member(device, "id") == Json(id)) {
            bring_up_to_date(device, cameras);
            return device;
        }
    }
    return std::nullopt;
}

} // namespace simulator
