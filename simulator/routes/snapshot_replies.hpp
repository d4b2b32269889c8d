// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/router.hpp"
#include "simulator/world.hpp"

namespace simulator {

/// 206 with Content-Range instead of 200, when the client sent Range and the simulator is told to.
Reply in_parts_if_wanted(const Call& call, Reply reply);

/// The capture that the picture of an event shows; std::nullopt when the UUID is unknown or its
/// picture is not kept any longer (10 minutes).
std::optional<Capture> event_picture(World& world, std::string_view uuid);

} // namespace simulator
