// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cli {

/// How a camera of a run failed.
struct CameraFailure {
    /// Its position.
    std::size_t camera = 0;
    std::string title;
    base::Error error;

    /// The error's message for a line that begins with the camera's name: "no picture: …".
    std::string without_title() const;
};

/// What failed for one camera or, by the same cause, for several.
struct SharedFailure {
    std::vector<CameraFailure> cameras;
    /// Names the camera, or says how many there are.
    base::Error error;
};

/// Puts together what failed because of Ring, the login, the folder or the disk rather than of the
/// camera. In the order of each one's first camera.
std::vector<SharedFailure> share_failures(const std::vector<CameraFailure>& failures);

} // namespace cli
