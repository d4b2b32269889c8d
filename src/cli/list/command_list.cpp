// SPDX-License-Identifier: Apache-2.0
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/list/device_selection.hpp"
#include "cli/list/device_words.hpp"
#include "cli/list/known_cameras.hpp"
#include "cli/list/list_table.hpp"
#include "cli/login/session_login.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/output/table.hpp"
#include "snapshot/explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>
#include <utility>

namespace cli {

namespace {

using ring::Device;
using ring::DeviceGroup;

struct Group {
    DeviceGroup group;
    const char* title;
};

constexpr Group k_groups[] = {{DeviceGroup::doorbells, "Doorbells"},
                              {DeviceGroup::shared_doorbells, "Shared doorbells"},
                              {DeviceGroup::stickup_cams, "Stick-up cams"},
                              {DeviceGroup::other_cameras, "Other cameras"},
                              {DeviceGroup::no_camera, "Devices that take no pictures"}};

Json device_json(const Device& device) {
    return {{"id", std::to_string(device.id)},
            {"name", nullable(device.name)},
            {"kind", nullable(device.kind)},
            {"model", device.model},
            {"group", name_of(device.group)},
            {"location", nullable(device.location)},
            {"location_id", nullable(device.location_id)},
            {"owned", device.owned},
            {"battery", nullable(device.battery_percent)},
            {"power", name_of(device.power)},
            {"state", name_of(device.state())}};
}

std::vector<std::string> to_row(const Device& device) {
    const auto or_dash = [](const std::string& text) { return text.empty() ? "-" : text; };
    return {std::to_string(device.id),
            snapshot::camera_title(device.id, &device),
            device.model,
            or_dash(device.location),
            power_in_words(device),
            state_in_words(device)};
}

/// Prints the lines of `devices`, those of each group below its title.
void print_groups(Output& output, std::span<const Group> groups, const std::vector<Device>& devices,
                  std::span<const std::vector<std::string>> lines) {
    for (const auto& [group, title] : groups) {
        bool headed = false;
        for (std::size_t i = 0; i < devices.size(); ++i) {
            if (devices[i].group == group) {
                if (!std::exchange(headed, true)) {
                    output.result("");
                    output.result(title);
                }
                for (const std::string& line : lines[i]) {
                    output.result(line);
                }
            }
        }
    }
}

/// The lines of a device where a table does not fit.
std::vector<std::string> to_lines(const std::vector<std::string>& row, std::size_t columns) {
    constexpr std::size_t k_indent = 2;
    std::vector<std::string> lines = wrap_text(fmt::format("{}  {}", row[0], row[1]), columns);
    const std::string facts = fmt::format("{}", fmt::join(row.begin() + 2, row.end(), ", "));
    for (const std::string& line :
         wrap_text(facts, columns > k_indent ? columns - k_indent : columns)) {
        lines.push_back(std::string(k_indent, ' ') + line);
    }
    return lines;
}

/// For a person who uses the old form: one table over all groups, so that the columns line up, or
/// two lines a device where that does not fit.
void print_table(Output& output, const std::vector<Device>& devices) {
    std::vector<std::vector<std::string>> rows = {
        {"ID", "NAME", "MODEL", "LOCATION", "POWER", "STATE"}};
    for (const Device& device : devices) {
        rows.push_back(to_row(device));
    }
    const std::vector<std::string> table = format_table(rows);
    const auto columns = output.result_width();
    const bool fits = !columns || std::ranges::all_of(table, [&](const std::string& line) {
        return base::display_width(line) <= *columns;
    });
    if (fits) {
        output.result(table.front());
    }
    std::vector<std::vector<std::string>> lines;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        lines.push_back(fits ? std::vector{table[i]} : to_lines(rows[i], *columns));
    }
    print_groups(output, k_groups, devices, lines);
}

/// The lines that RingSnapshotDownload 3.0 prints: scripts look for "6 found" and "ID - NAME".
void print_for_old_scripts(Output& output, const std::vector<Device>& devices) {
    constexpr Group k_old_groups[] = {{DeviceGroup::shared_doorbells, "Authorized Doorbells"},
                                      {DeviceGroup::doorbells, "Doorbells"},
                                      {DeviceGroup::stickup_cams, "Stickup cams"},
                                      // The old tool knows no others.
                                      {DeviceGroup::other_cameras, "Other cameras"}};
    output.result(fmt::format("Retrieving all devices... {} found", devices.size()));
    std::vector<std::vector<std::string>> lines;
    for (const Device& device : devices) {
        lines.push_back(
            {fmt::format("{} - {}", device.id, snapshot::camera_title(device.id, &device))});
    }
    print_groups(output, k_old_groups, devices, lines);
}

} // namespace

int run_list(Context& context, const ListOptions& options) {
    ensure_session(context);
    Output& output = context.output();
    const ring::DeviceList& list = [&]() -> const ring::DeviceList& {
        const StatusTicker ticker(context.output(), context.clock(),
                                  waiting_line("waiting for the list of devices"));
        return context.directory().list(context.stop());
    }();
    if (!list.has_cameras() && !list.is_complete()) {
        throw snapshot::no_cameras(list);
    }
    warn_of_incomplete_list(output, list);
    std::vector<Device> devices = list.devices;
    if (!options.everything) {
        std::erase_if(devices, [](const Device& device) { return !device.is_camera(); });
    }
    if (!list.has_cameras()) {
        output.warning(fmt::format("{}; {}", snapshot::k_no_cameras, snapshot::k_no_cameras_hint));
    }
    if (output.options().json) {
        for (const Device& device : devices) {
            output.result_json(device_json(device));
        }
        return 0;
    }
    if (options.for_old_scripts && !context.console().is_terminal(Stream::output)) {
        print_for_old_scripts(output, devices);
        return 0;
    }
    if (options.for_old_scripts && !devices.empty()) {
        print_table(output, devices);
        output.result("");
    } else if (!devices.empty()) {
        for (const StyledLine& line : list_lines(devices, newest_captures_here(context),
                                                 context.clock().now(), output.result_width())) {
            output.result(line);
        }
        output.result("");
    }
    const auto cameras = std::ranges::count_if(devices, &Device::is_camera);
    if (cameras > 0) {
        output.result(fmt::format("{} {}", cameras, cameras == 1 ? "camera" : "cameras"));
    }
    return 0;
}

void declare_list(OptionDeclarer& command, ListOptions& options) {
    command.add_flag("--everything", options.everything, "also list devices that take no pictures");
}

} // namespace cli
