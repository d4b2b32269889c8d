// SPDX-License-Identifier: Apache-2.0
#include "snapshot/explain.hpp"

#include "base/unicode.hpp"
#include "snapshot/picture_source.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace snapshot {

using base::Error;
using base::ErrorCode;

namespace {

constexpr std::size_t k_most_listed = 20;

} // namespace

std::string camera_title(ring::DeviceId id, const ring::Device* device) {
    const std::string name = device ? base::printable(device->name) : "";
    return name.find_first_not_of(' ') == std::string::npos ? fmt::format("camera {}", id) : name;
}

std::string list_cameras(const std::vector<ring::Device>& devices) {
    std::string text;
    std::size_t count = 0;
    for (const ring::Device& device : devices) {
        if (!device.is_camera()) {
            continue;
        }
        if (++count > k_most_listed) {
            return text + ", … (run: ring-snapshot list)";
        }
        text += fmt::format("{}{} ({})", text.empty() ? "the cameras are: " : ", ",
                            camera_title(device.id, &device), device.id);
    }
    return text.empty() ? "this account has no cameras" : text;
}

bool is_explainable(const Error& error) {
    return error.code() == ErrorCode::no_snapshot || error.code() == ErrorCode::service_unavailable;
}

const ring::Device* find_device(const std::vector<ring::Device>& devices, ring::DeviceId id) {
    const auto found = std::find_if(devices.begin(), devices.end(),
                                    [id](const ring::Device& device) { return device.id == id; });
    return found == devices.end() ? nullptr : &*found;
}

Error explain(const Error& error, ring::DeviceId id, const std::vector<ring::Device>& devices) {
    const ring::Device* device = find_device(devices, id);
    const std::string title = camera_title(id, device);
    const auto unexplained = [&] {
        return Error(error.code(), fmt::format("no picture of {}: {}", title, error.message()),
                     error.hint(), error.pause());
    };
    if (!is_explainable(error) || devices.empty()) {
        return unexplained();
    }
    if (device == nullptr) {
        return Error(ErrorCode::unknown_device,
                     fmt::format("there is no camera {} in this account", id),
                     list_cameras(devices));
    }
    if (!device->is_camera()) {
        return Error(ErrorCode::unknown_device, fmt::format("{} ({}) takes no pictures", title, id),
                     "run: ring-snapshot list");
    }
    switch (device->state()) {
    case ring::DeviceState::offline:
        return Error(ErrorCode::no_snapshot,
                     fmt::format("no picture of {}: the camera is offline", title), k_offline_hint);
    case ring::DeviceState::motion_detection_off:
        return Error(ErrorCode::no_snapshot,
                     fmt::format("no picture of {}: its motion detection is switched off, which "
                                 "blocks snapshots",
                                 title),
                     k_motion_off_hint);
    case ring::DeviceState::online:
    case ring::DeviceState::unknown:
        break;
    }
    if (device->power == ring::PowerSource::battery && error.hint() == k_no_picture_hint) {
        return Error(error.code(), unexplained().message(),
                     error.hint() + "; a battery camera takes none while it is recording");
    }
    return unexplained();
}

} // namespace snapshot
