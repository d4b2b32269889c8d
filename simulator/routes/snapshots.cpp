// SPDX-License-Identifier: Apache-2.0
// GET /snapshots/next/{id} (docs/ring-service.md 7.1).
#include "simulator/router.hpp"
#include "simulator/routes/snapshot_replies.hpp"
#include "simulator/world.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simulator {

namespace {

constexpr std::int64_t k_default_wait_ms = 10'000;
constexpr std::int64_t k_longest_wait_ms = 30'000;
constexpr std::int64_t k_event_picture_life_ms = 600'000;

/// The UUID of the push message of docs/ring-service.md 7.1; always known.
constexpr std::string_view k_example_uuid = "0c1d2e3f-1111-4222-8333-444455556666";

std::int64_t number_in_query(const Request& request, std::string_view name,
                             std::int64_t otherwise) {
    const auto number = parse_integer(request.query_value(name).value_or(""));
    return number && *number >= 0 ? *number : otherwise;
}

bool looks_like_uuid(std::string_view text) {
    return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' &&
           text[23] == '-';
}

Reply next(const Call& call) {
    auto& cameras = call.world.cameras;
    const auto& request = call.request;
    const auto id = call.id();
    if (!cameras.has(id)) {
        return empty_reply(404);
    }
    if (request.query_value("extras") == "force") {
        cameras.ask_for_capture(id);
    }
    if (const auto uuid = request.query_value("uuid"); uuid && !uuid->empty()) {
        const auto capture = event_picture(call.world, *uuid);
        if (!looks_like_uuid(*uuid) || (capture && capture->camera != id)) {
            return empty_reply(404);
        }
        if (capture) {
            return call.world.picture_reply(id, capture->capture_ms);
        }
    }
    const auto wait =
        std::min(number_in_query(request, "max-wait-ms", k_default_wait_ms), k_longest_wait_ms);
    const auto newest = cameras.wait_for_newer(id, number_in_query(request, "after-ms", 0), wait);
    if (!newest) {
        return empty_reply(404);
    }
    return in_parts_if_wanted(call, call.world.picture_reply(id, *newest));
}

} // namespace

Reply in_parts_if_wanted(const Call& call, Reply reply) {
    if (call.world.options.image_partial && !call.request.header("range").empty()) {
        const auto size = reply.body.size();
        reply.status = 206;
        reply.with("Content-Range", fmt::format("bytes 0-{}/{}", size - 1, size));
    }
    return reply;
}

std::optional<Capture> event_picture(World& world, std::string_view uuid) {
    if (uuid == k_example_uuid) {
        constexpr std::int64_t k_camera = 31000417;
        const auto newest = world.cameras.newest_ms(k_camera);
        return newest ? std::optional{Capture{k_camera, *newest}} : std::nullopt;
    }
    const auto capture = parse_snapshot_uuid(uuid);
    const auto now = world.clock.now_ms();
    if (!capture || !world.cameras.has(capture->camera) || capture->capture_ms > now ||
        capture->capture_ms + k_event_picture_life_ms < now) {
        return std::nullopt;
    }
    return capture;
}

void add_snapshot_routes(Router& router) {
    router.add({"next", "GET", "/snapshots/next/{id}", Access::bearer, next});
}

} // namespace simulator
