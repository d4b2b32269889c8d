// SPDX-License-Identifier: Apache-2.0
#include "cli/list/device_selection.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"
#include "snapshot/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using ring::Device;

/// Names as they are compared: without case and without blanks around them.
std::string comparable(std::string_view name) {
    return std::string(base::trimmed(base::fold_case(base::printable(name))));
}

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

Error no_such_location(const std::string& location, const ring::DeviceList& list) {
    const std::string what = fmt::format("no camera at a location '{}'", base::printable(location));
    if (list.lacks_homes) {
        return Error(ErrorCode::service_unavailable, "Ring's list of locations is unavailable",
                     "try again later, or give the cameras by their names");
    }
    if (!list.is_complete()) {
        return possibly_unlisted(what);
    }
    std::string known;
    for (const Device& device : list.devices) {
        const std::string name = base::printable(device.location);
        if (!name.empty() && known.find(name) == std::string::npos) {
            known += (known.empty() ? "" : ", ") + name;
        }
    }
    return Error(ErrorCode::unknown_device, what,
                 known.empty() ? "this account has no named locations"
                               : "the locations are: " + known);
}

std::vector<const Device*> cameras_at(const std::string& location, const ring::DeviceList& list) {
    const std::string wanted = comparable(location);
    // An empty one, as of a variable that is not set, means no camera, not those without any.
    auto found = matching(list.devices, [&](const Device& device) {
        return device.is_camera() && !wanted.empty() &&
               (comparable(device.location) == wanted || device.location_id == location);
    });
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

/// The devices whose name is `text`; else those whose name begins with it.
std::vector<const Device*> with_name(std::string_view text, const std::vector<Device>& devices,
                                     bool cameras) {
    const std::string wanted = comparable(text);
    const auto named = [&](auto fits) {
        return matching(devices, [&](const Device& device) {
            // An empty name is never meant: a variable that is not set, a camera without a name.
            return device.is_camera() == cameras && !wanted.empty() &&
                   fits(comparable(device.name));
        });
    };
    auto found = named([&](const std::string& name) { return name == wanted; });
    return found.empty() ? named([&](const std::string& name) { return name.starts_with(wanted); })
                         : found;
}

Error ambiguous_name(std::string_view text, const std::vector<const Device*>& candidates) {
    std::string lines;
    for (const Device* device : candidates) {
        lines += (lines.empty() ? "" : "\n") + snapshot::title_with_id(*device);
    }
    const bool same_names =
        std::all_of(candidates.begin(), candidates.end(), [&](const Device* device) {
            return comparable(device->name) == comparable(text);
        });
    return Error(ErrorCode::unknown_device,
                 fmt::format("several cameras {} '{}'; give the id of one",
                             same_names ? "are called" : "have names that begin with",
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
    if (found.size() > 1) {
        throw ambiguous_name(text, found);
    }
    if (!found.empty()) {
        return *found.front();
    }
    const auto others = with_name(text, devices, false);
    throw Error(ErrorCode::unknown_device,
                others.empty() ? fmt::format("no camera is called '{}'", base::printable(text))
                               : snapshot::title_with_id(*others.front()) + " takes no pictures",
                snapshot::list_cameras(devices));
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
