// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/cameras.hpp"
#include "simulator/http.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace simulator {

/// Which device list the service sends.
enum class DeviceMode {
    ordinary,
    awkward,
    empty,
    braces,
    nulls,
    html,
    truncated,
    v3_only,
    /// Everything is somebody else's, and only the newer routes list it.
    shared,
    /// The ordinary devices, and some that only the newer routes list.
    mixed,
};

/// By which name each goes, in that order.
inline constexpr std::array<std::string_view, 10> k_device_mode_names = {
    "ordinary", "awkward",   "empty",   "braces", "nulls",
    "html",     "truncated", "v3-only", "shared", "mixed"};

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

    /// The flat list of `device_info/v3/devices`: what the older one lists, and more in the modes
    /// `shared` and `mixed`, without the batteries.
    Json v3_devices(Cameras& cameras) const;

    /// The answer of `devices/v1/locations`: the homes that the account owns.
    Json owned_locations() const;

    /// The answer of `location_info/v3/locations`: those that are shared with it, too.
    Json v3_locations() const;

    /// Whether only the newer routes know this device: `clients_api` does not, its pictures and
    /// health included.
    bool is_newer_only(std::int64_t id) const;

    /// One device as it is described now; std::nullopt when there is none.
    std::optional<Json> find(std::int64_t id, Cameras& cameras) const;

private:
    Json current_lists(Cameras& cameras) const;

    DeviceMode m_mode;
    /// By the names of the older list.
    Json m_lists;
    /// What only the newer one lists.
    Json m_newer_only = Json::array();
};

/// Whether the device lives on a battery (docs/ring-service.md 5.5).
bool is_battery_device(const Json& device);

} // namespace simulator
