// SPDX-License-Identifier: Apache-2.0
#include "cli/status/upload_status.hpp"

#include "base/text/time_format.hpp"
#include "cli/archive/archive_words.hpp"

#include <fmt/format.h>

#include <optional>

namespace cli {

std::string describe_uploads(const archive::UploadTotals& totals, base::SystemTime now) {
    std::string text = totals.target.url;
    if (!totals.target.endpoint.empty()) {
        text += " at " + totals.target.endpoint;
    }
    if (totals.waiting == 0) {
        return text + ", nothing waits";
    }
    text += fmt::format(", {}", counted(totals.waiting, "picture waits", "pictures wait"));
    if (totals.oldest_waiting) {
        text +=
            fmt::format(", the oldest from {}", base::describe_past(*totals.oldest_waiting, now));
    }
    if (!totals.failure.empty()) {
        text += fmt::format("; last tried {}: {}",
                            base::describe_past(totals.failed.value_or(now), now), totals.failure);
    }
    return text;
}

Json to_json(const archive::UploadTotals& totals) {
    const auto time = [](const std::optional<base::SystemTime>& moment) {
        return moment ? Json(base::rfc3339_local(*moment)) : Json(nullptr);
    };
    return {{"target", totals.target.url},         {"endpoint", nullable(totals.target.endpoint)},
            {"waiting", totals.waiting},           {"oldest_waiting", time(totals.oldest_waiting)},
            {"failure", nullable(totals.failure)}, {"failed_at", time(totals.failed)}};
}

} // namespace cli
