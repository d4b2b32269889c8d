// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/doctor/doctor_finding.hpp"
#include "s3/store_error.hpp"

namespace cli::doctor {

/// What is said of a place that did not do what it was asked to.
Finding uploads_finding(const std::string& url, const s3::StoreError& error);

/// Asks each remembered place of uploads for a part of its listing: that takes the right keys,
/// bucket, region and clock, and changes nothing. Reports nothing where none is remembered.
void check_uploads(Examination& examination, const Report& report);

} // namespace cli::doctor
