// SPDX-License-Identifier: Apache-2.0
#include "base/process/environment.hpp"
#include "base/system/system.hpp"
#include "cli/commands.hpp"
#include "cli/doctor/doctor_account.hpp"
#include "cli/doctor/doctor_files.hpp"
#include "cli/doctor/doctor_mqtt.hpp"
#include "cli/doctor/doctor_network.hpp"
#include "cli/doctor/doctor_printer.hpp"
#include "cli/doctor/doctor_uploads.hpp"
#include "http/certificates.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

namespace cli {

namespace {

/// The variables that are set, without their values.
std::string variables_set() {
    std::vector<const char*> names;
    for (const char* name :
         {"RING_SNAPSHOT_SERVER", "RING_SNAPSHOT_SETTINGS", "RING_USERNAME", "RING_PASSWORD",
          "RING_2FA_CODE", "SSL_CERT_FILE", "AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_REGION",
          "AWS_ENDPOINT_URL_S3", "RING_SNAPSHOT_MQTT_PASSWORD", "https_proxy", "HTTPS_PROXY",
          "http_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"}) {
        if (!base::environment_variable(name).value_or("").empty()) {
            names.push_back(name);
        }
    }
    return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
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

struct Step {
    /// What a failure of the step is reported of.
    const doctor::Check& check;
    void (*run)(doctor::Examination& examination, const doctor::Report& report);
};

constexpr Step k_steps[] = {
    {doctor::k_settings, doctor::check_settings}, {doctor::k_connection, doctor::check_network},
    {doctor::k_login, doctor::check_login},       {doctor::k_devices, doctor::check_devices},
    {doctor::k_cameras, doctor::check_cameras},   {doctor::k_output, doctor::check_output},
    {doctor::k_record, doctor::check_record},     {doctor::k_uploads, doctor::check_uploads},
    {doctor::k_mqtt, doctor::check_mqtt},
};

} // namespace

int run_doctor(Context& context, const DoctorOptions& options) {
    if (options.report && (context.output().options().json || context.output().options().verbose)) {
        throw base::Error(base::ErrorCode::usage,
                          "--report is a text without names and addresses; --json and --verbose do "
                          "not go with it");
    }
    doctor::Examination examination{context, options};
    context.on_notice([&](const std::string& notice) { examination.notices.push_back(notice); });
    doctor::Printer printer(context.output(), options.report);
    if (options.report) {
        print_report_head(context.output());
    }
    for (const Step& step : k_steps) {
        if (context.stop().stop_requested()) {
            throw base::Error(base::ErrorCode::interrupted, "stopped");
        }
        try {
            step.run(examination, [&](const doctor::Finding& finding) { printer.print(finding); });
        } catch (const base::Error& error) {
            if (error.code() == base::ErrorCode::interrupted) {
                throw;
            }
            printer.print(step.check.bad(error));
        }
    }
    context.output().status({});
    printer.print_summary();
    return printer.exit_code();
}

void declare_doctor(OptionDeclarer& command, DoctorOptions& options) {
    command.add_flag("--report", options.report,
                     "print a report for a public forum, without names, addresses and ids");
    command.add("-o,--out", "DIR", options.out, "check this folder for pictures");
}

} // namespace cli
