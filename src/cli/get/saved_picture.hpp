// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive.hpp"
#include "archive/file_name.hpp"
#include "cli/context.hpp"
#include "cli/output/output.hpp"
#include "ring/devices/device.hpp"
#include "snapshot/camera_picture.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// How output names a camera.
struct CameraIdentity {
    ring::DeviceId id = 0;
    /// The user's name for it; empty when the device list was not needed.
    std::string name;
    /// The name, or "camera ID".
    std::string title;
};

/// A picture that was saved, with the facts that are reported of it.
struct SavedCameraPicture {
    CameraIdentity camera;
    snapshot::CameraPicture picture;
    /// What its names are made of.
    archive::NameFields fields;
    /// std::nullopt when it went to standard output.
    std::optional<archive::ArchivedPicture> file;
    /// The copy under the steady name; std::nullopt when there is none, wanted or not.
    std::optional<archive::SavedPicture> latest;

    /// Whether a file was written for it.
    bool is_new() const { return file && file->is_new(); }
};

/// The beginning of each JSON object of `get`: id and name.
Json to_json(const CameraIdentity& camera);

/// The JSON object of a picture that was saved as a file (docs/json.md).
Json to_json(const SavedCameraPicture& saved);

/// Environment variables that take our secrets out of a command's environment.
std::map<std::string, std::string> environment_without_secrets();

/// Runs the words of `option` with these variables. A failure is reported as a warning and harms
/// nothing.
void run_and_report(Context& context, const char* option, const std::vector<std::string>& words,
                    const std::map<std::string, std::string>& environment);

/// Runs the words of --exec for a saved picture, its facts in environment variables.
void run_exec(Context& context, const std::vector<std::string>& words,
              const SavedCameraPicture& saved);

} // namespace cli
