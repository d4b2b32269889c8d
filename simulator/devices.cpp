// SPDX-License-Identifier: Apache-2.0
#include "simulator/devices.hpp"

#include "simulator/device_data.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <set>
#include <string>

namespace simulator {

namespace {

constexpr std::array<std::string_view, 4> k_camera_lists = {"doorbots", "authorized_doorbots",
                                                            "stickup_cams", "other"};

std::string text_of(const Json& object, const char* name) {
    const auto it = object.find(name);
    return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

const Json& member(const Json& object, const char* name) {
    static const Json k_nothing;
    if (!object.is_object()) {
        return k_nothing;
    }
    const auto it = object.find(name);
    return it == object.end() ? k_nothing : *it;
}

bool takes_pictures(const Json& device) {
    const auto kind = text_of(device, "kind");
    return !kind.starts_with("intercom_") && kind != "third_party_gdo";
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
    if (camera->facts().motion_detection != has_motion_detection(device)) {
        device["settings"]["motion_detection_enabled"] = camera->facts().motion_detection;
    }
}

Json make_camera(int number) {
    const bool battery = number % 2 == 1;
    const auto id = 600'000'000 + number;
    Json device = {{"id", id},
                   {"description", fmt::format("Camera {:03}", number)},
                   {"device_id", fmt::format("0a0b0c{:06x}", number)},
                   {"kind", battery ? "stickup_cam_lunar" : "stickup_cam_mini"},
                   {"location_id", number % 3 == 0 ? "loc-2222-bbbb" : "loc-1111-aaaa"},
                   {"owned", true},
                   {"alerts", {{"connection", "online"}}},
                   {"battery_life", nullptr},
                   {"settings", {{"motion_detection_enabled", true}, {"enable_vod", 1}}}};
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

} // namespace

std::optional<DeviceMode> parse_device_mode(std::string_view text) {
    constexpr std::array<std::string_view, 8> k_names = {
        "ordinary", "awkward", "empty", "braces", "nulls", "html", "truncated", "v3-only"};
    for (std::size_t i = 0; i < k_names.size(); ++i) {
        if (k_names[i] == text) {
            return static_cast<DeviceMode>(i);
        }
    }
    return std::nullopt;
}

bool is_battery_device(const Json& device) {
    const bool level = is_level(member(device, "battery_life")) ||
                       is_level(member(device, "battery_life_2")) ||
                       is_level(member(device, "battery_voltage_2"));
    return level && text_of(member(device, "settings"), "power_mode") != "wired";
}

Devices::Devices(DeviceMode mode, int generated)
    : m_mode(mode), m_lists(make_lists(mode, generated)) {}

std::vector<Devices::NewCamera> Devices::cameras() const {
    constexpr std::int64_t k_minute = 60'000;
    constexpr std::array<std::int64_t, 5> k_ages = {7 * k_minute, 130 * k_minute, 3 * k_minute,
                                                    12 * k_minute, 26 * 60 * k_minute};
    std::vector<NewCamera> cameras;
    std::set<std::int64_t> seen;
    for (const auto list : k_camera_lists) {
        for (const auto& device : m_lists.value(std::string{list}, Json::array())) {
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
    Json flat = Json::array();
    for (const auto& list : current_lists(cameras)) {
        for (const auto& device : list) {
            flat.push_back(device);
        }
    }
    return {{"devices", flat}};
}

std::optional<Json> Devices::find(std::int64_t id, Cameras& cameras) const {
    for (const auto& list : m_lists) {
        for (const auto& device : list) {
            if (member(device, "id") == Json(id)) {
                auto found = device;
                bring_up_to_date(found, cameras);
                return found;
            }
        }
    }
    return std::nullopt;
}

} // namespace simulator
