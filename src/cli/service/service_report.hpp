// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/service/service_place.hpp"
#include "service/executor.hpp"

#include <string>
#include <vector>

namespace cli {

/// A service in one line.
struct ServiceSummary {
    /// Empty for the usual one.
    std::string name;
    bool runs = false;
    /// It or its page does not run.
    bool has_trouble = false;
    /// "running since 2026-11-29 14:02 (3 h), every 5 minutes, in ~/Pictures/Ring"
    std::string text;
};

/// The services of these settings, and that of the machine where there is no own one.
std::vector<ServiceSummary> summarize_services(Context& context);

/// `service status`: since when it runs, the next round, the newest pictures and the last failure.
/// @return 0 when it runs, else the exit code of Error{no_snapshot}: no pictures come
int report_service(Context& context, service::Runner& runner, const InstalledService& installed);

/// A line of what is reported of a service; `label` has ten letters at most.
void print_service_row(Output& output, const char* label, const std::string& text,
                       Tone tone = Tone::plain);

/// What a service has to do without.
void tell_refusals(Output& output, const std::vector<service::Refusal>& refused);

} // namespace cli
