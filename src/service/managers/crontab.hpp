// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/managers/manager.hpp"

#include <string>
#include <string_view>

namespace service {

/// The user's crontab, where there is no systemd: a line that starts the service with the machine,
/// and one that starts it again when it has ended by itself. The service writes a log of its own.
class Crontab final : public Manager {
public:
    Plan install(const Request& request, const Machine& machine) const override;
    Plan start(const Installation& installation, const Machine& machine) const override;
    Plan stop(const Installation& installation, const Machine& machine) const override;
    Plan remove(const Installation& installation, const Machine& machine) const override;
    Plan remove_page(const Installation& installation, const Machine& machine) const override;
    std::string starts(const Machine& machine) const override;
};

/// `crontab` without the lines of the service `name`.
std::string without_service(std::string_view crontab, std::string_view name);

/// `crontab` with the lines of this service, once, at its end.
std::string with_service(std::string_view crontab, const Installation& installation);

/// The lines of `crontab` that run this program and do not belong to its services.
std::vector<std::string> other_jobs(std::string_view crontab);

/// `crontab` with those lines as comments.
std::string without_other_jobs(std::string_view crontab);

} // namespace service
