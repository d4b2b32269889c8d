// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace cli {

/// The day that a user names: "today", "yesterday", "2026-11-23"; std::nullopt for any other text.
std::optional<std::chrono::year_month_day> read_day_word(const std::string& text,
                                                         base::SystemTime now);

/// The moment that an option names, as base::parse_moment() reads it. Throws Error{usage}.
base::SystemTime read_time(const char* option, const std::string& text, base::SystemTime now);

/// The same for the end of a stretch of time: a day alone is meant as a whole.
base::SystemTime read_end_time(const char* option, const std::string& text, base::SystemTime now);

} // namespace cli
