// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"
#include "service/installation.hpp"
#include "service/machine.hpp"
#include "service/runner.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace cli {

/// How pictures are named that are taken without a person: a folder a camera and day.
inline constexpr auto k_service_name_pattern = "{name}/{time:%Y-%m-%d}/{time:%H-%M-%S}.jpg";

/// A service about to be installed.
struct ServiceRequest {
    service::Request request;
    service::Account account;
    std::chrono::milliseconds every{0};
    /// How many cameras it watches; nullopt when Ring could not be asked.
    std::optional<std::size_t> cameras;
    /// What is to be watched, in words: "all cameras", "Garden".
    std::string selection;
    /// Where the program has to be copied to first; empty for nowhere.
    std::string copy_of_program_to;
};

/// Completes and checks what `service install` was given, as watch checks it. Asks Ring for the
/// cameras, unless the options say that nothing is to be done. Throws Error: usage, two_factor when
/// nobody is logged in, unknown_device, cannot_write when the rights of root are needed.
ServiceRequest make_service_request(Context& context, const ServiceOptions& options,
                                    service::Runner& runner);

} // namespace cli
