// SPDX-License-Identifier: Apache-2.0
#include "ring/api/snapshot_times.hpp"

#include "ring/api/json_read.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>

namespace ring {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t k_seconds_below = 100'000'000'000;
/// 2000-01-01 and 2200-01-01: no camera took a picture before, and the system clock of some
/// platforms ends not long after.
constexpr milliseconds k_earliest{946'684'800'000};
constexpr milliseconds k_latest{7'258'118'400'000};

} // namespace

std::optional<base::SystemTime> read_service_time(std::int64_t value) {
    if (value <= 0 || value > k_latest.count()) {
        return std::nullopt;
    }
    const milliseconds time(value < k_seconds_below ? value * 1000 : value);
    if (time < k_earliest || time > k_latest) {
        return std::nullopt;
    }
    return base::SystemTime(time);
}

std::optional<base::SystemTime> read_time_header(std::string_view value) {
    const auto number = integer_of(Json(std::string(value)));
    return number ? read_service_time(*number) : std::nullopt;
}

std::map<DeviceId, base::SystemTime> read_timestamps(std::string_view body) {
    const Json root = read_json_object(body, "the list of capture times");
    std::map<DeviceId, base::SystemTime> times;
    const Json* entries = array_member(root, "timestamps");
    if (entries == nullptr) {
        return times;
    }
    for (const Json& entry : *entries) {
        const auto id = integer_member(entry, "doorbot_id");
        const Json* timestamp = member(entry, "timestamp");
        if (!id || *id <= 0 || timestamp == nullptr) {
            continue;
        }
        const auto number = integer_of(*timestamp);
        const auto time = number ? read_service_time(*number) : std::nullopt;
        if (time) {
            base::SystemTime& greatest = times.try_emplace(*id, *time).first->second;
            greatest = std::max(greatest, *time);
        }
    }
    return times;
}

std::vector<int> read_asset_errors(std::string_view body) {
    std::vector<int> codes;
    const Json root = read_json(body);
    const Json* errors = array_member(root, "errors");
    if (errors == nullptr) {
        return codes;
    }
    for (const Json& error : *errors) {
        const auto code = integer_of(error);
        if (code && *code >= 0 && *code <= std::numeric_limits<int>::max()) {
            codes.push_back(static_cast<int>(*code));
        }
    }
    return codes;
}

} // namespace ring
