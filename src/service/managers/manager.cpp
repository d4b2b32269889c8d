// SPDX-License-Identifier: Apache-2.0
#include "service/managers/manager.hpp"

#include "service/managers/crontab.hpp"
#include "service/managers/launchd.hpp"
#include "service/managers/systemd.hpp"
#include "service/managers/task_scheduler.hpp"
#include "service/option_file.hpp"

namespace service {

namespace {

Plan remove_files_of_part(const Files& files) {
    return {remove_path(files.options()), remove_path(files.state()), remove_path(files.ended()),
            remove_path(files.log()), remove_path(files.log() + ".1")};
}

} // namespace

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

std::string_view title_of(Part part) {
    return part == Part::page ? "Page of saved snapshots of Ring cameras"
                              : "Snapshots of Ring cameras";
}

Plan write_service_files(const Request& request) {
    const Installation& installation = request.installation;
    const Files files(installation);
    const std::string start = service_command(installation, "start");
    Plan plan = {write_private_file(files.options(), option_text("watch", request.options, start))};
    if (installation.has_page) {
        const Files page(installation, Part::page);
        plan.push_back(
            write_private_file(page.options(), option_text("serve", request.page_options, start)));
        append(plan, {remove_path(page.ended()), remove_path(page.state())});
    }
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
    const Files files(installation);
    Plan plan = remove_files_of_part(files);
    if (installation.has_page) {
        append(plan, remove_page_files(installation));
    }
    append(plan, {remove_path(files.environment()), remove_path(files.draft()),
                  remove_path(files.record())});
    return plan;
}

Plan remove_page_files(const Installation& installation) {
    return remove_files_of_part(Files(installation, Part::page));
}

} // namespace service
