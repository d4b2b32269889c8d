// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "home_assistant/camera.hpp"
#include "home_assistant/topics.hpp"
#include "mqtt/publisher.hpp"

#include <string>
#include <string_view>

namespace home_assistant {

/// What a button sends to `take`.
inline constexpr std::string_view k_press = "PRESS";

/// Describes the device of a camera to Home Assistant, retained: a picture, as an image and as a
/// camera, when it was taken, battery, problem, connectivity, and a button. Home Assistant refuses
/// the whole description for one key that it does not know.
/// @param prefix  of all descriptions: "homeassistant"
mqtt::Message discovery_message(const std::string& prefix, const Topics& topics,
                                const Camera& camera);

/// Whether this is a description by a watch that publishes at these topics. Takes any text.
bool is_description_below(const Topics& topics, std::string_view description);

} // namespace home_assistant
