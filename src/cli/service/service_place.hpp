// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"
#include "service/installation.hpp"
#include "service/machine.hpp"
#include "service/runner.hpp"
#include "service/state.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace cli {

/// A service that is installed, and who asks for it.
struct InstalledService {
    service::Installation installation;
    service::Account account;
    /// Its files can be read by this user.
    bool is_readable = true;
};

/// The service that the options mean: the user's own, by the settings in use; else, for root, with
/// --system, or when there is no own, that of the machine. nullopt when there is none.
std::optional<InstalledService> find_service(Context& context, const ServiceOptions& options,
                                             service::Runner& runner);

/// The settings of the services of the machine.
std::string system_settings();

/// Whether this part of it runs.
bool is_running(Context& context, service::Runner& runner,
                const service::Installation& installation,
                service::Part part = service::Part::pictures);

/// The processes of its parts that run, as far as they tell.
std::map<service::Part, std::string> running_processes(Context& context, service::Runner& runner,
                                                       const service::Installation& installation);

/// What a part tells of itself; nullopt where it does not, or its files cannot be read.
std::optional<service::State> read_state(const service::Installation& installation,
                                         service::Part part = service::Part::pictures);
std::optional<service::Ended> read_ended(const service::Installation& installation,
                                         service::Part part = service::Part::pictures);

/// What it does. Throws Error{usage} when no service is installed, or its file of options is not
/// what watch takes.
WatchOptions read_service_options(const service::Installation& installation);

/// How it serves the page. Throws as read_service_options(), for serve.
ServeOptions read_page_options(const service::Installation& installation);

/// A path of the system's own form for text files beside the settings; nullopt when it does not
/// exist or cannot be read.
std::optional<std::string> read_small_file(const std::string& path);

/// "not running", and since when and why, as far as it is known.
std::string describe_end(const std::optional<service::Ended>& ended);

/// "5 minutes", "1 hour", "90 seconds".
std::string in_words(std::chrono::milliseconds duration);

/// Whether a person is there to answer questions.
bool is_interactive(Context& context);

/// The names of the services that use these settings, sorted; the usual one's is empty.
std::vector<std::string> installed_names(const std::string& settings);

/// Whether other services use the same settings.
bool has_other_services(const service::Installation& installation);

} // namespace cli
