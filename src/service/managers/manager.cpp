// SPDX-License-Identifier: Apache-2.0
#include "service/managers/manager.hpp"

#include "service/managers/crontab.hpp"
#include "service/managers/launchd.hpp"
#include "service/managers/systemd.hpp"
#include "service/managers/task_scheduler.hpp"
#include "service/option_file.hpp"

namespace service {

const Manager& manager_of(ManagerKind kind) {
    static const SystemdUser systemd_user;
    static const SystemdSystem systemd_system;
    static const Crontab crontab;
    static const Launchd launchd;
    static const TaskScheduler task_scheduler;
    switch (kind) {
    case ManagerKind::systemd_user:
        return systemd_user;
    case ManagerKind::systemd_system:
        return systemd_system;
    case ManagerKind::crontab:
        return crontab;
    case ManagerKind::launchd:
        return launchd;
    case ManagerKind::task_scheduler:
        break;
    }
    return task_scheduler;
}

Plan write_service_files(const Request& request) {
    const Installation& installation = request.installation;
    const Files files(installation.settings, installation.name);
    Plan plan = {write_private_file(
        files.options(), option_text(request.options, service_command(installation, "start")))};
    if (request.environment.empty()) {
        plan.push_back(remove_path(files.environment()));
    } else {
        plan.push_back(
            write_secret_file(files.environment(), environment_text(request.environment)));
    }
    plan.push_back(write_private_file(files.record(), to_record(installation)));
    plan.push_back(remove_path(files.ended()));
    return plan;
}

Plan remove_service_files(const Installation& installation) {
    const Files files(installation.settings, installation.name);
    return {remove_path(files.options()), remove_path(files.environment()),
            remove_path(files.state()),   remove_path(files.ended()),
            remove_path(files.log()),     remove_path(files.log() + ".1"),
            remove_path(files.draft()),   remove_path(files.record())};
}

} // namespace service
