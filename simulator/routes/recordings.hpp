// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/world.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace simulator {

/// Each camera sees something at every multiple of this.
inline constexpr std::int64_t k_event_every_ms = 7'200'000;

/// All ids of events are larger.
inline constexpr std::int64_t k_lowest_event_id = 7'400'000'000'000'000'000;

/// The id of what a camera saw at `start_ms`; the later, the larger.
std::int64_t event_id(std::int64_t camera, std::int64_t start_ms);

/// When the event of that id began.
std::int64_t event_start(std::int64_t event_id);

/// A signed address, good for some time, of the film that `id` made at `at_ms`. `kind` is `footage`
/// for pictures of the past, `event` for what was recorded of an event.
std::string media_url(World& world, std::string_view kind, std::int64_t id, std::int64_t at_ms);

} // namespace simulator
