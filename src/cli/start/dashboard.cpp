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

/// In fewer columns the titles of parts have lines of their own.
constexpr std::size_t k_wide = 70;
constexpr std::size_t k_title_columns = 10;
constexpr std::size_t k_indent = 2;

/// The sentences of one part of the dashboard.
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
std::vector<StyledLine> camera_rows(const Overview& overview, bool with_power) {
    std::vector<StyledLine> rows;
    const auto add = [&](const std::string& title, const CameraStatus* status,
                         const ring::Device* device) {
        const std::string frozen = frozen_note(status);
        const bool is_well = device == nullptr || device->state() == ring::DeviceState::online ||
                             device->state() == ring::DeviceState::unknown;
        const Tone tone = is_well && frozen.empty() ? Tone::plain : Tone::warning;
        StyledLine& row = rows.emplace_back();
        row = {{title, tone}, {status != nullptr ? describe_age(*status) : "no picture yet", tone}};
        if (with_power && device != nullptr) {
            row.push_back({power_in_words(*device), tone});
        }
        const bool is_frozen = device == nullptr || (is_well && !frozen.empty());
        row.push_back({is_frozen ? frozen : state_in_words(*device), tone});
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
    return rows;
}

/// The rows without the power where they fit only so; two lines a camera where they do not fit.
std::vector<StyledLine> camera_lines(const Overview& overview, std::optional<std::size_t> room) {
    const std::vector<StyledLine> rows = camera_rows(overview, false);
    const bool fit_without_power =
        room && !all_fit(format_styled_table(camera_rows(overview, true)), *room) &&
        all_fit(format_styled_table(rows), *room);
    return fitting_lines(fit_without_power ? rows : camera_rows(overview, true), 1, room);
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

/// Commands, and what they do where there is room for all of that.
std::vector<StyledLine> next_steps(const Overview& overview, std::optional<std::size_t> room) {
    std::vector<StyledLine> rows;
    const auto add = [&](const std::string& command, const char* purpose) {
        rows.push_back({{"ring-snapshot " + command}, {purpose}});
    };
    const bool has_trouble =
        overview.failure || (overview.list && !overview.list->is_complete()) ||
        std::any_of(overview.services.begin(), overview.services.end(),
                    [](const ServiceSummary& service) { return service.has_trouble; });
    if (has_trouble || !overview.has_cameras()) {
        add("doctor", "find out what is wrong");
    }
    if (overview.has_cameras()) {
        add("get --all", "take a picture of every camera");
    }
    if (overview.has_cameras() && overview.services.empty()) {
        add("service install --all", "take pictures every 5 minutes");
    }
    for (const ServiceSummary& service : overview.services) {
        const std::string name = service.name.empty() ? "" : " --service " + service.name;
        add((service.runs ? "service status" : "service start") + name,
            service.runs ? "show its rounds and failures" : "start the service");
    }
    add("status", "show gaps and where pictures are");
    add("help", "show all commands");
    if (room && !all_fit(format_styled_table(rows), *room)) {
        for (StyledLine& row : rows) {
            row.pop_back();
        }
    }
    return format_styled_table(rows);
}

/// Prints the parts of the dashboard.
class PartPrinter {
public:
    explicit PartPrinter(Output& output)
        : m_output(output),
          m_is_wide(output.result_width().value_or(k_wide) >= k_wide),
          m_indent(m_is_wide ? k_title_columns : k_indent) {}

    /// The columns beside the titles; std::nullopt for no limit.
    std::optional<std::size_t> room() const {
        const auto width = m_output.result_width();
        return width ? std::optional(std::max(*width, m_indent + 1) - m_indent) : std::nullopt;
    }

    /// Sentences, which are broken at words.
    void print(const std::string& title, const Lines& sentences) {
        std::string before = begin(title);
        for (const auto& [sentence, tone] : sentences) {
            m_output.wrapped_result(before, sentence, tone);
            before.assign(m_indent, ' ');
        }
    }

    /// Lines that fit into room().
    void print(const std::string& title, const std::vector<StyledLine>& lines) {
        std::string before = begin(title);
        for (const StyledLine& line : lines) {
            StyledLine whole = {{before}};
            whole.insert(whole.end(), line.begin(), line.end());
            m_output.result(whole);
            before.assign(m_indent, ' ');
        }
    }

private:
    /// What the first line begins with.
    std::string begin(const std::string& title) {
        if (m_is_wide) {
            return fmt::format("{:<{}}", title, m_indent);
        }
        m_output.result(title, Tone::heading);
        return std::string(m_indent, ' ');
    }

    Output& m_output;
    bool m_is_wide;
    std::size_t m_indent;
};

void print_overview(Output& output, const Overview& overview, const Lines& problems) {
    PartPrinter parts(output);
    parts.print("Account",
                Lines{{overview.account.empty() ? "logged in" : overview.account, Tone::plain}});
    if (overview.failure) {
        parts.print("Ring", Lines{{overview.failure->message(), Tone::warning}});
    }
    if (const auto cameras = camera_lines(overview, parts.room()); !cameras.empty()) {
        parts.print("Cameras", cameras);
    }
    if (!problems.empty()) {
        parts.print("Pictures", problems);
    }
    parts.print("Service", service_lines(overview));
    output.result("");
    parts.print("Next", next_steps(overview, parts.room()));
    const std::string command = "ring-snapshot status";
    const std::string option = output.complete(command).substr(command.size());
    if (!option.empty()) {
        output.result("");
        output.wrapped_result("", "each with" + option, Tone::dim);
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
