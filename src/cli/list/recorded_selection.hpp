// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "base/error.hpp"
#include "cli/line/suggestion.hpp"

#include <string>
#include <vector>

namespace cli {

/// The ids of the cameras that `devices` name, each once, in the order given: an id, whether it is
/// known or not, or a name of `known`, looked up as the cameras of an account are. Throws
/// Error{unknown_device} for a name that is not known.
std::vector<std::string> select_recorded_cameras(const std::vector<KnownCamera>& known,
                                                 const std::vector<std::string>& devices);

/// What ends a command that needs a saved picture where there is none of any camera.
base::Error no_picture_yet(const char* hint = "run: ring-snapshot get --all");

/// The same of the cameras of a catalogue; none for no `devices`. Throws
/// Error{no_snapshot} where no camera is recorded at all, and as archive::Catalogue.
std::vector<std::string> select_recorded_cameras(archive::Catalogue& catalogue,
                                                 const std::vector<std::string>& devices);

/// The cameras of a catalogue that `devices` name, each once, in the order given; for no `devices`
/// all that have pictures. Throws Error{no_snapshot} where there is no picture at all,
/// Error{unknown_device}, and as archive::Catalogue.
std::vector<KnownCamera> cameras_with_pictures(archive::Catalogue& catalogue,
                                               const std::vector<std::string>& devices);

} // namespace cli
