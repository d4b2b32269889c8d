// SPDX-License-Identifier: Apache-2.0
#include "cli/line/given_times.hpp"

#include "base/error.hpp"
#include "base/text/given_moment.hpp"
#include "base/text/unicode.hpp"
#include "web/content/camera_day.hpp"

#include <fmt/format.h>

namespace cli {

std::optional<std::chrono::year_month_day> read_day_word(const std::string& text,
                                                         base::SystemTime now) {
    const std::chrono::sys_days today = web::local_day_of(now);
    const std::string word = base::fold_case(text);
    if (word == "today") {
        return today;
    }
    return word == "yesterday" ? today - std::chrono::days(1) : web::parse_day(text);
}

base::SystemTime read_time(const char* option, const std::string& text, base::SystemTime now) {
    const auto moment = base::parse_moment(text, now);
    if (!moment) {
        throw base::Error(base::ErrorCode::usage,
                          fmt::format("{}: '{}' is not a time", option, base::printable(text)),
                          "write it like \"2026-11-23 14:41\", 2026-11-23 or \"2h ago\"");
    }
    return *moment;
}

base::SystemTime read_end_time(const char* option, const std::string& text, base::SystemTime now) {
    const auto day = read_day_word(text, now);
    return day ? web::end_of(*day) : read_time(option, text, now);
}

} // namespace cli
