// SPDX-License-Identifier: Apache-2.0
// Pictures and events of the past (docs/ring-service.md 9): made up, and alike each time
// that they are asked for, or the films that were handed in.
#include "base/text/encoding.hpp"
#include "simulator/router.hpp"
#include "simulator/routes/recordings.hpp"
#include "simulator/world.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simulator {

namespace {

constexpr std::int64_t k_hour_ms = 3'600'000;
constexpr std::int64_t k_day_ms = 24 * k_hour_ms;
constexpr std::int64_t k_snapshot_every_ms = 300'000;
constexpr std::int64_t k_largest_page = 50;
constexpr std::string_view k_event_type = "motion"; ///< Of all events that are made up.

/// The part of the past that a request asks about; kept are seven days.
struct Window {
    std::int64_t from;
    std::int64_t to;
};

Window limit_to_kept(const World& world, std::int64_t from, std::int64_t to) {
    const auto now = world.clock.now_ms();
    return {std::max(from, now - 7 * k_day_ms), std::min(to, now)};
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

std::vector<Film> films_in(const World& world, std::int64_t id, Window window) {
    if (world.films.are_given()) {
        return world.films.touching(id, window.from, window.to);
    }
    const auto kept = limit_to_kept(world, window.from, window.to);
    std::vector<Film> films;
    for (const auto start : hours_in(kept)) {
        const auto end = std::min(start + k_hour_ms, world.clock.now_ms());
        films.push_back({start, end - 1000, false, times_between(start, end, k_snapshot_every_ms)});
    }
    return films;
}

Json footage(World& world, std::int64_t id, const Film& film) {
    return {{"schema", "Footage"},
            {"source_id", fmt::format("{}", id)},
            {"start_time", iso_time(film.start_ms)},
            {"end_time", iso_time(film.end_ms)},
            {"duration_ms", static_cast<std::int64_t>(film.snapshots.size()) * 100},
            {"snapshots", film.snapshots},
            {"storage_type", "CLOUD"},
            {"deleted", film.deleted},
            {"url", media_url(world, "footage", id, film.start_ms)}};
}

Json cloud_media(World& world, std::int64_t id, std::int64_t start) {
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

Json event(World& world, std::int64_t id, std::int64_t start) {
    const auto camera = world.cameras.look_at(id);
    const auto& facts = camera->facts();
    return {{"schema", "Event"},
            {"event_id", fmt::format("{}", event_id(id, start))},
            {"source_id", fmt::format("{}", facts.id)},
            {"source_type", nullptr},
            {"event_type", k_event_type},
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
             {{"cloud_media_visualization", cloud_media(world, facts.id, start)},
              {"lite24x7_visualization", nullptr},
              {"local_media_visualization", nullptr}}}};
}

/// One page of a list: what follows after `key`, and whether there is a page after it.
template <typename Entry>
struct Page {
    std::vector<Entry> entries;
    bool more = false;
};

template <typename Entry>
Page<Entry> page_of(std::vector<Entry> all, bool newest_first, std::int64_t offset,
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
    return {time("start_time", now - k_day_ms), time("end_time", now)};
}

Reply timeline(const Call& call) {
    if (!call.world.cameras.has(call.id())) {
        return error_reply(404, "Not Found");
    }
    const auto window = window_of_timeline(call);
    const auto limit = limit_of(call.request);
    const auto offset = offset_of(call.request);
    const bool newest_first = call.request.query_value("order").value_or("asc") == "desc";
    const auto events = page_of(events_in(limit_to_kept(call.world, window.from, window.to)),
                                newest_first, offset, limit);
    const auto films =
        page_of(films_in(call.world, call.id(), window), newest_first, offset, limit);
    Json items = Json::array();
    for (const auto start : events.entries) {
        items.push_back(event(call.world, call.id(), start));
    }
    Json footages = Json::array();
    for (const auto& film : films.entries) {
        footages.push_back(footage(call.world, call.id(), film));
    }
    return json_reply({{"items", items},
                       {"supplemental_data", {{"footages", footages}}},
                       {"pagination_key", page_key(events.more || films.more, offset + limit)}});
}

/// Whether `event_types`, a list with commas, names what is made up; it may be left out.
bool asks_for_events(const Request& request) {
    const auto types = request.query_value("event_types").value_or("");
    return types.empty() ||
           fmt::format(",{},", types).find(fmt::format(",{},", k_event_type)) != std::string::npos;
}

/// What these cameras saw in the last seven days, newest first.
Reply history_of(const Call& call, const std::vector<std::int64_t>& cameras) {
    struct Seen {
        std::int64_t camera;
        std::int64_t start;
    };

    const auto limit = limit_of(call.request);
    // Clients cut the padding off the key, which is as good.
    const auto offset = offset_of(call.request);
    const auto now = call.world.clock.now_ms();
    std::vector<Seen> all;
    if (asks_for_events(call.request)) {
        for (const auto start : events_in({now - 7 * k_day_ms, now})) {
            for (const auto camera : cameras) {
                all.push_back({camera, start});
            }
        }
    }
    const auto page = page_of(std::move(all), true, offset, limit);
    Json items = Json::array();
    for (const auto& [camera, start] : page.entries) {
        items.push_back(event(call.world, camera, start));
    }
    return json_reply({{"items", items}, {"pagination_key", page_key(page.more, offset + limit)}});
}

Reply history(const Call& call) {
    return call.world.cameras.has(call.id()) ? history_of(call, {call.id()})
                                             : error_reply(404, "Not Found");
}

/// The same for the cameras that `source_ids` lists, unknown ones left out.
Reply history_of_several(const Call& call) {
    const auto source_ids = call.request.query_value("source_ids").value_or("");
    std::vector<std::int64_t> cameras;
    for (std::size_t from = 0; from < source_ids.size();) {
        const auto comma = std::min(source_ids.find(',', from), source_ids.size());
        const auto id = parse_integer(source_ids.substr(from, comma - from)).value_or(0);
        if (call.world.cameras.has(id) && std::ranges::find(cameras, id) == cameras.end()) {
            cameras.push_back(id);
        }
        from = comma + 1;
    }
    return history_of(call, cameras);
}

Reply footages(const Call& call) {
    if (!call.world.cameras.has(call.id())) {
        return error_reply(404, "Not Found");
    }
    const auto time = [&](const char* name, std::int64_t otherwise) {
        return parse_integer(call.request.query_value(name).value_or("")).value_or(otherwise);
    };
    const auto now = call.world.clock.now_ms();
    const Window window{time("start_at_ms", now - k_day_ms), time("end_at_ms", now)};
    Json data = Json::array();
    for (const auto& film : films_in(call.world, call.id(), window)) {
        data.push_back({{"start_ms", film.start_ms},
                        {"end_ms", film.end_ms},
                        {"playback_ms", static_cast<std::int64_t>(film.snapshots.size()) * 100},
                        {"kind", "online_periodical"},
                        {"url", media_url(call.world, "footage", call.id(), film.start_ms)},
                        {"deleted", film.deleted},
                        {"snapshots", film.snapshots}});
    }
    return json_reply(
        {{"meta", {{"pagination_key", window.to}, {"butch_size", data.size()}}}, {"data", data}});
}

} // namespace

void add_history_routes(Router& router) {
    router.add({"timeline", "GET", "/evm/v2/timeline/devices/{id}", Access::bearer, timeline});
    router.add({"", "GET", "/evm/v2/history/devices/{id}", Access::bearer, history});
    router.add({"", "GET", "/evm/v2/history/devices", Access::bearer, history_of_several});
    router.add({"footages", "GET", "/recordings/public/footages/{id}", Access::bearer, footages});
}

} // namespace simulator
