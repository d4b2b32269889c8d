// SPDX-License-Identifier: Apache-2.0
#include "ring/api/footage.hpp"

#include "base/text/given_moment.hpp"
#include "ring/api/json_read.hpp"
#include "ring/api/snapshot_times.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace ring {

namespace {

std::optional<base::SystemTime> time_in_ms(const Json& value, const char* key) {
    const auto number = integer_member(value, key);
    return number ? read_service_time(*number) : std::nullopt;
}

std::optional<base::SystemTime> time_in_words(const Json& value, const char* key) {
    const std::string text = text_member(value, key);
    // Words such as "now" are for people.
    return text.find('T') == std::string::npos ? std::nullopt : base::parse_moment(text, {});
}

/// Whether the member `key` is the value true.
bool is_true_member(const Json& value, const char* key) {
    const Json* found = member(value, key);
    return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::vector<base::SystemTime> snapshots_in(const Json& entry) {
    std::vector<base::SystemTime> times;
    if (const Json* list = array_member(entry, "snapshots")) {
        for (const Json& value : *list) {
            const auto number = integer_of(value);
            if (const auto time = number ? read_service_time(*number) : std::nullopt) {
                times.push_back(*time);
            }
        }
    }
    return times;
}

/// std::nullopt for one that is deleted, has no film, or whose time is not known.
std::optional<Footage> read_footage(const Json& entry, std::optional<base::SystemTime> start,
                                    std::optional<base::SystemTime> end) {
    std::string url = text_member(entry, "url");
    std::vector<base::SystemTime> snapshots = snapshots_in(entry);
    if (!snapshots.empty()) {
        const auto [first, last] = std::minmax_element(snapshots.begin(), snapshots.end());
        start = start.value_or(*first);
        end = end.value_or(*last);
    }
    if (url.empty() || !start || is_true_member(entry, "deleted")) {
        return {};
    }
    return Footage{*start, std::max(*start, end.value_or(*start)), std::move(snapshots),
                   base::Secret(std::move(url))};
}

} // namespace

TimelinePage read_timeline(std::string_view body) {
    const Json root = read_json_object(body, "the timeline");
    TimelinePage page{{}, text_member(root, "pagination_key")};
    const Json* more = member(root, "supplemental_data");
    const Json* entries = more != nullptr ? array_member(*more, "footages") : nullptr;
    if (entries == nullptr) {
        return page;
    }
    for (const Json& entry : *entries) {
        if (auto footage = read_footage(entry, time_in_words(entry, "start_time"),
                                        time_in_words(entry, "end_time"))) {
            page.footages.push_back(std::move(*footage));
        }
    }
    return page;
}

std::vector<Footage> read_footages(std::string_view body) {
    const Json root = read_json_object(body, "the list of earlier pictures");
    std::vector<Footage> footages;
    const Json* entries = array_member(root, "data");
    if (entries == nullptr) {
        return footages;
    }
    for (const Json& entry : *entries) {
        if (auto footage =
                read_footage(entry, time_in_ms(entry, "start_ms"), time_in_ms(entry, "end_ms"))) {
            footages.push_back(std::move(*footage));
        }
    }
    return footages;
}

} // namespace ring
