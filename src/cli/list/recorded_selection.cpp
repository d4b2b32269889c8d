// SPDX-License-Identifier: Apache-2.0
#include "cli/list/recorded_selection.hpp"

#include "cli/list/device_selection.hpp"
#include "ring/devices/device.hpp"

#include <algorithm>

namespace cli {

std::vector<std::string> select_recorded_cameras(const std::vector<KnownCamera>& known,
                                                 const std::vector<std::string>& devices) {
    std::vector<ring::Device> candidates;
    for (const KnownCamera& camera : known) {
        ring::Device device;
        device.id = parse_device_id(camera.id).value_or(0);
        device.name = camera.name;
        device.group = ring::DeviceGroup::other_cameras;
        candidates.push_back(device);
    }
    std::vector<std::string> ids;
    for (const std::string& text : devices) {
        const auto number = parse_device_id(text);
        const std::string id = std::to_string(number ? *number : find_camera(text, candidates).id);
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
            ids.push_back(id);
        }
    }
    return ids;
}

base::Error no_picture_yet(const char* hint) {
    return base::Error(base::ErrorCode::no_snapshot, "no picture was saved here yet, of any camera",
                       hint);
}

std::vector<std::string> select_recorded_cameras(archive::Catalogue& catalogue,
                                                 const std::vector<std::string>& devices) {
    if (devices.empty()) {
        return {};
    }
    std::vector<KnownCamera> known;
    for (const archive::CameraTotals& camera : catalogue.cameras()) {
        known.push_back({camera.id, camera.name});
    }
    if (known.empty()) {
        throw no_picture_yet();
    }
    return select_recorded_cameras(known, devices);
}

std::vector<KnownCamera> cameras_with_pictures(archive::Catalogue& catalogue,
                                               const std::vector<std::string>& devices) {
    std::vector<KnownCamera> known;
    std::vector<KnownCamera> with_pictures;
    for (const archive::CameraTotals& camera : catalogue.cameras()) {
        known.push_back({camera.id, camera.name});
        if (camera.pictures > 0) {
            with_pictures.push_back(known.back());
        }
    }
    // Without any picture no name is known, which is not the fault of the name.
    if (with_pictures.empty()) {
        throw no_picture_yet();
    }
    if (devices.empty()) {
        return with_pictures;
    }
    std::vector<KnownCamera> chosen;
    for (const std::string& id : select_recorded_cameras(known, devices)) {
        const auto found = std::find_if(known.begin(), known.end(),
                                        [&](const KnownCamera& camera) { return camera.id == id; });
        chosen.push_back(found == known.end() ? KnownCamera{id, ""} : *found);
    }
    return chosen;
}

} // namespace cli
