// SPDX-License-Identifier: Apache-2.0
#include "cli/service/service_install.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/unicode.hpp"
#include "cli/login/prompts.hpp"
#include "cli/service/service_page.hpp"
#include "cli/service/service_place.hpp"
#include "cli/service/service_report.hpp"
#include "cli/service/service_request.hpp"
#include "service/executor.hpp"
#include "service/managers/manager.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using service::Installation;
using service::ManagerKind;
using service::Part;

/// What an installation of the same name knows that this one has to go on knowing.
void take_over(const Installation& older, Installation& installation) {
    installation.switched_linger_on = older.switched_linger_on;
    if (installation.login_from.empty()) {
        installation.login_from = older.login_from;
    }
}

service::Step copy_step(const std::string& from, const std::string& to) {
    service::Step step;
    step.kind = service::Step::Kind::copy_program;
    step.path = from;
    step.target = to;
    return step;
}

/// Has a program that does not stay where it is copied, or says what will happen.
void settle_program(Context& context, const ServiceOptions& options, ServiceRequest& wanted,
                    service::Plan& plan) {
    Installation& installation = wanted.request.installation;
    const std::string& target = wanted.copy_of_program_to;
    if (target.empty()) {
        return;
    }
    const std::string home = wanted.account.home;
    const bool is_needed = installation.manager == ManagerKind::systemd_system;
    // --print asks nothing, and shows what follows a yes where one can be given.
    const bool is_wanted =
        is_interactive(context) &&
        (options.print ||
         ask_yes_or_no(context, fmt::format("The program is {}, {}. Copy it to {}?",
                                            base::with_tilde(installation.program, home),
                                            is_needed ? "which a service of the machine cannot see"
                                                      : "where it may not stay",
                                            base::with_tilde(target, home))));
    if (is_wanted) {
        plan.push_back(copy_step(installation.program, target));
        installation.program = target;
    } else if (is_needed) {
        throw Error(ErrorCode::usage,
                    fmt::format("a service of the machine cannot see {}", installation.program),
                    fmt::format("run: sudo install {} {}, and then {} service install --system",
                                installation.program, target, target));
    } else {
        context.output().warning(
            fmt::format("the service uses {}, and ends when that goes away", installation.program),
            fmt::format("move it to {} and run service install from there", target));
    }
}

/// Names what takes pictures already, and switches it off where the person wants that.
void settle_other_jobs(Context& context, service::Runner& runner, const Installation& installation,
                       const service::Machine& machine) {
    for (const service::OtherJob& job : service::find_other_jobs(runner, installation, machine)) {
        context.output().message("This takes pictures already: " + job.title);
        for (const std::string& line : job.lines) {
            context.output().message("  " + line);
        }
        if (!job.disable.empty() && is_interactive(context) &&
            ask_yes_or_no(context, "Switch it off?")) {
            service::Executor(runner, context.clock(), context.stop()).carry_out(job.disable);
        } else {
            context.output().warning("it goes on beside the service",
                                     "to switch it off, run: " + job.by_hand);
        }
    }
}

/// Whether a part of the service runs, once it has had the time to start.
bool wait_until_running(Context& context, service::Runner& runner, const Installation& installation,
                        Part part) {
    constexpr std::chrono::milliseconds k_pause(100);
    constexpr int k_tries = 150;
    for (int i = 0; i < k_tries; ++i) {
        // A page tells its address once it answers.
        if (is_running(context, runner, installation, part) &&
            (part == Part::pictures || read_state(installation, part))) {
            return true;
        }
        if (read_ended(installation, part) || !context.clock().sleep_for(k_pause, context.stop())) {
            break;
        }
    }
    return false;
}

std::string cameras_in_words(const ServiceRequest& wanted) {
    return wanted.cameras
               ? fmt::format("{} camera{}", *wanted.cameras, *wanted.cameras == 1 ? "" : "s")
               : wanted.selection;
}

void print_result(Context& context, const ServiceRequest& wanted, const service::Machine& machine,
                  const std::optional<PageReport>& page,
                  const std::vector<service::Refusal>& refused) {
    const Installation& installation = wanted.request.installation;
    const std::string starts = service::manager_of(installation.manager).starts(machine);
    Output& output = context.output();
    if (output.options().json) {
        Json commands = Json::array();
        for (const service::Refusal& refusal : refused) {
            commands.push_back(refusal.step.by_hand);
        }
        output.result_json({{"name", installation.name},
                            {"manager", service::name_of(installation.manager)},
                            {"pictures", installation.pictures},
                            {"every_seconds", wanted.every.count() / 1000},
                            {"cameras", wanted.cameras ? Json(*wanted.cameras) : Json(nullptr)},
                            {"starts", starts},
                            {"running", true},
                            {"page", page ? page->to_json() : Json(nullptr)},
                            {"commands_to_run", commands}});
        return;
    }
    print_service_row(output, "Pictures",
                      fmt::format("{}, every {}, {}",
                                  base::with_tilde(installation.pictures, wanted.account.home),
                                  in_words(wanted.every), cameras_in_words(wanted)));
    if (page) {
        print_service_row(output, "Page", page->in_words(),
                          page->runs ? Tone::plain : Tone::warning);
    }
    print_service_row(output, "Starts", starts);
    const std::string name = installation.name.empty() ? "" : " --service " + installation.name;
    output.marked_result(Tone::good, output.symbols().good,
                         fmt::format(" running now. ring-snapshot service status | logs | stop | "
                                     "remove{}",
                                     name));
}

/// What a person has to know of a service that another user runs.
void tell_of_login(Context& context, const ServiceRequest& wanted) {
    const Installation& installation = wanted.request.installation;
    if (installation.manager != ManagerKind::systemd_system) {
        return;
    }
    if (!installation.login_from.empty()) {
        context.output().notice(fmt::format("the login of {} now belongs to the service; a get of "
                                            "your own needs sudo and --settings "
                                            "{}, or a login of its own",
                                            installation.user, installation.settings));
    }
    context.output().notice(fmt::format(
        "{} can read the pictures after the next login to this machine", installation.user));
}

void tell_of_environment(Context& context, const service::Request& request) {
    if (request.environment.empty()) {
        return;
    }
    std::string names;
    for (const auto& [name, value] : request.environment) {
        names += (names.empty() ? "" : ", ") + name;
    }
    context.output().notice(fmt::format("kept for the service, in a file for its user alone: {}",
                                        base::printable(names)));
}

/// Whether --print, which asks nothing, cannot tell what becomes of the page's password: a person
/// may be asked for one, or only root sees whether there is one.
bool leaves_password_open(Context& context, const ServiceOptions& options,
                          const ServiceRequest& wanted) {
    const bool is_system = wanted.request.installation.manager == ManagerKind::systemd_system;
    return options.print && (is_interactive(context) || (is_system && !wanted.account.is_root()));
}

/// This machine as it is once the person has settled what else takes pictures.
service::Machine settle_machine(Context& context, const ServiceOptions& options,
                                service::Runner& runner, const ServiceRequest& wanted) {
    const Installation& installation = wanted.request.installation;
    service::Machine machine = service::find_machine(runner, wanted.account, installation);
    if (!options.print) {
        settle_other_jobs(context, runner, installation, machine);
        // One of those may have been a line of the crontab.
        machine = service::find_machine(runner, wanted.account, installation);
    }
    machine.processes = running_processes(context, runner, installation);
    return machine;
}

} // namespace

int install_service(Context& context, const ServiceOptions& options) {
    service::SystemRunner runner(context.stop());
    ServiceRequest wanted = make_service_request(context, options, runner);
    Installation& installation = wanted.request.installation;
    Installation older;
    if (const auto record = read_small_file(service::Files(installation).record())) {
        older = service::read_record(*record).value_or(Installation());
        take_over(older, installation);
    }
    const bool page_goes = older.has_page && !installation.has_page;
    const service::Manager& manager = service::manager_of(installation.manager);
    service::Machine machine = settle_machine(context, options, runner, wanted);
    if (page_goes) {
        older.manager = installation.manager;
        older.settings = installation.settings;
        machine.processes.merge(running_processes(context, runner, older));
    }
    if (installation.has_page && !leaves_password_open(context, options, wanted)) {
        settle_page_password(context, options, installation);
    }
    if (installation.manager == ManagerKind::systemd_user && !machine.lingers) {
        installation.switched_linger_on = true;
    }
    service::Plan plan;
    settle_program(context, options, wanted, plan);
    if (page_goes) {
        service::append(plan, manager.remove_page(older, machine));
    }
    service::append(plan, manager.install(wanted.request, machine));
    if (options.print) {
        for (const std::string& line : service::describe(plan)) {
            context.output().result(line);
        }
        return 0;
    }
    tell_of_environment(context, wanted.request);
    const auto refused = service::Executor(runner, context.clock(), context.stop()).carry_out(plan);
    if (!wait_until_running(context, runner, installation, Part::pictures)) {
        throw Error(ErrorCode::cannot_write, "the service was set up, but does not run",
                    "to see why, run: " + service::service_command(installation, "logs"));
    }
    service::note_how_it_starts(runner, installation, machine);
    if (installation.has_page) {
        wait_until_running(context, runner, installation, Part::page);
    }
    const auto page = find_page(context, runner, installation);
    print_result(context, wanted, machine, page, refused);
    if (page_goes) {
        context.output().notice("the page is gone, as --page was not given");
    }
    tell_refusals(context.output(), refused);
    tell_of_login(context, wanted);
    if (page && !page->runs) {
        throw Error(ErrorCode::cannot_write, "the page was set up, but does not run",
                    "to see why, run: " + service::service_command(installation, "logs"));
    }
    return 0;
}

} // namespace cli
