// SPDX-License-Identifier: Apache-2.0
#include "base/files/places.hpp"
#include "base/process/environment.hpp"
#include "service/machine.hpp"

namespace service {

Account find_account(Runner& /*runner*/) {
    Account account;
    account.name = base::environment_variable("USERNAME").value_or("");
    if (const auto domain = base::environment_variable("USERDOMAIN")) {
        account.name = *domain + "\\" + account.name;
    }
    account.home = base::home_folder();
    return account;
}

ManagerKind find_manager(Runner& /*runner*/, bool /*for_system*/) {
    return ManagerKind::task_scheduler;
}

} // namespace service
