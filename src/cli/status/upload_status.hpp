// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/upload_records.hpp"
#include "base/clock.hpp"
#include "cli/output/output.hpp"

#include <string>

namespace cli {

/// How the uploads to a place stand, in words: "s3://pictures, 12 pictures wait, the first since
/// yesterday 09:29; last tried 5 min ago: cannot connect to nas.local".
std::string describe_uploads(const archive::UploadTotals& totals, base::SystemTime now);

/// The same in JSON.
Json to_json(const archive::UploadTotals& totals);

} // namespace cli
