// SPDX-License-Identifier: Apache-2.0
// Pictures and events of the past (docs/ring-service.md 9): made up, and alike each time
// that they are asked for.
#include "base/text/encoding.hpp"
#include "simulator/router.hpp"
#include "simulator/world.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simulator {

namespace {

constexpr std::int64_t k_hour_ms = 3'600'000;
constexpr std::int64_t k_day_ms = 24 * k_hour_ms;
constexpr std::int64_t k_snapshot_every_ms = 300'000;
constexpr std::int64_t k_event_every_ms = 2 * k_hour_ms;
constexpr std::int64_t k_largest_page = 50;

/// The part of the past that a request asks about; kept are seven days.
struct Window {
    std::int64_t from;
    std::int64_t to;
};

Window limit_to_kept(const World& world, std::int64_t from, std::int64_t to) {
    const auto now = world.clock.now_ms();
    return {std::max(from, now - 7 * k_day_ms), std::min(to, now)};
}

std::string media_url(const World& world, std::string_view kind, std::int64_t id, std::int64_t at) {
    return fmt::format("{}/simulated-media/{}/{}-{}.mp4?X-Amz-Expires=900&X-Amz-Signature={}",
                       world.address(), kind, id, at,
                       base::hex_encode(base::base64_encode(fmt::format("{}{}", id, at))));
}

/// The multiples of `every` from `from` on that lie before `to`.
std::vector<std::int64_t> times_between(std::int64_t from, std::int64_t to, std::int64_t every) {
    std::vector<std::int64_t> times;
    for (auto at = (from + every - 1) / every * every; at < to; at += every) {
        times.push_back(at);
    }
    return times;
}

std::vector<std::int64_t> events_in(Window window) {
    return times_between(window.from, window.to, k_event_every_ms);
}

/// Starts of the hours whose containers touch the window.
std::vector<std::int64_t> hours_in(Window window) {
    return times_between(window.from / k_hour_ms * k_hour_ms, window.to, k_hour_ms);
}

Json footage(const World& world, std::int64_t id, std::int64_t start) {
    const auto end = std::min(start + k_hour_ms, world.clock.now_ms());
    const auto snapshots = times_between(start, end, k_snapshot_every_ms);
    return {{"schema", "Footage"},
            {"source_id", fmt::format("{}", id)},
            {"start_time", iso_time(start)},
            {"end_time", iso_time(end - 1000)},
            {"duration_ms", static_cast<std::int64_t>(snapshots.size()) * 100},
            {"snapshots", snapshots},
            {"storage_type", "CLOUD"},
            {"deleted", false},
            {"url", media_url(world, "footage", id, start)}};
}

Json cloud_media(const World& world, std::int64_t id, std::int64_t start) {
    return {{"schema", "CloudMedia"},
            {"media",
             {{{"file_type", "VIDEO"},
               {"file_family", ""},
               {"url", media_url(world, "event", id, start)},
               {"is_e2ee", false},
               {"manifest_id", fmt::format("m{}", start)},
               {"playback_duration", 30880},
               {"preroll_duration_ms", 0},
               {"custom_metadata", nullptr}}}}};
}

Json event(const Call& call, std::int64_t start) {
    const auto camera = call.world.cameras.look_at(call.id());
    const auto& facts = camera->facts();
    return {{"schema", "Event"},
            {"event_id", fmt::format("74{:017}", start)},
            {"source_id", fmt::format("{}", facts.id)},
            {"source_type", nullptr},
            {"event_type", "motion"},
            {"state", "timed_out"},
            {"start_time", iso_time(start)},
            {"end_time", iso_time(start + 30'880)},
            {"updated_at", iso_time(start + 90'000)},
            {"duration_ms", 30880},
            {"session_duration", 31},
            {"had_subscription", true},
            {"is_favorite", false},
            {"recording_status", "ready"},
            {"owner_id", "40012345"},
            {"origin", nullptr},
            {"error_message", nullptr},
            {"device", {{"id", facts.id}, {"description", facts.name}, {"type", facts.kind}}},
            {"cv",
             {{"person_detected", nullptr},
              {"stream_broken", false},
              {"other_motion", true},
              {"detection_type", "motion"},
              {"detection_types",
               {{{"detection_type", "other_motion"}, {"verified_timestamps", {start + 2000}}}}},
              {"cv_triggers", nullptr}}},
            {"properties", {{"is_alexa", false}, {"is_autoreply", false}, {"is_sidewalk", false}}},
            {"visualizations",
             {{"cloud_media_visualization", cloud_media(call.world, facts.id, start)},
              {"lite24x7_visualization", nullptr},
              {"local_media_visualization", nullptr}}}};
}

/// One page of a list: what follows after `key`, and the key of the page after it.
struct Page {
    std::vector<std::int64_t> starts;
    bool more = false;
};

Page page_of(std::vector<std::int64_t> all, bool newest_first, std::int64_t offset,
             std::int64_t limit) {
    if (newest_first) {
        std::ranges::reverse(all);
    }
    const auto size = static_cast<std::int64_t>(all.size());
    const auto from = std::clamp<std::int64_t>(offset, 0, size);
    const auto to = std::min(size, from + limit);
    return {{all.begin() + from, all.begin() + to}, to < size};
}

std::int64_t limit_of(const Request& request) {
    const auto limit = parse_integer(request.query_value("limit").value_or(""));
    return std::clamp<std::int64_t>(limit.value_or(k_largest_page), 1, k_largest_page);
}

std::int64_t offset_of(const Request& request) {
    const auto key = base::base64_decode(request.query_value("pagination_key").value_or(""));
    return key && key->starts_with("page-") ? parse_integer(key->substr(5)).value_or(0) : 0;
}

Json page_key(bool more, std::int64_t next_offset) {
    return more ? Json(base::base64_encode(fmt::format("page-{}", next_offset))) : Json();
}

Window window_of_timeline(const Call& call) {
    const auto time = [&](const char* name, std::int64_t otherwise) {
        return parse_iso_time(call.request.query_value(name).value_or("")).value_or(otherwise);
    };
    const auto now = call.world.clock.now_ms();
    return limit_to_kept(call.world, time("start_time", now - k_day_ms), time("end_time", now));
}

Reply timeline(const Call& call) {
    if (!call.world.cameras.has(call.id())) {
        return error_reply(404, "Not Found");
    }
    const auto window = window_of_timeline(call);
    const auto limit = limit_of(call.request);
    const auto offset = offset_of(call.request);
    const bool newest_first = call.request.query_value("order").value_or("asc") == "desc";
    const auto events = page_of(events_in(window), newest_first, offset, limit);
    const auto hours = page_of(hours_in(window), newest_first, offset, limit);
    Json items = Json::array();
    for (const auto start : events.starts) {
        items.push_back(event(call, start));
    }
    Json footages = Json::array();
    for (const auto start : hours.starts) {
        footages.push_back(footage(call.world, call.id(), start));
    }
    return json_reply({{"items", items},
                       {"supplemental_data", {{"footages", footages}}},
                       {"pagination_key", page_key(events.more || hours.more, offset + limit)}});
}

Reply history(const Call& call) {
    if (!call.world.cameras.has(call.id())) {
        return error_reply(404, "Not Found");
    }
    const auto limit = limit_of(call.request);
    // Clients cut the padding off the key, which is as good.
    const auto offset = offset_of(call.request);
    const auto now = call.world.clock.now_ms();
    const auto page = page_of(events_in({now - 7 * k_day_ms, now}), true, offset, limit);
    Json items = Json::array();
    for (const auto start : page.starts) {
        items.push_back(event(call, start));
    }
    return json_reply({{"items", items}, {"pagination_key", page_key(page.more, offset + limit)}});
}

Reply footages(const Call& call) {
    if (!call.world.cameras.has(call.id())) {
        return error_reply(404, "Not Found");
    }
    const auto time = [&](const char* name, std::int64_t otherwise) {
        return parse_integer(call.request.query_value(name).value_or("")).value_or(otherwise);
    };
    const auto now = call.world.clock.now_ms();
    const auto window =
        limit_to_kept(call.world, time("start_at_ms", now - k_day_ms), time("end_at_ms", now));
    Json data = Json::array();
    for (const auto start : hours_in(window)) {
        const auto end = std::min(start + k_hour_ms, now);
        const auto snapshots = times_between(start, end, k_snapshot_every_ms);
        data.push_back({{"start_ms", start},
                        {"end_ms", end - 1000},
                        {"playback_ms", static_cast<std::int64_t>(snapshots.size()) * 100},
                        {"kind", "online_periodical"},
                        {"url", media_url(call.world, "footage", call.id(), start)},
                        {"deleted", false},
                        {"snapshots", snapshots}});
    }
    return json_reply(
        {{"meta", {{"pagination_key", window.to}, {"butch_size", data.size()}}}, {"data", data}});
}

/// The storage that the signed addresses point to. It is not Ring's, and refuses Ring's token as
/// the real one does.
Reply media(const Call& call) {
    if (!call.request.header("authorization").empty()) {
        return {.status = 400,
                .content_type = "application/xml",
                .body = "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism "
                        "allowed</Message></Error>"};
    }
    if (!call.request.query_value("X-Amz-Signature")) {
        return {.status = 403,
                .content_type = "application/xml",
                .body = "<Error><Code>AccessDenied</Code></Error>"};
    }
    using namespace std::string_literals;
    return {.content_type = "video/mp4",
            .body = "\0\0\0\x18"s + "ftypmp42\0\0\0\0mp42isom"s + "\0\0\0\x08"s + "free"s};
}

} // namespace

void add_history_routes(Router& router) {
    router.add({"timeline", "GET", "/evm/v2/timeline/devices/{id}", Access::bearer, timeline});
    router.add({"", "GET", "/evm/v2/history/devices/{id}", Access::bearer, history});
    router.add({"footages", "GET", "/recordings/public/footages/{id}", Access::bearer, footages});
    router.add({"", "GET", "/simulated-media/{kind}/{file}", Access::open, media});
}

} // namespace simulator
