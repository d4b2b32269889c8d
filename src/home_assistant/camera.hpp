// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "ring/devices/device.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace home_assistant {

/// A camera of a watch.
struct Camera {
    /// Ring's id.
    std::string id;
    /// Its name, or "camera ID".
    std::string title;
    /// What Ring's device list says, when it is known.
    std::optional<ring::Device> device;
};

/// What is told of a picture beside its bytes.
struct PictureState {
    /// std::nullopt when Ring does not say.
    std::optional<base::SystemTime> captured;
    /// How old it was at `seen`, by Ring's clock; std::nullopt when that is not known.
    std::optional<std::chrono::milliseconds> age;
    base::SteadyTime seen;
    /// Captured because somebody asked; std::nullopt for one of an earlier run.
    std::optional<bool> fresh;
    int width = 0;
    int height = 0;
    std::size_t bytes = 0;
    /// Where it is saved, absolute.
    std::string path;
};

/// What is told of a camera.
struct CameraState {
    std::optional<PictureState> picture;
    std::optional<ring::Device> device;
    /// Why it fails; empty while it does not.
    std::string error;
    /// Why no picture came that somebody asked for; empty when one did since.
    std::string request_error;

    /// Whether Ring reaches the camera; std::nullopt when Ring does not say.
    std::optional<bool> is_online() const;

    /// Ring does not say that it is offline, and its last round was good.
    bool is_available() const { return error.empty() && is_online().value_or(true); }
};

/// The message about a camera, one JSON object. Its names are none that Home Assistant keeps for
/// itself, so that they can be attributes.
std::string state_json(const CameraState& state, const base::Clock& clock);

} // namespace home_assistant
