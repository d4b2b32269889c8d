// SPDX-License-Identifier: Apache-2.0
// What other people's clients call besides snapshots: enough that they start and keep running.
#include "simulator/router.hpp"
#include "simulator/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace simulator {

namespace {

Reply done(const Call&) {
    return empty_reply(204);
}

Reply empty_list(const Call&) {
    return json_reply(Json::array());
}

/// The device of the path; std::nullopt when there is none.
std::optional<Json> device_of(const Call& call) {
    return call.world.devices.find(call.id(), call.world.cameras);
}

Reply not_found() {
    return error_reply(404, "Not Found");
}

Reply done_for_device(const Call& call) {
    return device_of(call) ? empty_reply(204) : not_found();
}

Reply health(const Call& call) {
    const auto device = device_of(call);
    if (!device || call.world.devices.is_newer_only(call.id())) {
        return not_found();
    }
    const bool battery = is_battery_device(*device);
    return json_reply({{"device_health",
                        {{"id", call.id()},
                         {"wifi_name", "sim-wifi"},
                         {"battery_percentage", battery ? Json("83") : Json()},
                         {"battery_percentage_category", battery ? Json("very_good") : Json()},
                         {"battery_voltage", nullptr},
                         {"battery_voltage_category", nullptr},
                         {"latest_signal_strength", -51},
                         {"latest_signal_category", "good"},
                         {"average_signal_strength", -53},
                         {"average_signal_category", "good"},
                         {"firmware", "1.9.3"},
                         {"updated_at", iso_time(call.world.clock.now_ms())},
                         {"wifi_is_ring_network", false},
                         {"packet_loss_category", "good"},
                         {"packet_loss_strength", 0}}}});
}

constexpr std::int64_t k_lowest_event_id = 7'400'000'000'000'000'000;
constexpr std::int64_t k_old_event_every_ms = 7'200'000;

/// When the events on one page of an old list happened, newest first. `older_than` is the id of
/// the event that the page before ended with; empty for the first page.
std::vector<std::int64_t> old_event_times(const Call& call, const std::string& older_than) {
    const auto limit = parse_integer(call.request.query_value("limit").value_or("")).value_or(20);
    auto newest = call.world.clock.now_ms() / k_old_event_every_ms * k_old_event_every_ms;
    if (const auto id = parse_integer(older_than); id && *id > k_lowest_event_id) {
        newest = std::min(newest, *id - k_lowest_event_id - k_old_event_every_ms);
    }
    std::vector<std::int64_t> times;
    for (std::int64_t i = 0; i < std::min<std::int64_t>(limit, 50); ++i) {
        times.push_back(newest - i * k_old_event_every_ms);
    }
    return times;
}

Json old_event(const Json& device, std::int64_t start) {
    return {{"id", k_lowest_event_id + start},
            {"created_at", iso_time(start)},
            {"answered", false},
            {"events", Json::array()},
            {"kind", "motion"},
            {"favorite", false},
            {"snapshot_url", ""},
            {"recording", {{"status", "ready"}}},
            {"doorbot",
             {{"id", device.at("id")}, {"description", device.value("description", Json())}}}};
}

Reply doorbot_history(const Call& call) {
    const auto device = device_of(call);
    if (!device) {
        return not_found();
    }
    Json events = Json::array();
    for (const auto start :
         old_event_times(call, call.request.query_value("older_than").value_or(""))) {
        events.push_back(old_event(*device, start));
    }
    return json_reply(events);
}

/// What ring-client-api's getEvents() and getCameraEvents() read: a page of events, of which each
/// camera has some.
Reply page_of_events(const Call& call, const std::vector<std::int64_t>& cameras) {
    Json events = Json::array();
    std::string last_id;
    const auto key = call.request.query_value("pagination_key").value_or("");
    for (const auto start :
         cameras.empty() ? std::vector<std::int64_t>{} : old_event_times(call, key)) {
        const auto turn = static_cast<std::size_t>(start / k_old_event_every_ms) % cameras.size();
        last_id = fmt::format("{}", k_lowest_event_id + start);
        events.push_back({{"created_at", iso_time(start)},
                          {"cv_properties",
                           {{"detection_type", nullptr},
                            {"person_detected", nullptr},
                            {"stream_broken", nullptr}}},
                          {"ding_id", k_lowest_event_id + start},
                          {"ding_id_str", last_id},
                          {"doorbot_id", cameras[turn]},
                          {"favorite", false},
                          {"kind", "motion"},
                          {"recorded", false},
                          {"recording_status", "ready"},
                          {"state", "timed_out"}});
    }
    return json_reply({{"events", events}, {"meta", {{"pagination_key", last_id}}}});
}

Reply camera_events(const Call& call) {
    const auto id = parse_integer(call.captured.at(1)).value_or(0);
    return call.world.cameras.has(id) ? page_of_events(call, {id}) : not_found();
}

Reply location_events(const Call& call) {
    auto& world = call.world;
    std::vector<std::int64_t> there;
    for (const auto id : world.cameras.ids()) {
        const auto device = world.devices.find(id, world.cameras);
        if (device && device->value("location_id", Json()) == call.captured.at(0)) {
            there.push_back(id);
        }
    }
    return page_of_events(call, there);
}

std::string recording_url(const Call& call) {
    return fmt::format("{}/simulated-media/event/{}.mp4?X-Amz-Expires=900&X-Amz-Signature=5f",
                       call.world.address(), call.id());
}

Reply share_download(const Call& call) {
    return json_reply({{"url", recording_url(call)}});
}

Reply recording(const Call& call) {
    if (call.request.query_value("disable_redirect") == "true") {
        return share_download(call);
    }
    return redirect_reply(recording_url(call));
}

Reply video_search(const Call&) {
    return json_reply({{"video_search", Json::array()}});
}

Reply device_settings(const Call& call) {
    const auto device = device_of(call);
    if (!device) {
        return not_found();
    }
    const auto settings = device->value("settings", Json::object());
    const auto camera = call.world.cameras.look_at(call.id());
    const auto lite = settings.value("lite_24x7", Json::object());
    return json_reply(
        {{"general_settings",
          {{"lite_24x7_enabled", lite.value("enabled", false)},
           {"lite_24x7_subscribed", lite.value("subscribed", false)},
           {"power_mode",
            settings.value("power_mode", is_battery_device(*device) ? "battery" : "wired")}}},
         {"snapshot_settings",
          {{"frequency_secs", lite.value("frequency_secs", 300)},
           {"lite_24x7_resolution_p", lite.value("resolution_p", 360)},
           {"max_upload_kb", 500}}},
         {"motion_settings",
          {{"motion_detection_enabled", !camera || camera->facts().motion_detection}}}});
}

Reply change_device_settings(const Call& call) {
    if (!device_of(call)) {
        return not_found();
    }
    const auto body = parse_json(call.request.body);
    const Json::json_pointer where{"/motion_settings/motion_detection_enabled"};
    if (body && body->contains(where) && body->at(where).is_boolean()) {
        const bool on = body->at(where).get<bool>();
        call.world.cameras.change(
            call.id(), [on](Camera& camera, Moment) { camera.set_motion_detection(on); });
    }
    return empty_reply(204);
}

Reply location_mode(const Call& call) {
    return json_reply({{"mode", "disarmed"},
                       {"lastUpdateTimeMS", call.world.clock.now_ms()},
                       {"readOnly", true}});
}

Reply groups(const Call&) {
    return json_reply({{"device_groups", Json::array()}});
}

} // namespace

void add_other_routes(Router& router) {
    constexpr auto k_api = Access::api;
    constexpr auto k_bearer = Access::bearer;
    const Route routes[] = {
        {"", "GET", "/clients_api/dings/active", k_api, empty_list},
        {"", "GET", "/clients_api/doorbots/history", k_api, empty_list},
        {"", "GET", "/clients_api/doorbots/{id}/history", k_api, doorbot_history},
        {"", "PATCH", "/clients_api/device", k_api, done},
        {"", "PUT", "/clients_api/device", k_api, done},
        {"", "GET", "/clients_api/locations/{location}/devices/{id}/events", k_api, camera_events},
        {"", "GET", "/clients_api/locations/{location}/events", k_api, location_events},
        {"", "GET", "/clients_api/dings/{id}/share/download", k_api, share_download},
        {"", "GET", "/clients_api/dings/{id}/share/play", k_api, share_download},
        {"", "GET", "/clients_api/dings/{id}/recording", k_api, recording},
        {"", "GET", "/clients_api/video_search/history", k_api, video_search},
        {"", "GET", "/clients_api/doorbots/{id}/health", k_api, health},
        {"", "GET", "/clients_api/chimes/{id}/health", k_api, health},
        {"", "GET", "/devices/v1/devices/{id}/settings", k_bearer, device_settings},
        {"", "PATCH", "/devices/v1/devices/{id}/settings", k_bearer, change_device_settings},
        {"", "GET", "/api/v1/mode/location/{id}", k_bearer, location_mode},
        {"", "POST", "/api/v1/mode/location/{id}", k_bearer, location_mode},
        {"", "GET", "/groups/v1/locations/{id}/groups", k_bearer, groups},
    };
    for (const Route& route : routes) {
        router.add(route);
    }
    for (const auto* pattern :
         {"/clients_api/doorbots/{id}/motions_subscribe", "/clients_api/doorbots/{id}/subscribe",
          "/clients_api/doorbots/{id}/motions_unsubscribe",
          "/clients_api/doorbots/{id}/unsubscribe", "/clients_api/chimes/{id}/subscribe",
          "/clients_api/chimes/{id}/unsubscribe"}) {
        router.add({"", "POST", pattern, k_api, done_for_device});
    }
    // ring-client-api ends two of them with a slash.
    for (const auto* pattern :
         {"/clients_api/doorbots/{id}", "/clients_api/doorbots/{id}/", "/clients_api/chimes/{id}",
          "/clients_api/chimes/{id}/", "/clients_api/doorbots/{id}/floodlight_light_on",
          "/clients_api/doorbots/{id}/floodlight_light_off", "/clients_api/doorbots/{id}/siren_on",
          "/clients_api/doorbots/{id}/siren_off"}) {
        router.add({"", "PUT", pattern, k_api, done_for_device});
    }
}

} // namespace simulator
