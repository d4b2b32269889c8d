// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/line/suggestion.hpp"
#include "cli/service/service_install.hpp"
#include "cli/service/service_logs.hpp"
#include "cli/service/service_place.hpp"
#include "cli/service/service_process.hpp"
#include "cli/service/service_report.hpp"
#include "service/executor.hpp"
#include "service/managers/manager.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using service::Installation;
using service::ManagerKind;

const std::vector<std::string>& actions() {
    static const std::vector<std::string> all = {"install", "status", "logs",
                                                 "stop",    "start",  "remove"};
    return all;
}

void check_action(const std::string& action) {
    const bool is_known = action.empty() || action == "run" ||
                          std::find(actions().begin(), actions().end(), action) != actions().end();
    if (!is_known) {
        throw Error(ErrorCode::usage, fmt::format("service cannot {}", base::printable(action)),
                    suggestion(action, actions(), "run: ring-snapshot service --help"));
    }
}

void check(const ServiceOptions& options) {
    if (options.action.empty()) {
        throw Error(ErrorCode::usage, "service needs to be told what to do",
                    "write: ring-snapshot service install (or status, logs, stop, start, remove)");
    }
    if (options.action != "install" && !options.words.empty()) {
        throw Error(ErrorCode::usage,
                    fmt::format("{} is for service install, not for service {}",
                                base::printable(options.words.front()), options.action),
                    "service install changes the options of a service that is there");
    }
    if (options.action != "install" && options.action != "run" && options.page) {
        throw Error(
            ErrorCode::usage,
            fmt::format("--page is for service install, not for service {}", options.action),
            "service status, logs, stop, start and remove know the page anyway");
    }
    if (options.page_listen && (!options.page || options.action != "install")) {
        throw Error(ErrorCode::usage, "--page-listen is for service install --page");
    }
    if (options.action != "run" && (options.log || options.keep_alive)) {
        throw Error(ErrorCode::usage, "--log and --keep-alive are for service run");
    }
    if (options.name) {
        service::check_name(*options.name);
    }
}

InstalledService require_service(Context& context, const ServiceOptions& options,
                                 service::Runner& runner) {
    auto found = find_service(context, options, runner);
    if (!found) {
        throw Error(options.action == "status" ? ErrorCode::no_snapshot : ErrorCode::usage,
                    options.name ? fmt::format("no service {} is installed", *options.name)
                                 : std::string("no service is installed"),
                    options.name
                        ? fmt::format("a service is found by its settings file: --settings FILE\n"
                                      "to install it, run: ring-snapshot service install --service "
                                      "{}",
                                      *options.name)
                        : std::string("run: ring-snapshot service install"));
    }
    return std::move(*found);
}

/// What of an installation belongs to other services too, and stays with those.
void leave_to_others(Context& context, Installation& installation) {
    if (!has_other_services(installation)) {
        return;
    }
    installation.switched_linger_on = false;
    if (!installation.login_from.empty()) {
        installation.login_from.clear();
        context.output().notice("another service uses the login, so it stays where it is");
    }
}

service::Plan plan_for(const std::string& action, const Installation& installation,
                       const service::Machine& machine) {
    const service::Manager& manager = service::manager_of(installation.manager);
    if (action == "start") {
        return manager.start(installation, machine);
    }
    return action == "stop" ? manager.stop(installation, machine)
                            : manager.remove(installation, machine);
}

void tell_what_was_done(Context& context, const std::string& action,
                        const Installation& installation, const service::Machine& machine) {
    Output& output = context.output();
    if (output.options().json) {
        output.result_json({{"name", installation.name}, {"done", action}});
    } else if (action == "start") {
        output.wrapped_result("", "started; it starts " +
                                      service::manager_of(installation.manager).starts(machine));
    } else if (action == "stop") {
        output.wrapped_result("", "stopped, until you run: " +
                                      service::service_command(installation, "start"));
    } else {
        output.wrapped_result("", "removed; the pictures stay in " + installation.pictures);
        if (!installation.login_from.empty()) {
            output.wrapped_result("", "the login is back in " + installation.login_from);
        }
    }
}

/// start, stop and remove.
int change_service(Context& context, const ServiceOptions& options, service::Runner& runner) {
    if (options.action == "remove" && !find_service(context, options, runner)) {
        context.output().notice("no service is installed, so nothing is removed");
        return 0;
    }
    InstalledService installed = require_service(context, options, runner);
    Installation& installation = installed.installation;
    if (installation.manager == ManagerKind::systemd_system && !installed.account.is_root() &&
        !options.print) {
        throw Error(ErrorCode::cannot_write, "only root can change a service of the whole machine",
                    "run: " + service::service_command(installation, options.action));
    }
    if (options.action == "remove") {
        leave_to_others(context, installation);
    }
    service::Machine machine = service::find_machine(runner, installed.account, installation);
    machine.processes = running_processes(context, runner, installation);
    const service::Plan plan = plan_for(options.action, installation, machine);
    if (options.print) {
        for (const std::string& line : service::describe(plan)) {
            context.output().result(line);
        }
        return 0;
    }
    const auto refused = service::Executor(runner, context.clock(), context.stop()).carry_out(plan);
    service::note_how_it_starts(runner, installation, machine);
    tell_what_was_done(context, options.action, installation, machine);
    tell_refusals(context.output(), refused);
    return 0;
}

} // namespace

int run_service(Context& context, const ServiceOptions& options) {
    check(options);
    if (options.action == "run") {
        return run_service_process(context, options);
    }
    if (options.action == "install") {
        return install_service(context, options);
    }
    service::SystemRunner runner(context.stop());
    if (options.action == "status" || options.action == "logs") {
        const InstalledService installed = require_service(context, options, runner);
        return options.action == "status" ? report_service(context, runner, installed)
                                          : print_service_logs(context, runner, installed);
    }
    return change_service(context, options, runner);
}

void declare_service(OptionDeclarer& command, ServiceOptions& options) {
    command.add_word("ACTION", options.action, "install, status, logs, stop, start or remove",
                     "install|status|logs|stop|start|remove", check_action);
    command.record_into(&options.words);
    declare_watch(command, options.watch);
    command.record_into(nullptr);
    command.hide("--dry-run");
    command.hide("--notify-test");
    command.add("--service", "NAME", options.name, "the name of this service, for having several");
    command.add_flag("--system", options.system,
                     "a service of the machine, with a user of its own");
    command.add_flag("--page", options.page, "also serve the page of the pictures to browsers");
    command.add("--page-listen", "ADDR:PORT", options.page_listen,
                "where the page listens (default 127.0.0.1:8642, this machine only)");
    command.add_flag("--print", options.print, "show the files and commands, and do nothing");
    command.add_flag("--log", options.log, "for service run: keep a log beside the settings");
    command.add_flag("--keep-alive", options.keep_alive,
                     "for service run: end at once when it runs or needs a person");
}

} // namespace cli
