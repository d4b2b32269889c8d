// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"
#include "service/installation.hpp"
#include "service/runner.hpp"
#include "service/state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cli {

/// The words for `serve` of `service install --page`. Throws Error{usage} for --page-listen that is
/// not an address to listen at.
std::vector<std::string> page_words(const ServiceOptions& options);

/// Makes sure that a page which others in the network can reach has a password: asks for one at a
/// terminal. Throws Error{usage} where none is set and nobody can be asked; as set_page_password().
void settle_page_password(Context& context, const ServiceOptions& options,
                          const service::Installation& installation);

/// The page of a service as it stands.
struct PageReport {
    bool runs = false;
    /// Where browsers find it; empty when it does not run or its files cannot be read.
    std::string url;
    std::optional<service::Ended> ended;
    /// Others in the network can reach it, and need the password.
    bool is_public = false;

    /// "http://127.0.0.1:8642/", "not running since 2026-11-29 14:02: …".
    std::string in_words() const;
    Json to_json() const;
};

/// std::nullopt for a service without a page.
std::optional<PageReport> find_page(Context& context, service::Runner& runner,
                                    const service::Installation& installation);

} // namespace cli
