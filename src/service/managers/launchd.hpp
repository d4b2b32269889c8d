// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/managers/manager.hpp"

#include <string>

namespace service {

/// An agent of macOS, which runs while its user is logged in. The service writes a log of its own.
class Launchd final : public Manager {
public:
    Plan install(const Request& request, const Machine& machine) const override;
    Plan start(const Installation& installation, const Machine& machine) const override;
    Plan stop(const Installation& installation, const Machine& machine) const override;
    Plan remove(const Installation& installation, const Machine& machine) const override;
    Plan remove_page(const Installation& installation, const Machine& machine) const override;
    std::string starts(const Machine& machine) const override;
};

} // namespace service
