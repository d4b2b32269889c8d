// SPDX-License-Identifier: Apache-2.0
#include "base/process/environment.hpp"
#include "base/system/system.hpp"
#include "cli/commands.hpp"
#include "cli/doctor/doctor_account.hpp"
#include "cli/doctor/doctor_cameras.hpp"
#include "cli/doctor/doctor_folders.hpp"
#include "cli/doctor/doctor_network.hpp"
#include "cli/doctor/doctor_printer.hpp"
#include "cli/doctor/doctor_settings.hpp"
#include "http/certificates.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <initializer_list>

namespace cli {

namespace {

using doctor::Examination;
using doctor::Finding;
using doctor::Printer;
using doctor::Report;

std::string variable(const char* name) {
    return base::environment_variable(name).value_or("");
}

/// The variables that are set, without their values.
std::string variables_set() {
    std::string text;
    for (const char* name :
         {"RING_SNAPSHOT_SERVER", "RING_SNAPSHOT_SETTINGS", "RING_USERNAME", "RING_PASSWORD",
          "RING_2FA_CODE", "SSL_CERT_FILE", "https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy",
          "ALL_PROXY", "no_proxy", "NO_PROXY"}) {
        if (!variable(name).empty()) {
            text += (text.empty() ? "" : ", ") + std::string(name);
        }
    }
    return text.empty() ? "none" : text;
}

void print_report_head(Output& output) {
    const base::SystemFacts system = base::system_facts();
    output.result("ring-snapshot " RING_SNAPSHOT_VERSION ", doctor --report");
    output.result(
        fmt::format("system:    {}, {}, {}", system.name, system.kernel, system.architecture));
    output.result("libraries: " + http::library_versions());
    output.result("variables: " + variables_set());
    output.result("");
}

} // namespace

int run_doctor(Context& context, const DoctorOptions& options) {
    Examination examination{context, options, {}, true, {}, false, false, {}};
    context.on_notice([&](const std::string& notice) { examination.notices.push_back(notice); });
    Printer printer(context.output(), options.report);
    if (options.report) {
        print_report_head(context.output());
    }
    const Report report = [&](const Finding& finding) { printer.print(finding); };
    for (const auto check :
         {doctor::check_settings, doctor::check_network, doctor::check_login, doctor::check_devices,
          doctor::check_cameras, doctor::check_output, doctor::check_record}) {
        if (context.stop().stop_requested()) {
            throw base::Error(base::ErrorCode::interrupted, "stopped");
        }
        check(examination, report);
    }
    context.output().status({});
    printer.print_summary();
    return printer.exit_code();
}

void declare_doctor(OptionDeclarer& command, DoctorOptions& options) {
    command.add_flag("--report", options.report,
                     "for a public forum: without names, addresses and ids");
    command.add("--out", "DIR", options.out, "the folder for pictures to look at");
}

} // namespace cli
