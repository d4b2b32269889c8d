// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/line/options.hpp"
#include "cli/output/output.hpp"
#include "settings/settings.hpp"

namespace cli {

/// How far back a `history` looks at most: well beyond what Ring keeps.
inline constexpr std::chrono::hours k_longest_history = std::chrono::days(60);

/// What a `history` fetches: its options completed and checked.
struct HistoryRequest {
    base::SystemTime from;
    /// Does not belong to it.
    base::SystemTime to;
    /// More was wanted than k_longest_history.
    bool is_cut = false;
    bool films = false;
    bool again = false;
};

/// Throws Error{usage} for times that are not what they should be.
HistoryRequest make_history_request(const HistoryOptions& options, base::SystemTime now);

/// Which cameras, and where and how their pictures are saved, as make_plan() says; throws what that
/// throws, and Error{usage} where not each picture would get a file of its own.
GetPlan make_history_plan(const HistoryOptions& options, const settings::Settings& settings,
                          const OutputOptions& output);

} // namespace cli
