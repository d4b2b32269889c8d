// SPDX-License-Identifier: Apache-2.0
#include "cli/device_selection.hpp"

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "snapshot/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using ring::Device;

/// Names as they are compared: without case and without blanks around them.
std::string comparable(std::string_view name) {
    std::string folded = base::fold_case(base::printable(name));
    const std::size_t start = folded.find_first_not_of(' ');
    if (start == std::string::npos) {
        return {};
    }
    return folded.substr(start, folded.find_last_not_of(' ') - start + 1);
}

std::vector<const Device*> matching(const std::vector<Device>& devices,
                                    const std::function<bool(const Device&)>& condition) {
    std::vector<const Device*> found;
    for (const Device& device : devices) {
        if (device.is_camera() && condition(device)) {
            found.push_back(&device);
        }
    }
    return found;
}

std::vector<const Device*> cameras_at(const std::string& location,
                                      const std::vector<Device>& devices) {
    const std::string wanted = comparable(location);
    // An empty one, as of a variable that is not set, means no camera, not those without any.
    auto found = matching(devices, [&](const Device& device) {
        return !wanted.empty() &&
               (comparable(device.location) == wanted || device.location_id == location);
    });
    if (found.empty()) {
        std::string known;
        for (const Device& device : devices) {
            const std::string name = base::printable(device.location);
            if (!name.empty() && known.find(name) == std::string::npos) {
                known += (known.empty() ? "" : ", ") + name;
            }
        }
        throw Error(ErrorCode::unknown_device,
                    fmt::format("no camera at a location '{}'", base::printable(location)),
                    known.empty() ? "this account has no named locations"
                                  : "the locations are: " + known);
    }
    return found;
}

std::vector<const Device*> only_camera(const std::vector<Device>& devices) {
    auto found = matching(devices, [](const Device&) { return true; });
    if (found.empty()) {
        throw Error(ErrorCode::unknown_device, "this account has no cameras");
    }
    if (found.size() > 1) {
        throw Error(ErrorCode::unknown_device, "which camera? Give a DEVICE, --all or --location",
                    snapshot::list_cameras(devices));
    }
    return found;
}

std::vector<const Device*> from_list(const Selection& selection,
                                     const std::vector<Device>& devices) {
    if (selection.location) {
        return cameras_at(*selection.location, devices);
    }
    if (!selection.all) {
        return only_camera(devices);
    }
    auto found = matching(devices, [](const Device&) { return true; });
    if (found.empty()) {
        throw Error(ErrorCode::unknown_device, "this account has no cameras");
    }
    return found;
}

} // namespace

std::optional<ring::DeviceId> parse_device_id(std::string_view text) {
    ring::DeviceId id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc() || end != text.data() + text.size() || id <= 0) {
        return {};
    }
    return id;
}

const Device& find_camera(std::string_view text, const std::vector<Device>& devices) {
    const std::string wanted = comparable(text);
    const auto named = [&](const std::function<bool(const std::string&)>& fits) {
        // An empty name is never meant: a variable that is not set, a camera without a name.
        return matching(devices, [&](const Device& device) {
            return !wanted.empty() && fits(comparable(device.name));
        });
    };
    auto found = named([&](const std::string& name) { return name == wanted; });
    if (found.empty()) {
        found = named([&](const std::string& name) { return name.starts_with(wanted); });
    }
    if (found.size() != 1) {
        throw Error(ErrorCode::unknown_device,
                    found.empty() ? fmt::format("no camera is called '{}'", base::printable(text))
                                  : fmt::format("several cameras' names begin with '{}'",
                                                base::printable(text)),
                    snapshot::list_cameras(devices));
    }
    return *found.front();
}

std::vector<SelectedCamera> select_cameras(const Selection& selection, bool with_details,
                                           ring::DeviceDirectory& directory, std::stop_token stop) {
    std::vector<SelectedCamera> cameras;
    const auto add = [&](ring::DeviceId id, const Device* device) {
        const bool known =
            std::any_of(cameras.begin(), cameras.end(),
                        [&](const SelectedCamera& camera) { return camera.id == id; });
        if (!known) {
            cameras.push_back({id, device ? std::optional(*device) : std::nullopt});
        }
    };
    if (selection.devices.empty()) {
        for (const Device* device : from_list(selection, directory.devices(stop))) {
            add(device->id, device);
        }
        return cameras;
    }
    for (const std::string& text : selection.devices) {
        const auto id = parse_device_id(text);
        if (!id) {
            const Device& device = find_camera(text, directory.devices(stop));
            add(device.id, &device);
            continue;
        }
        const auto* devices = with_details ? &directory.devices(stop) : directory.if_fetched();
        const Device* device = devices ? snapshot::find_device(*devices, *id) : nullptr;
        if (with_details && device == nullptr) {
            throw Error(ErrorCode::unknown_device,
                        fmt::format("there is no camera {} in this account", *id),
                        snapshot::list_cameras(*devices));
        }
        add(*id, device);
    }
    return cameras;
}

} // namespace cli
