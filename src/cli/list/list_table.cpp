// SPDX-License-Identifier: Apache-2.0
#include "cli/list/list_table.hpp"

#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/list/device_words.hpp"
#include "cli/output/table.hpp"
#include "snapshot/explain.hpp"

#include <algorithm>
#include <utility>

namespace cli {

namespace {

using ring::Device;

/// Below these many columns, MODEL and ID go, and a device takes two lines.
constexpr std::size_t k_columns_for_all = 70;
constexpr std::size_t k_columns_for_rows = 50;
constexpr int k_low_battery = 20;

/// The devices of a home, or those that take no pictures.
struct Home {
    std::string title;
    std::vector<const Device*> devices;
    bool has_cameras = true;
};

std::string home_title(const Device& device) {
    const std::string name = base::printable(device.location);
    const std::string title = name.empty() ? "No known home" : name;
    return device.owned ? title : title + " (shared with you)";
}

/// @param devices  those of a home stand together
std::vector<Home> to_homes(const std::vector<Device>& devices) {
    std::vector<Home> homes;
    for (const Device& device : devices) {
        const bool has_cameras = device.is_camera();
        const bool goes_on = !homes.empty() && homes.back().has_cameras == has_cameras &&
                             (!has_cameras || homes.back().devices.back()->home() == device.home());
        if (!goes_on) {
            homes.push_back({has_cameras ? home_title(device) : "Devices that take no pictures",
                             {},
                             has_cameras});
        }
        homes.back().devices.push_back(&device);
    }
    return homes;
}

StyledText name_of_device(const Device& device) {
    return {base::printable(snapshot::camera_title(device.id, &device)), Tone::heading};
}

StyledText power_of(const Device& device) {
    const bool is_low =
        device.battery_low || (device.battery_percent && *device.battery_percent < k_low_battery);
    return {power_in_words(device), is_low ? Tone::warning : Tone::plain};
}

StyledText state_of_device(const Device& device) {
    return {state_in_words(device),
            device.state() == ring::DeviceState::offline ? Tone::bad : Tone::plain};
}

class ListTable {
public:
    ListTable(const NewestCaptures& newest, base::SystemTime now) : m_newest(newest), m_now(now) {}

    /// A row each for the columns and the devices.
    std::vector<StyledLine> rows(const std::vector<Home>& homes, bool with_model,
                                 bool with_id) const {
        StyledLine head = {{"NAME"}, {"POWER"}, {"STATE"}, {"NEWEST"}};
        if (with_model) {
            head.push_back({"MODEL"});
        }
        if (with_id) {
            head.push_back({"ID"});
        }
        std::vector<StyledLine> rows = {head};
        for (const Home& home : homes) {
            for (const Device* device : home.devices) {
                StyledLine row = {name_of_device(*device),
                                  power_of(*device),
                                  state_of_device(*device),
                                  {age_of_newest(*device)}};
                if (with_model) {
                    row.push_back({base::printable(device->model)});
                }
                if (with_id) {
                    row.push_back({std::to_string(device->id), Tone::dim});
                }
                rows.push_back(std::move(row));
            }
        }
        return format_styled_table(rows);
    }

    /// Two lines for a device.
    void add_narrow(const Device& device, std::optional<std::size_t> columns,
                    std::vector<StyledLine>& lines) const {
        add_wrapped(lines, {name_of_device(device)}, 0, columns);
        StyledLine facts;
        for (const StyledText& fact :
             {power_of(device), state_of_device(device), StyledText{age_of_newest(device)}}) {
            if (fact.text != "-") {
                if (!facts.empty()) {
                    facts.push_back({", "});
                }
                facts.push_back(fact);
            }
        }
        add_wrapped(lines, facts, 2, columns);
    }

private:
    std::string age_of_newest(const Device& device) const {
        const auto found = m_newest.find(std::to_string(device.id));
        return found == m_newest.end() ? "-" : base::describe_past(found->second, m_now);
    }

    const NewestCaptures& m_newest;
    base::SystemTime m_now;
};

/// The rows of the fullest table that fits; empty when none does.
std::vector<StyledLine> fitting_rows(const ListTable& table, const std::vector<Home>& homes,
                                     std::optional<std::size_t> columns) {
    if (!columns) {
        return table.rows(homes, true, true);
    }
    if (*columns >= k_columns_for_all) {
        for (const bool with_model : {true, false}) {
            if (auto rows = table.rows(homes, with_model, true); all_fit(rows, *columns)) {
                return rows;
            }
        }
    }
    if (*columns >= k_columns_for_rows) {
        if (auto rows = table.rows(homes, false, false); all_fit(rows, *columns)) {
            return rows;
        }
    }
    return {};
}

} // namespace

std::vector<StyledLine> list_lines(const std::vector<Device>& devices, const NewestCaptures& newest,
                                   base::SystemTime now, std::optional<std::size_t> columns) {
    const std::vector<Home> homes = to_homes(devices);
    const ListTable table(newest, now);
    const std::vector<StyledLine> rows = fitting_rows(table, homes, columns);
    std::vector<StyledLine> lines;
    if (!rows.empty()) {
        lines.push_back(rows.front());
    }
    const bool has_several = std::ranges::count_if(homes, &Home::has_cameras) > 1;
    std::size_t next = 1;
    for (const Home& home : homes) {
        if (has_several || !home.has_cameras) {
            if (!lines.empty()) {
                lines.emplace_back();
            }
            add_wrapped(lines, {{home.title, Tone::dim}}, 0, columns);
        }
        for (const Device* device : home.devices) {
            if (rows.empty()) {
                table.add_narrow(*device, columns, lines);
            } else {
                lines.push_back(rows[next++]);
            }
        }
    }
    return lines;
}

} // namespace cli
