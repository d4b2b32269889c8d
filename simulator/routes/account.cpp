// SPDX-License-Identifier: Apache-2.0
// Session, profile, devices and locations (docs/ring-service.md 4 and 5).
#include "simulator/router.hpp"
#include "simulator/world.hpp"

#include <fmt/format.h>

namespace simulator {

namespace {

using nlohmann::literals::operator""_json_pointer;

std::string text_at(const Json& json, const Json::json_pointer& where) {
    return json.contains(where) && json.at(where).is_string() ? json.at(where).get<std::string>()
                                                              : "";
}

Json profile(const World& world, const std::string& hardware_id) {
    const bool two_factor = world.account.two_factor() != TwoFactor::none;
    return {{"id", 40012345},
            {"email", world.account.username()},
            {"first_name", "Kim"},
            {"last_name", "Öztürk-O'Neil"},
            {"phone_number", "+1xxxxxxxx89"},
            {"authentication_token", "sim"},
            {"features", {{"vod_enabled", true}, {"remote_logging_level", 1}}},
            {"hardware_id", hardware_id},
            {"country", "DE"},
            {"tfa_enabled", two_factor},
            {"tfa_phone_number", nullptr}};
}

Reply create_session(const Call& call) {
    const auto body = parse_json(call.request.body);
    if (!body || !body->is_object()) {
        // The form of the years before 2024 is refused like this.
        return edge_page(406);
    }
    const auto hardware_id = text_at(*body, "/device/hardware_id"_json_pointer);
    if (hardware_id.empty()) {
        return json_reply({{"code", 1}, {"error", "Missing device.hardware_id"}}, 400);
    }
    call.world.account.create_session(hardware_id);
    return json_reply({{"profile", profile(call.world, hardware_id)}});
}

Reply show_profile(const Call& call) {
    return json_reply({{"profile", profile(call.world, call.request.header("hardware_id"))}});
}

} // namespace

void add_account_routes(Router& router) {
    router.add({"session", "POST", "/clients_api/session", Access::bearer, create_session});
    router.add({"", "GET", "/clients_api/profile", Access::api, show_profile});
    router.add({"ring-devices", "GET", "/clients_api/ring_devices", Access::api,
                [](const Call& c) { return c.world.devices.ring_devices(c.world.cameras); }});
    router.add({"v3-devices", "GET", "/device_info/v3/devices", Access::bearer, [](const Call& c) {
                    return json_reply(c.world.devices.v3_devices(c.world.cameras));
                }});
    router.add({"v1-locations", "GET", "/devices/v1/locations", Access::bearer,
                [](const Call& c) { return json_reply(c.world.devices.owned_locations()); }});
    router.add({"v3-locations", "GET", "/location_info/v3/locations", Access::bearer,
                [](const Call& c) { return json_reply(c.world.devices.v3_locations()); }});
}

} // namespace simulator
