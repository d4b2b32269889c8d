// SPDX-License-Identifier: Apache-2.0
#include "cli/history/history_request.hpp"

#include "base/error.hpp"
#include "cli/line/given_times.hpp"
#include "web/content/camera_day.hpp"

#include <algorithm>

namespace cli {

using base::Error;
using base::ErrorCode;

HistoryRequest make_history_request(const HistoryOptions& options, base::SystemTime now) {
    HistoryRequest request;
    request.films = options.films;
    request.again = options.again;
    request.from =
        options.from
            ? read_time("--from", *options.from, now)
            : web::start_of(std::chrono::sys_days(web::local_day_of(now)) - std::chrono::days(1));
    request.to = options.to ? read_end_time("--to", *options.to, now) : now;
    if (request.from >= now) {
        throw Error(ErrorCode::usage, "--from is in the future");
    }
    if (request.to <= request.from) {
        throw options.from ? Error(ErrorCode::usage, "--to is not after --from")
                           : Error(ErrorCode::usage, "--to is before yesterday",
                                   "give --from too, such as --from \"7 d ago\"");
    }
    // What is to come cannot be fetched.
    request.to = std::min(request.to, now);
    const base::SystemTime earliest = now - k_longest_history;
    request.is_cut = request.from < earliest;
    if (request.to <= earliest) {
        throw Error(ErrorCode::usage, "--to is more than 60 days ago",
                    "Ring keeps such pictures for 7 to 14 days");
    }
    request.from = std::max(request.from, earliest);
    return request;
}

GetPlan make_history_plan(const HistoryOptions& options, const settings::Settings& settings,
                          const OutputOptions& output) {
    if (options.out == "-") {
        throw Error(ErrorCode::usage, "history saves many pictures, which --out - cannot take",
                    "give --out a folder");
    }
    GetPlan plan = make_plan(options, settings, output);
    if (plan.is_one_file) {
        throw Error(ErrorCode::usage, "history saves many pictures, and --out names one file",
                    "give --out a folder");
    }
    if (!plan.name.holds_time()) {
        throw Error(ErrorCode::usage,
                    "history needs names with a time, so that each picture gets a file of its own",
                    "add: --name \"{name}/{time:%Y-%m-%d}/{time:%H-%M-%S}.jpg\"");
    }
    // What is remembered for the newest picture is not meant for these.
    plan.latest.reset();
    plan.exec.clear();
    return plan;
}

} // namespace cli
