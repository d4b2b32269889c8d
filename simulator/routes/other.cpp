// SPDX-License-Identifier: Apache-2.0
// What other people's clients call besides snapshots: enough that they start and keep running.
#include "simulator/router.hpp"
#include "simulator/routes/recordings.hpp"
#include "simulator/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
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

/// As it stands in health, unlike elsewhere: `2026-09-21T14:13:33+00:00`
std::string plain_time(std::int64_t epoch_ms) {
    return iso_time(epoch_ms).substr(0, 19) + "+00:00";
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
                         {"updated_at", plain_time(call.world.clock.now_ms())},
                         {"wifi_is_ring_network", false},
                         {"packet_loss_category", "good"},
                         {"packet_loss_strength", 0}}}});
}

/// An event as the old lists tell of it.
struct OldEvent {
    std::int64_t id;
    std::int64_t camera;
    std::int64_t start;
};

/// One page of what these cameras saw, newest first. `older_than` is the id of the event that the
/// page before ended with; empty for the first page.
std::vector<OldEvent> old_events(const Call& call, std::vector<std::int64_t> cameras,
                                 const std::string& older_than) {
    std::vector<OldEvent> events;
    if (cameras.empty()) {
        return events;
    }
    std::ranges::sort(cameras, std::greater{},
                      [](std::int64_t camera) { return event_id(camera, 0); });
    const auto limit = std::min<std::int64_t>(
        parse_integer(call.request.query_value("limit").value_or("")).value_or(20), 50);
    auto start = call.world.clock.now_ms() / k_event_every_ms * k_event_every_ms;
    auto end = std::numeric_limits<std::int64_t>::max();
    if (const auto id = parse_integer(older_than); id && *id > k_lowest_event_id) {
        end = *id;
        start = std::min(start, event_start(end));
    }
    for (; start > 0; start -= k_event_every_ms) {
        for (const auto camera : cameras) {
            if (static_cast<std::int64_t>(events.size()) >= limit) {
                return events;
            }
            if (const auto id = event_id(camera, start); id < end) {
                events.push_back({id, camera, start});
            }
        }
    }
    return events;
}

/// What the app's old lists of events were made of.
Reply old_list_of(const Call& call, const std::vector<std::int64_t>& cameras) {
    auto& world = call.world;
    Json list = Json::array();
    for (const auto& event :
         old_events(call, cameras, call.request.query_value("older_than").value_or(""))) {
        const auto device =
            world.devices.find(event.camera, world.cameras).value_or(Json::object());
        list.push_back(
            {{"id", event.id},
             {"created_at", iso_time(event.start)},
             {"answered", false},
             {"events", Json::array()},
             {"kind", "motion"},
             {"favorite", false},
             {"snapshot_url", ""},
             {"recording", {{"status", "ready"}}},
             {"doorbot",
              {{"id", event.camera}, {"description", device.value("description", Json())}}}});
    }
    return json_reply(list);
}

Reply doorbot_history(const Call& call) {
    return device_of(call) ? old_list_of(call, {call.id()}) : not_found();
}

Reply history_of_all(const Call& call) {
    auto cameras = call.world.cameras.ids();
    std::erase_if(cameras, [&](auto id) { return call.world.devices.is_newer_only(id); });
    return old_list_of(call, cameras);
}

/// What ring-client-api's getEvents() and getCameraEvents() read.
Reply page_of_events(const Call& call, const std::vector<std::int64_t>& cameras) {
    Json events = Json::array();
    std::string last_id;
    for (const auto& event :
         old_events(call, cameras, call.request.query_value("pagination_key").value_or(""))) {
        last_id = fmt::format("{}", event.id);
        events.push_back({{"created_at", iso_time(event.start)},
                          {"cv_properties",
                           {{"detection_type", nullptr},
                            {"person_detected", nullptr},
                            {"stream_broken", nullptr}}},
                          {"ding_id", event.id},
                          {"ding_id_str", last_id},
                          {"doorbot_id", event.camera},
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
    return media_url(call.world, "event", call.id(), event_start(call.id()));
}

Reply share_download(const Call& call) {
    return json_reply({{"url", recording_url(call)}});
}

/// A page for people who have no account; here the film is in its place.
Reply share_with_others(const Call& call) {
    const auto url = recording_url(call);
    return json_reply({{"url", url}, {"wrapper_url", url}});
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

Reply switch_light(const Call& call, bool on) {
    const auto device = device_of(call);
    if (!device) {
        return not_found();
    }
    if (device->contains("led_status")) {
        call.world.cameras.change(call.id(),
                                  [on](Camera& camera, Moment) { camera.set_light(on); });
    }
    return empty_reply(204);
}

Reply light_on(const Call& call) {
    return switch_light(call, true);
}

Reply light_off(const Call& call) {
    return switch_light(call, false);
}

Reply ringtones(const Call&) {
    Json audios = Json::array();
    for (const auto* kind : {"ding", "motion"}) {
        audios.push_back({{"id", fmt::format("simulated_{}", kind)},
                          {"description", fmt::format("Simulated {}", kind)},
                          {"category", kind},
                          {"available", true}});
    }
    return json_reply({{"audios", audios}});
}

Reply linked_doorbots(const Call& call) {
    return device_of(call) ? empty_list(call) : not_found();
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
        {"", "GET", "/clients_api/doorbots/history", k_api, history_of_all},
        {"", "GET", "/clients_api/doorbots/{id}/history", k_api, doorbot_history},
        {"", "PATCH", "/clients_api/device", k_api, done},
        {"", "PUT", "/clients_api/device", k_api, done},
        {"", "GET", "/clients_api/locations/{location}/devices/{id}/events", k_api, camera_events},
        {"", "GET", "/clients_api/locations/{location}/events", k_api, location_events},
        {"", "GET", "/clients_api/dings/{id}/share/download", k_api, share_download},
        {"", "GET", "/clients_api/dings/{id}/share/play", k_api, share_download},
        {"", "GET", "/clients_api/dings/{id}/share/share", k_api, share_with_others},
        {"", "GET", "/clients_api/dings/{id}/recording", k_api, recording},
        {"", "GET", "/clients_api/video_search/history", k_api, video_search},
        {"", "GET", "/clients_api/doorbots/{id}/health", k_api, health},
        {"", "GET", "/clients_api/chimes/{id}/health", k_api, health},
        {"", "GET", "/clients_api/chimes/{id}/linked_doorbots", k_api, linked_doorbots},
        {"", "GET", "/clients_api/ringtones", k_api, ringtones},
        {"", "PUT", "/clients_api/doorbots/{id}/floodlight_light_on", k_api, light_on},
        {"", "PUT", "/clients_api/doorbots/{id}/floodlight_light_off", k_api, light_off},
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
          "/clients_api/chimes/{id}/unsubscribe", "/clients_api/chimes/{id}/play_sound",
          "/clients_api/chimes/{id}/do_not_disturb"}) {
        router.add({"", "POST", pattern, k_api, done_for_device});
    }
    // ring-client-api ends two of them with a slash.
    for (const auto* pattern :
         {"/clients_api/doorbots/{id}", "/clients_api/doorbots/{id}/", "/clients_api/chimes/{id}",
          "/clients_api/chimes/{id}/", "/clients_api/chimes/{id}/do_not_disturb",
          "/clients_api/doorbots/{id}/siren_on", "/clients_api/doorbots/{id}/siren_off"}) {
        router.add({"", "PUT", pattern, k_api, done_for_device});
    }
}

} // namespace simulator
