// SPDX-License-Identifier: Apache-2.0
// clients_api/snapshots/… (docs/ring-service.md 6 and 7.2).
#include "simulator/router.hpp"
#include "simulator/routes/snapshot_replies.hpp"
#include "simulator/world.hpp"

#include <algorithm>

namespace simulator {

namespace {

/// The member `doorbot_ids`; std::nullopt when it is not a list of integers.
std::optional<std::vector<std::int64_t>> doorbot_ids(const Request& request) {
    const auto body = parse_json(request.body);
    if (!body || !body->is_object() || !body->contains("doorbot_ids") ||
        !(*body)["doorbot_ids"].is_array()) {
        return std::nullopt;
    }
    std::vector<std::int64_t> ids;
    for (const auto& id : (*body)["doorbot_ids"]) {
        if (!id.is_number_integer()) {
            return std::nullopt;
        }
        ids.push_back(id.get<std::int64_t>());
    }
    return ids;
}

/// Whether the older interface serves this camera: not one of a newer share.
bool is_served(const Call& call, std::int64_t id) {
    return call.world.cameras.has(id) && !call.world.devices.is_newer_only(id);
}

Reply no_ids() {
    return json_reply({{"error", "doorbot_ids is missing or not a list"}}, 400);
}

Reply update_all(const Call& call) {
    const auto ids = doorbot_ids(call.request);
    if (!ids) {
        return no_ids();
    }
    for (const auto id : *ids) {
        if (is_served(call, id)) {
            call.world.cameras.ask_for_capture(id);
        }
    }
    return empty_reply(204);
}

/// Some clients send nothing but `timestamps`, and wait for a newer picture. It makes cameras take
/// one, those on a battery and a few others excepted (docs/ring-service.md 6.2).
void ask_by_the_way(const Call& call, std::int64_t id) {
    constexpr std::int64_t k_fresh_ms = 30'000;
    if (call.world.options.timestamps_only_tell) {
        return;
    }
    auto& cameras = call.world.cameras;
    const auto facts = cameras.look_at(id)->facts();
    const auto age_ms = call.world.clock.now_ms() - cameras.newest_ms(id).value_or(0);
    if (!facts.battery && facts.kind != "doorbell_tahoe" && age_ms > k_fresh_ms) {
        cameras.ask_for_capture(id);
    }
}

Reply timestamps(const Call& call) {
    const auto ids = doorbot_ids(call.request);
    if (!ids) {
        return no_ids();
    }
    Json entries = Json::array();
    std::vector<std::int64_t> done;
    for (const auto id : *ids) {
        if (!is_served(call, id) || std::ranges::find(done, id) != done.end()) {
            continue;
        }
        done.push_back(id);
        ask_by_the_way(call, id);
        entries.push_back(
            {{"timestamp", call.world.cameras.newest_ms(id).value_or(0)}, {"doorbot_id", id}});
    }
    return json_reply({{"timestamps", entries}});
}

Reply image(const Call& call) {
    const auto newest = call.world.cameras.newest_ms(call.id());
    if (!newest || !is_served(call, call.id())) {
        return text_reply("no snapshot", 404);
    }
    // The old interface tells nobody when the picture was taken.
    Reply reply{.content_type = "image/jpeg", .body = *call.world.picture(call.id(), *newest)};
    return in_parts_if_wanted(call, std::move(reply));
}

Reply by_uuid(const Call& call) {
    const auto uuid = call.request.query_value("uuid").value_or("");
    const auto capture = event_picture(call.world, uuid);
    if (!capture) {
        return empty_reply(404);
    }
    return call.world.picture_reply(capture->camera, capture->capture_ms);
}

} // namespace

void add_legacy_snapshot_routes(Router& router) {
    router.add({"update-all", "PUT", "/clients_api/snapshots/update_all", Access::api, update_all});
    router.add(
        {"timestamps", "POST", "/clients_api/snapshots/timestamps", Access::api, timestamps});
    router.add({"image", "GET", "/clients_api/snapshots/image/{id}", Access::api, image});
    router.add({"uuid", "GET", "/clients_api/snapshots/uuid", Access::api, by_uuid});
}

} // namespace simulator
