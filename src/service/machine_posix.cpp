// SPDX-License-Identifier: Apache-2.0
#include "base/files/places.hpp"
#include "base/text/ascii.hpp"
#include "service/machine.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace service {

Account find_account(Runner& runner) {
    Account account;
    account.name = base::trimmed(runner.run({"id", "-un"}).output);
    account.id = base::trimmed(runner.run({"id", "-u"}).output);
    account.home = base::home_folder();
    return account;
}

ManagerKind find_manager([[maybe_unused]] Runner& runner, [[maybe_unused]] bool for_system) {
#ifdef __APPLE__
    return ManagerKind::launchd;
#else
    // What systemctl prints where systemd runs the machine; else "offline", or it is not there.
    constexpr std::array<std::string_view, 6> k_states = {
        "running", "degraded", "starting", "stopping", "maintenance", "initializing"};
    const Outcome outcome = runner.run({"systemctl", "is-system-running"});
    const std::string_view state = base::trimmed(outcome.output);
    if (std::find(k_states.begin(), k_states.end(), state) == k_states.end()) {
        return ManagerKind::crontab;
    }
    return for_system ? ManagerKind::systemd_system : ManagerKind::systemd_user;
#endif
}

} // namespace service
