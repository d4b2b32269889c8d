// SPDX-License-Identifier: Apache-2.0
#include "cli/list/device_selection.hpp"

#include "base/error.hpp"
#include "base/text/unicode.hpp"
#include "cli/list/name_match.hpp"
#include "snapshot/explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using ring::Device;

template <typename Condition>
std::vector<const Device*> matching(const std::vector<Device>& devices, Condition condition) {
    std::vector<const Device*> found;
    for (const Device& device : devices) {
        if (condition(device)) {
            found.push_back(&device);
        }
    }
    return found;
}

/// The camera may be in the list that is unavailable.
Error possibly_unlisted(const std::string& what) {
    return Error(ErrorCode::service_unavailable,
                 fmt::format("{}, and Ring's list of shared cameras is unavailable", what),
                 "try again later; ring-snapshot doctor shows the reason");
}

/// The names of the homes in which cameras stand, each once.
std::vector<std::string> homes_of(const ring::DeviceList& list) {
    std::vector<std::string> homes;
    for (const Device& device : list.devices) {
        const bool is_known = std::ranges::any_of(homes, [&](const std::string& home) {
            return comparable_name(home) == comparable_name(device.location);
        });
        if (device.is_camera() && !is_known && !comparable_name(device.location).empty()) {
            homes.push_back(base::printable(device.location));
        }
    }
    return homes;
}

Error no_such_location(const std::string& location, const ring::DeviceList& list) {
    const std::string what = fmt::format("no camera at a location '{}'", base::printable(location));
    if (list.lacks_homes) {
        return Error(ErrorCode::service_unavailable, "Ring's list of locations is unavailable",
                     "try again later, or give the cameras by their names");
    }
    if (!list.is_complete()) {
        return possibly_unlisted(what);
    }
    const std::vector<std::string> homes = homes_of(list);
    if (const std::string like = name_like(location, homes); !like.empty()) {
        return Error(ErrorCode::unknown_device, what, fmt::format("did you mean {}?", like));
    }
    return Error(ErrorCode::unknown_device, what,
                 homes.empty() ? "this account has no named locations"
                               : fmt::format("the locations are: {}", fmt::join(homes, ", ")));
}

/// The name of the home that `location` means; empty when it is none's.
std::string find_home(const std::string& location, const ring::DeviceList& list) {
    const std::vector<std::string> homes = homes_of(list);
    const std::vector<std::size_t> found = find_names(location, homes);
    if (found.size() > 1) {
        std::string lines;
        for (const std::size_t home : found) {
            lines += (lines.empty() ? "" : "\n") + homes[home];
        }
        throw Error(ErrorCode::unknown_device,
                    fmt::format("several locations match '{}'; write more of the name",
                                base::printable(location)),
                    lines);
    }
    return found.empty() ? std::string() : comparable_name(homes[found.front()]);
}

std::vector<const Device*> cameras_at(const std::string& location, const ring::DeviceList& list) {
    const auto at = [&](auto is_meant) {
        return matching(list.devices, [&](const Device& device) {
            return device.is_camera() && is_meant(device);
        });
    };
    auto found = at(
        [&](const Device& device) { return !location.empty() && device.location_id == location; });
    if (found.empty()) {
        const std::string home = find_home(location, list);
        found = at([&](const Device& device) {
            return !home.empty() && comparable_name(device.location) == home;
        });
    }
    if (found.empty()) {
        throw list.has_cameras() ? no_such_location(location, list) : snapshot::no_cameras(list);
    }
    return found;
}

std::vector<const Device*> from_list(const Selection& selection, const ring::DeviceList& list) {
    if (selection.location) {
        return cameras_at(*selection.location, list);
    }
    auto found = matching(list.devices, [](const Device& device) { return device.is_camera(); });
    if (found.empty()) {
        throw snapshot::no_cameras(list);
    }
    if (found.size() > 1 && !selection.all) {
        throw Error(ErrorCode::unknown_device, "which camera? Give a DEVICE, --all or --location",
                    snapshot::list_cameras(list.devices));
    }
    return found;
}

std::vector<std::string> names_of_devices(const std::vector<const Device*>& devices) {
    std::vector<std::string> names;
    for (const Device* device : devices) {
        names.push_back(device->name);
    }
    return names;
}

/// The devices that `text` names: cameras, or those that take no pictures.
std::vector<const Device*> with_name(std::string_view text, const std::vector<Device>& devices,
                                     bool cameras) {
    const auto candidates =
        matching(devices, [&](const Device& device) { return device.is_camera() == cameras; });
    std::vector<const Device*> found;
    for (const std::size_t i : find_names(text, names_of_devices(candidates))) {
        found.push_back(candidates[i]);
    }
    return found;
}

bool is_called(const Device& device, std::string_view text) {
    return comparable_name(device.name) == comparable_name(text);
}

Error ambiguous_name(std::string_view text, const std::vector<const Device*>& candidates) {
    std::string lines;
    for (const Device* device : candidates) {
        lines += (lines.empty() ? "" : "\n") + snapshot::title_with_id(*device);
    }
    const bool same_names = std::ranges::all_of(candidates, [&](const Device* device) {
        return comparable_name(device->name) == comparable_name(candidates.front()->name);
    });
    return Error(ErrorCode::unknown_device,
                 same_names ? fmt::format("several cameras are called '{}'; give the id of one",
                                          base::printable(candidates.front()->name))
                            : fmt::format("several cameras match '{}'; write more of the name",
                                          base::printable(text)),
                 lines);
}

/// find_camera() in a list that may lack cameras.
const Device& find_in_list(std::string_view text, const ring::DeviceList& list) {
    if (!list.is_complete() && with_name(text, list.devices, true).empty()) {
        throw possibly_unlisted(fmt::format("no camera is called '{}'", base::printable(text)));
    }
    if (!list.has_cameras()) {
        throw snapshot::no_cameras(list);
    }
    return find_camera(text, list.devices);
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
    const auto found = with_name(text, devices, true);
    const auto others = with_name(text, devices, false);
    const bool is_other = !others.empty() && is_called(*others.front(), text) &&
                          (found.empty() || !is_called(*found.front(), text));
    if (found.size() > 1 && !is_other) {
        throw ambiguous_name(text, found);
    }
    if (!found.empty() && !is_other) {
        return *found.front();
    }
    if (!others.empty()) {
        throw Error(ErrorCode::unknown_device,
                    snapshot::title_with_id(*others.front()) + " takes no pictures",
                    snapshot::list_cameras(devices));
    }
    const std::string like = name_like(
        text,
        names_of_devices(matching(devices, [](const Device& each) { return each.is_camera(); })));
    throw Error(
        ErrorCode::unknown_device, fmt::format("no camera is called '{}'", base::printable(text)),
        like.empty() ? snapshot::list_cameras(devices) : fmt::format("did you mean {}?", like));
}

void warn_of_incomplete_list(Output& output, const ring::DeviceList& list) {
    if (list.newer_failure) {
        output.notice("Ring's list of shared cameras is unavailable; cameras that others share "
                      "with you may be missing");
        output.detail("list of shared cameras: " + list.newer_failure->message());
    }
    if (list.older_failure) {
        output.detail("list of batteries: " + list.older_failure->message());
    }
}

std::vector<snapshot::CameraFacts> select_cameras(const Selection& selection, bool with_details,
                                                  ring::DeviceDirectory& directory,
                                                  std::stop_token stop) {
    std::vector<snapshot::CameraFacts> cameras;
    const auto add = [&](ring::DeviceId id, const Device* device) {
        const bool known =
            std::ranges::find(cameras, id, &snapshot::CameraFacts::id) != cameras.end();
        if (!known) {
            snapshot::CameraFacts& camera = cameras.emplace_back();
            camera.id = id;
            if (device != nullptr) {
                camera.device = *device;
            }
        }
    };
    if (selection.devices.empty()) {
        for (const Device* device : from_list(selection, directory.list(stop))) {
            add(device->id, device);
        }
        return cameras;
    }
    for (const std::string& text : selection.devices) {
        const auto id = parse_device_id(text);
        if (!id) {
            const Device& device = find_in_list(text, directory.list(stop));
            add(device.id, &device);
            continue;
        }
        const auto* list = with_details ? &directory.list(stop) : directory.if_fetched();
        if (with_details) {
            if (const auto unknown = snapshot::unknown_camera(*id, *list)) {
                throw Error(*unknown);
            }
        }
        add(*id, list ? snapshot::find_device(list->devices, *id) : nullptr);
    }
    return cameras;
}

} // namespace cli
