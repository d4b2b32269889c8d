// SPDX-License-Identifier: Apache-2.0
#include "snapshot/explain.hpp"

#include "base/text/reason.hpp"
#include "base/text/unicode.hpp"
#include "snapshot/picture_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

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

std::string title_with_id(const ring::Device& device) {
    return fmt::format("{} ({})", camera_title(device.id, &device), device.id);
}

std::string list_cameras(const std::vector<ring::Device>& devices) {
    std::string text;
    std::size_t count = 0;
    for (const ring::Device& device : devices) {
        if (!device.is_camera()) {
            continue;
        }
        if (++count > k_most_listed) {
            return text + " and more (run: ring-snapshot list)";
        }
        text += (text.empty() ? "the cameras are: " : ", ") + title_with_id(device);
    }
    return text.empty() ? k_no_cameras : text;
}

Error no_cameras(const ring::DeviceList& list) {
    if (!list.is_complete()) {
        return Error(ErrorCode::service_unavailable,
                     "Ring lists no camera, and its list of shared cameras is unavailable",
                     "try again later; ring-snapshot doctor shows the reason");
    }
    return Error(ErrorCode::unknown_device, k_no_cameras, k_no_cameras_hint);
}

std::optional<Error> unknown_camera(ring::DeviceId id, const ring::DeviceList& list) {
    const ring::Device* device = find_device(list.devices, id);
    if (device != nullptr) {
        return device->is_camera()
                   ? std::nullopt
                   : std::optional(Error(ErrorCode::unknown_device,
                                         title_with_id(*device) + " takes no pictures",
                                         "run: ring-snapshot list"));
    }
    if (!list.is_complete()) {
        return std::nullopt;
    }
    return Error(ErrorCode::unknown_device,
                 fmt::format("there is no camera {} in this account", id),
                 list.has_cameras() ? list_cameras(list.devices)
                                    : fmt::format("{}; {}", k_no_cameras, k_no_cameras_hint));
}

bool is_explainable(const Error& error) {
    return error.code() == ErrorCode::no_snapshot || error.code() == ErrorCode::service_unavailable;
}

const ring::Device* find_device(const std::vector<ring::Device>& devices, ring::DeviceId id) {
    const auto found = std::find_if(devices.begin(), devices.end(),
                                    [id](const ring::Device& device) { return device.id == id; });
    return found == devices.end() ? nullptr : &*found;
}

Error explain(const Error& error, ring::DeviceId id, const ring::DeviceList* list) {
    const ring::Device* device = list != nullptr ? find_device(list->devices, id) : nullptr;
    const std::string title = camera_title(id, device);
    const auto unexplained = [&] {
        return Error(error.code(),
                     fmt::format("no picture of {}: {}", title,
                                 base::with_reason_in_brackets(error.message())),
                     error.hint(), error.pause());
    };
    if (!is_explainable(error) || list == nullptr) {
        return unexplained();
    }
    if (auto unknown = unknown_camera(id, *list)) {
        return std::move(*unknown);
    }
    if (device == nullptr) {
        return unexplained();
    }
    const ring::DeviceState state = device->state();
    if (state == ring::DeviceState::offline) {
        return Error(ErrorCode::no_snapshot,
                     fmt::format("no picture of {}: the camera is offline", title), k_offline_hint);
    }
    if (state == ring::DeviceState::motion_detection_off) {
        return Error(ErrorCode::no_snapshot,
                     fmt::format("no picture of {}: its motion detection is switched off, which "
                                 "blocks snapshots",
                                 title),
                     k_motion_off_hint);
    }
    if (device->power == ring::PowerSource::battery && error.hint() == k_no_picture_hint) {
        return Error(error.code(), unexplained().message(),
                     error.hint() + "; a battery camera takes none while it is recording");
    }
    return unexplained();
}

std::string reason_for_old_picture(const ring::Device* device) {
    if (device == nullptr) {
        return {};
    }
    switch (device->state()) {
    case ring::DeviceState::offline:
        return "the camera is offline";
    case ring::DeviceState::motion_detection_off:
        return "its motion detection is switched off";
    default:
        return device->power == ring::PowerSource::battery
                   ? "a battery camera takes none while it is recording"
                   : "";
    }
}

} // namespace snapshot
