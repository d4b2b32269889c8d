// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/managers/manager.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace service {

/// The name of the unit: "ring-snapshot.service", "ring-snapshot-cabin.service"; of the page
/// "ring-snapshot-serve.service".
std::string unit_name(std::string_view name, Part part = Part::pictures);

/// Where a system service keeps everything, and the user it runs as.
inline constexpr std::string_view k_system_folder = "/var/lib/ring-snapshot";
inline constexpr std::string_view k_system_user = "ring-snapshot";

/// A service of the user's own systemd, which lingers while nobody is logged in.
class SystemdUser final : public Manager {
public:
    Plan install(const Request& request, const Machine& machine) const override;
    Plan start(const Installation& installation, const Machine& machine) const override;
    Plan stop(const Installation& installation, const Machine& machine) const override;
    Plan remove(const Installation& installation, const Machine& machine) const override;
    Plan remove_page(const Installation& installation, const Machine& machine) const override;
    std::string starts(const Machine& machine) const override;
    std::vector<std::string> journal_command(const Installation& installation,
                                             int lines) const override;
    std::vector<std::string> is_running_command(const Installation& installation,
                                                Part part) const override;
};

/// A service of the system, in a sandbox, as a user of its own.
class SystemdSystem final : public Manager {
public:
    Plan install(const Request& request, const Machine& machine) const override;
    Plan start(const Installation& installation, const Machine& machine) const override;
    Plan stop(const Installation& installation, const Machine& machine) const override;
    Plan remove(const Installation& installation, const Machine& machine) const override;
    Plan remove_page(const Installation& installation, const Machine& machine) const override;
    std::string starts(const Machine& machine) const override;
    std::vector<std::string> journal_command(const Installation& installation,
                                             int lines) const override;
    std::vector<std::string> is_running_command(const Installation& installation,
                                                Part part) const override;
};

} // namespace service
