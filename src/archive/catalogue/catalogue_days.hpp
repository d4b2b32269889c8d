// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/database.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

namespace archive {

/// The days in [from, to) on which pictures of a camera that are in their places were captured, in
/// order, by the local time of each. Looks up one picture a day. Throws DatabaseError.
/// @param from, to  milliseconds since 1970
std::vector<std::chrono::year_month_day> days_with_pictures(Database& database, std::int64_t camera,
                                                            std::int64_t from, std::int64_t to);

} // namespace archive
