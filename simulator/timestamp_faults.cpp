// SPDX-License-Identifier: Apache-2.0
#include "simulator/fault_kinds.hpp"

#include <algorithm>
#include <array>

namespace simulator {

namespace {

/// The good answer with its entries changed.
template <typename Change>
Reply with_entries(const FaultCase& c, Change change) {
    auto reply = c.good();
    auto json = parse_json(reply.body);
    if (json && json->is_object() && json->contains("timestamps")) {
        change((*json)["timestamps"]);
        reply.body = to_text(*json);
    }
    return reply;
}

template <typename Change>
Reply with_each_time(const FaultCase& c, Change change) {
    return with_entries(c, [&](Json& entries) {
        for (auto& entry : entries) {
            change(entry["timestamp"]);
        }
    });
}

/// Last first, an older second entry for each device, and one of a device that nobody asked for.
Reply shuffled(const FaultCase& c, const std::string&) {
    return with_entries(c, [](Json& entries) {
        Json mixed = Json::array();
        mixed.push_back({{"timestamp", 1'790'000'000'999}, {"doorbot_id", 99}});
        for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
            auto older = *it;
            const auto time = older.value("timestamp", std::int64_t{0});
            older["timestamp"] = std::max<std::int64_t>(time - 1'123, 0);
            mixed.push_back(*it);
            mixed.push_back(older);
        }
        entries = mixed;
    });
}

using Case = const FaultCase&;
using Text = const std::string&;

constexpr std::array k_timestamp_kinds = {
    FaultKind{"shuffled", Argument::none, "timestamps", shuffled},
    FaultKind{"missing", Argument::none, "timestamps",
              [](Case c, Text) {
                  return with_entries(c, [](Json& entries) {
                      if (!entries.empty()) {
                          entries.erase(0);
                      }
                  });
              }},
    FaultKind{"zero", Argument::none, "timestamps",
              [](Case c, Text) { return with_each_time(c, [](Json& time) { time = 0; }); }},
    FaultKind{"null", Argument::none, "timestamps",
              [](Case c, Text) { return with_each_time(c, [](Json& time) { time = nullptr; }); }},
    FaultKind{"seconds", Argument::none, "timestamps",
              [](Case c, Text) {
                  return with_each_time(c,
                                        [](Json& time) { time = time.get<std::int64_t>() / 1000; });
              }},
    FaultKind{"no-entries", Argument::none, "timestamps",
              [](Case c, Text) {
                  return with_entries(c, [](Json& entries) { entries = Json::array(); });
              }},
};

} // namespace

std::span<const FaultKind> timestamp_fault_kinds() {
    return k_timestamp_kinds;
}

} // namespace simulator
