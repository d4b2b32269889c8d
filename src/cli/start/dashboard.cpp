// SPDX-License-Identifier: Apache-2.0
#include "cli/start/dashboard.hpp"

#include "base/text/unicode.hpp"
#include "cli/list/device_selection.hpp"
#include "cli/list/device_words.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/output/table.hpp"
#include "cli/service/service_report.hpp"
#include "cli/status/camera_status.hpp"
#include "snapshot/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

/// Fewer columns have no room for everything.
constexpr std::size_t k_wide = 70;

/// The lines of one part of the dashboard.
using Lines = std::vector<std::pair<std::string, Tone>>;

/// What the dashboard is made of.
struct Overview {
    std::string account;
    /// std::nullopt when it did not come, for the reason that `failure` gives.
    std::optional<ring::DeviceList> list;
    std::optional<Error> failure;
    std::vector<CameraStatus> cameras;
    std::vector<ServiceSummary> services;

    bool has_cameras() const { return list ? list->has_cameras() : !cameras.empty(); }
};

std::optional<ring::DeviceList> fetch_list(Context& context, std::optional<Error>& failure) {
    const StatusTicker ticker(context.output(), context.clock(), waiting_line("waiting for Ring"));
    try {
        context.service().session().throw_if_rate_limited();
        return context.directory().list(context.stop());
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        failure = error;
        return std::nullopt;
    }
}

std::vector<CameraStatus> find_saved(Context& context, Lines& problems) {
    try {
        return find_camera_statuses(context.archive(), {}, {}, context.clock().now());
    } catch (const Error& error) {
        problems.emplace_back(error.message(), Tone::warning);
        return {};
    }
}

const CameraStatus* find_status(const Overview& overview, ring::DeviceId id) {
    const auto found =
        std::find_if(overview.cameras.begin(), overview.cameras.end(),
                     [&](const CameraStatus& one) { return one.report.id == std::to_string(id); });
    return found == overview.cameras.end() ? nullptr : &*found;
}

std::string frozen_note(const CameraStatus* status) {
    return status != nullptr && status->report.is_frozen ? "frozen or covered" : "";
}

/// A row a camera: its name, the age of its newest saved picture, its power and its state.
Lines camera_lines(const Overview& overview, bool is_wide) {
    std::vector<std::vector<std::string>> rows;
    std::vector<Tone> tones;
    const auto add = [&](const std::string& title, const CameraStatus* status,
                         const ring::Device* device) {
        std::vector<std::string>& row = rows.emplace_back();
        row = {title, status != nullptr ? describe_age(*status) : "no picture yet"};
        if (is_wide && device != nullptr) {
            row.push_back(power_in_words(*device));
        }
        const std::string frozen = frozen_note(status);
        const bool is_well = device == nullptr || device->state() == ring::DeviceState::online ||
                             device->state() == ring::DeviceState::unknown;
        if (device != nullptr) {
            row.push_back(is_well && !frozen.empty() ? frozen : state_in_words(*device));
        } else {
            row.push_back(frozen);
        }
        tones.push_back(is_well && frozen.empty() ? Tone::plain : Tone::warning);
    };
    if (overview.list) {
        for (const ring::Device& device : overview.list->devices) {
            if (device.is_camera()) {
                add(snapshot::camera_title(device.id, &device), find_status(overview, device.id),
                    &device);
            }
        }
    } else {
        for (const CameraStatus& status : overview.cameras) {
            add(status.title, &status, nullptr);
        }
    }
    Lines lines;
    const std::vector<std::string> texts = format_table(rows);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        lines.emplace_back(texts[i], tones[i]);
    }
    return lines;
}

Lines service_lines(const Overview& overview) {
    Lines lines;
    for (const ServiceSummary& service : overview.services) {
        lines.emplace_back((service.name.empty() ? "" : service.name + ": ") + service.text,
                           service.has_trouble ? Tone::warning : Tone::plain);
    }
    if (lines.empty()) {
        lines.emplace_back("none that takes pictures by itself", Tone::plain);
    }
    return lines;
}

/// Commands and what they do.
Lines next_steps(const Overview& overview, bool is_wide) {
    std::vector<std::vector<std::string>> rows;
    const auto add = [&](const std::string& command, const char* purpose) {
        rows.push_back({"ring-snapshot " + command});
        if (is_wide) {
            rows.back().emplace_back(purpose);
        }
    };
    const bool has_trouble =
        overview.failure || (overview.list && !overview.list->is_complete()) ||
        std::any_of(overview.services.begin(), overview.services.end(),
                    [](const ServiceSummary& service) { return service.has_trouble; });
    if (has_trouble || !overview.has_cameras()) {
        add("doctor", "find out what is wrong");
    }
    if (overview.has_cameras()) {
        add("get --all", "take a picture of every camera now");
    }
    if (overview.has_cameras() && overview.services.empty()) {
        add("service install --all", "take pictures every 5 minutes");
    }
    for (const ServiceSummary& service : overview.services) {
        const std::string name = service.name.empty() ? "" : " --service " + service.name;
        add((service.runs ? "service status" : "service start") + name,
            service.runs ? "show its rounds and failures" : "start the service");
    }
    add("status", "show gaps in the last day, and where pictures are");
    add("help", "show all commands");
    Lines lines;
    for (const std::string& line : format_table(rows)) {
        lines.emplace_back(line, Tone::plain);
    }
    return lines;
}

void print_part(Output& output, const std::string& title, const Lines& lines, bool is_wide) {
    std::string before = is_wide ? fmt::format("{:<10}", title) : "  ";
    if (!is_wide) {
        output.result(title, Tone::heading);
    }
    for (const auto& [line, tone] : lines) {
        const auto width = output.result_width();
        const bool is_sentence = title != "Next" && title != "Cameras";
        const auto room = is_sentence && width && *width > before.size() + 20
                              ? std::optional(*width - before.size())
                              : std::nullopt;
        for (const std::string& part : wrap_text(line, room)) {
            output.result(before + part, tone);
            before.assign(before.size(), ' ');
        }
    }
}

void print_overview(Output& output, const Overview& overview, const Lines& problems) {
    const bool is_wide = output.result_width().value_or(k_wide) >= k_wide;
    print_part(output, "Account",
               {{overview.account.empty() ? "logged in" : overview.account, Tone::plain}}, is_wide);
    if (overview.failure) {
        print_part(output, "Ring", {{overview.failure->message(), Tone::warning}}, is_wide);
    }
    const Lines cameras = camera_lines(overview, is_wide);
    if (!cameras.empty()) {
        print_part(output, "Cameras", cameras, is_wide);
    }
    if (!problems.empty()) {
        print_part(output, "Pictures", problems, is_wide);
    }
    print_part(output, "Service", service_lines(overview), is_wide);
    output.result("");
    print_part(output, "Next", next_steps(overview, is_wide), is_wide);
    const std::string command = "ring-snapshot status";
    const std::string option = output.complete(command).substr(command.size());
    if (!option.empty()) {
        output.result("");
        output.result("each with" + option, Tone::dim);
    }
}

} // namespace

bool show_dashboard(Context& context) {
    Overview overview;
    overview.list = fetch_list(context, overview.failure);
    const settings::Settings settings = context.store().load();
    if (!settings.is_logged_in()) {
        return false;
    }
    if (settings.username) {
        overview.account = base::masked_email(*settings.username);
    }
    Lines problems;
    overview.cameras = find_saved(context, problems);
    overview.services = summarize_services(context);
    if (overview.list && !overview.list->has_cameras()) {
        const Error none = snapshot::no_cameras(*overview.list);
        problems.emplace_back(fmt::format("{}; {}", none.message(), none.hint()), Tone::warning);
    } else if (overview.list) {
        warn_of_incomplete_list(context.output(), *overview.list);
    }
    print_overview(context.output(), overview, problems);
    return true;
}

} // namespace cli
