// SPDX-License-Identifier: Apache-2.0
#include "simulator/control.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <stdexcept>

namespace simulator {

namespace {

Reply refusal(std::string_view why, int status = 400) {
    return json_reply({{"error", why}}, status);
}

Reply wrong_method(const char* allowed) {
    auto reply = refusal("wrong method", 405);
    reply.with("Allow", allowed);
    return reply;
}

Reply done() {
    return json_reply({{"ok", true}});
}

/// What one member of a state request does; throws std::invalid_argument or a JSON error when its
/// value is not of the right type.
using CameraChange = void (*)(Camera& camera, Moment now, const Json& value);

std::int64_t milliseconds(const Json& seconds) {
    const double value = seconds.get<double>();
    if (!std::isfinite(value) || std::abs(value) > 1e10) {
        throw std::invalid_argument{"too large a number"};
    }
    return std::llround(value * 1000);
}

template <auto Method>
void set_flag(Camera& camera, Moment, const Json& value) {
    (camera.*Method)(value.get<bool>());
}

const std::map<std::string, CameraChange>& camera_changes() {
    static const std::map<std::string, CameraChange> changes = {
        {"online", set_flag<&Camera::set_online>},
        {"motion_detection", set_flag<&Camera::set_motion_detection>},
        {"recording_seconds",
         [](Camera& c, Moment now, const Json& v) { c.start_recording(now, milliseconds(v)); }},
        {"capture_delay",
         [](Camera& c, Moment, const Json& v) { c.set_capture_delay(milliseconds(v)); }},
        {"never_captures", set_flag<&Camera::set_never_captures>},
        {"has_picture",
         [](Camera& c, Moment now, const Json& v) {
             const auto newest = c.newest_ms().value_or(now.service_ms);
             c.set_stored(v.get<bool>() ? std::optional{newest} : std::nullopt);
         }},
        {"capture_time_ms",
         [](Camera& c, Moment, const Json& v) { c.set_stored(v.get<std::int64_t>()); }},
    };
    return changes;
}

using WorldChange = void (*)(World& world, const Json& value);

template <auto Method>
void when_true(World& world, const Json& value) {
    if (value.get<bool>()) {
        (world.account.*Method)();
    }
}

const std::map<std::string, WorldChange>& world_changes() {
    static const std::map<std::string, WorldChange> changes = {
        {"revoke_access_tokens", when_true<&Account::revoke_access_tokens>},
        {"revoke_refresh_tokens", when_true<&Account::revoke_refresh_tokens>},
        {"forget_sessions", when_true<&Account::forget_sessions>},
        {"refuse_hardware_id",
         [](World& w, const Json& v) { w.account.refuse_hardware_id(v.get<std::string>()); }},
        {"two_factor",
         [](World& w, const Json& v) {
             const auto kind = parse_two_factor(v.get<std::string>());
             if (!kind) {
                 throw std::invalid_argument{"not one of sms, email, totp, whatsapp, voice, none"};
             }
             w.account.set_two_factor(*kind);
         }},
        {"clock_offset",
         [](World& w, const Json& v) {
             w.clock.set_offset(milliseconds(v));
             w.cameras.clock_changed();
         }},
        {"advance",
         [](World& w, const Json& v) {
             w.clock.advance(milliseconds(v));
             w.cameras.clock_changed();
         }},
    };
    return changes;
}

/// Throws std::invalid_argument when a name is unknown, so that a request is carried out as a whole
/// or not at all.
void check_names(const Json& body) {
    for (const auto& [name, value] : body.items()) {
        const bool of_camera = camera_changes().contains(name);
        if (of_camera && !body.contains("camera")) {
            throw std::invalid_argument{fmt::format("'{}' needs a 'camera'", name)};
        }
        if (name != "camera" && !of_camera && !world_changes().contains(name)) {
            throw std::invalid_argument{fmt::format("unknown member '{}'", name)};
        }
    }
}

void apply_to_camera(World& world, const Json& body) {
    const auto id = body.at("camera").get<std::int64_t>();
    const bool found = world.cameras.change(id, [&](Camera& camera, Moment now) {
        auto changed = camera;
        for (const auto& [name, change] : camera_changes()) {
            if (body.contains(name)) {
                change(changed, now, body.at(name));
            }
        }
        camera = changed;
    });
    if (!found) {
        throw std::invalid_argument{fmt::format("there is no camera {}", id)};
    }
}

Json describe_camera(const Camera& camera, Moment now) {
    const auto& facts = camera.facts();
    const auto newest = camera.newest_ms();
    return {{"id", facts.id},
            {"name", facts.name},
            {"kind", facts.kind},
            {"power", facts.battery ? "battery" : "wired"},
            {"online", facts.online},
            {"motion_detection", facts.motion_detection},
            {"recording", camera.recording(now)},
            {"never_captures", camera.never_captures()},
            {"capture_delay", static_cast<double>(facts.capture_delay_ms) / 1000},
            {"capture_pending", camera.capture_pending()},
            {"has_picture", newest.has_value()},
            {"capture_time_ms", newest ? Json(*newest) : Json()},
            {"snapshot_uuid", newest ? Json(snapshot_uuid(facts.id, *newest)) : Json()},
            {"asked", camera.asked()},
            {"wakes", camera.wakes()},
            {"captures", camera.captures()}};
}

Json describe(World& world) {
    const auto counters = world.account.counters();
    const auto now = world.clock.now();
    Json cameras = Json::array();
    std::int64_t captures = 0;
    for (const auto id : world.cameras.ids()) {
        const auto camera = *world.cameras.look_at(id);
        captures += camera.captures();
        cameras.push_back(describe_camera(camera, now));
    }
    return {{"time_ms", now.service_ms},
            {"clock_offset", static_cast<double>(world.clock.offset_ms()) / 1000},
            {"two_factor", to_string(world.account.two_factor())},
            {"codes_sent", counters.codes_sent},
            {"password_grants", counters.password_grants},
            {"code_grants", counters.code_grants},
            {"refreshes", counters.refreshes},
            {"refused_refreshes", counters.refused_refreshes},
            {"sessions_created", counters.sessions_created},
            {"captures", captures},
            {"waiting", world.cameras.waiting()},
            {"signatures", world.films.signatures()},
            {"cameras", cameras}};
}

} // namespace

bool Control::owns(const Request& request) {
    return request.path.starts_with("/simulator/");
}

Reply Control::handle(const Request& request) {
    try {
        if (request.path == "/simulator/requests") {
            return requests(request);
        }
        if (request.path == "/simulator/faults") {
            return faults(request);
        }
        if (request.path == "/simulator/state") {
            return state(request);
        }
        return refusal("there is only /simulator/requests, /simulator/faults and /simulator/state",
                       404);
    } catch (const std::invalid_argument& e) {
        return refusal(e.what());
    } catch (const Json::exception& e) {
        return refusal(e.what());
    }
}

Reply Control::requests(const Request& request) {
    if (request.method == "GET" || request.method == "HEAD") {
        return json_reply(m_log.entries());
    }
    if (request.method != "DELETE") {
        return wrong_method("GET, DELETE");
    }
    m_log.clear();
    return done();
}

Reply Control::faults(const Request& request) {
    if (request.method == "DELETE") {
        m_faults.clear();
        return done();
    }
    if (request.method != "POST") {
        return wrong_method("POST, DELETE");
    }
    const auto body = Json::parse(request.body);
    const auto route = body.at("route").get<std::string>();
    std::optional<std::int64_t> camera;
    for (const auto& [name, value] : body.items()) {
        if (name == "camera" && !value.is_null()) {
            camera = value.get<std::int64_t>();
        } else if (name != "camera" && name != "route" && name != "faults") {
            throw std::invalid_argument{fmt::format("unknown member '{}'", name)};
        }
    }
    std::vector<Fault> script;
    for (const auto& fault : body.at("faults")) {
        script.push_back(parse_fault(route, fault.get<std::string>()));
    }
    if (script.empty()) {
        check_fault_route(route);
    }
    m_faults.set(route, camera, std::move(script));
    return done();
}

Reply Control::state(const Request& request) {
    if (request.method == "GET" || request.method == "HEAD") {
        auto json = describe(m_world);
        if (m_connections) {
            json["connections"] = m_connections();
        }
        return json_reply(json);
    }
    if (request.method != "POST") {
        return wrong_method("GET, POST");
    }
    const auto body = Json::parse(request.body);
    if (!body.is_object()) {
        return refusal("the body is not an object");
    }
    check_names(body);
    if (body.contains("camera")) {
        apply_to_camera(m_world, body);
    }
    for (const auto& [name, change] : world_changes()) {
        if (body.contains(name)) {
            change(m_world, body.at(name));
        }
    }
    return done();
}

} // namespace simulator
