// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/managers/manager.hpp"
#include "service/runner.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace service {

// What has to be known of this machine before a service is set up. All of it is asked by commands
// of the system.

/// A user of this machine.
struct Account {
    /// On Windows with the domain before it.
    std::string name;
    /// Its number; empty on Windows.
    std::string id;
    std::string home;

    bool is_root() const { return id == "0"; }
};

/// The user of this process.
Account find_account(Runner& runner);

/// A user by name; nullopt when there is none.
std::optional<Account> find_user(Runner& runner, const std::string& name);

/// What manages services here: on Linux systemd where it runs this machine, else cron.
/// @param for_system  of the whole machine, for what has one
ManagerKind find_manager(Runner& runner, bool for_system);

/// What the plans for this installation depend on. Throws Error{cannot_write} when the user's
/// crontab exists and cannot be read, as it would be lost.
Machine find_machine(Runner& runner, const Account& account, const Installation& installation);

/// Whether the service of `installation` starts with the machine, asked after it was set up.
void note_how_it_starts(Runner& runner, const Installation& installation, Machine& machine);

/// A timer, task or line of a crontab that takes pictures beside the service.
struct OtherJob {
    /// What it is, for people, and the lines of a crontab.
    std::string title;
    std::vector<std::string> lines;
    /// Switches it off; empty where that takes the rights of another user.
    Plan disable;
    /// How a person does that.
    std::string by_hand;
};

/// Those that are switched on.
std::vector<OtherJob> find_other_jobs(Runner& runner, const Installation& installation,
                                      const Machine& machine);

} // namespace service
