// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "cli/context.hpp"
#include "cli/upload/upload_options.hpp"

#include <string>
#include <vector>

namespace cli {

/// Of which pictures `upload --check` tells whether they are in a bucket.
struct CheckedPictures {
    /// Ring's ids.
    std::vector<std::string> cameras;
    base::SystemTime from;
    /// The command has other options than these pictures' target, which belong to an upload too.
    bool is_narrowed = false;
};

/// Compares the catalogue with what is in one place, and prints what is not there. What was
/// uploaded and is missing or changed there waits for the next `upload` from now on. Throws
/// s3::StoreError when the bucket cannot be listed, Error{interrupted}, and as archive::Catalogue.
/// @return whether all of the pictures are there
bool check_upload(Context& context, const UploadDestination& destination,
                  const CheckedPictures& pictures);

} // namespace cli
