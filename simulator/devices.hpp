// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/cameras.hpp"
#include "simulator/http.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace simulator {

/// Which device list the service tells.
enum class DeviceMode { ordinary, awkward, empty, braces, nulls, html, truncated, v3_only };

std::optional<DeviceMode> parse_device_mode(std::string_view text);

/// The account's devices, and how the service describes them.
class Devices {
public:
    /// `generated`: so many made-up cameras instead of the list of `mode`; 0: the list.
    Devices(DeviceMode mode, int generated);

    struct NewCamera {
        CameraFacts facts;
        std::int64_t age_ms; ///< Of the picture that is in store at the start.
    };

    /// Those of the devices that take pictures, each id once.
    std::vector<NewCamera> cameras() const;

    /// The answer of `clients_api/ring_devices`, odd ones included.
    Reply ring_devices(Cameras& cameras) const;

    /// The flat list of `device_info/v3/devices`.
    Json v3_devices(Cameras& cameras) const;

    /// One device as it is described now; nothing when there is none.
    std::optional<Json> find(std::int64_t id, Cameras& cameras) const;

private:
    Json current_lists(Cameras& cameras) const;

    DeviceMode m_mode;
    Json m_lists;
};

/// Whether the device lives on a battery (docs/ring-service.md 5.5).
bool is_battery_device(const Json& device);

} // namespace simulator
