// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/managers/manager.hpp"

#include <string>

namespace service {

/// The name of the task: "ring-snapshot", "ring-snapshot-cabin"; of the page
/// "ring-snapshot-serve".
std::string task_name(const Installation& installation, Part part);

/// A task of Windows: one that starts with the machine where this user may make such tasks, else
/// one that starts at log-on. The service writes a log of its own.
class TaskScheduler final : public Manager {
public:
    Plan install(const Request& request, const Machine& machine) const override;
    Plan start(const Installation& installation, const Machine& machine) const override;
    Plan stop(const Installation& installation, const Machine& machine) const override;
    Plan remove(const Installation& installation, const Machine& machine) const override;
    Plan remove_page(const Installation& installation, const Machine& machine) const override;
    std::string starts(const Machine& machine) const override;
};

} // namespace service
