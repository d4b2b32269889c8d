// SPDX-License-Identifier: Apache-2.0
#include "cli/service/service_page.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/time_format.hpp"
#include "cli/serve/page_server.hpp"
#include "cli/serve/serve_access.hpp"
#include "cli/service/service_place.hpp"
#include "web/access/page_settings.hpp"

#include <fmt/format.h>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using service::Installation;
using service::Part;

web::ListenAddress listen_address_of(const ServiceOptions& options) {
    ServeOptions page;
    page.listen = options.page_listen;
    return listen_address_of(page);
}

} // namespace

std::vector<std::string> page_words(const ServiceOptions& options) {
    listen_address_of(options);
    return options.page_listen ? std::vector<std::string>{"--listen", *options.page_listen}
                               : std::vector<std::string>{};
}

void settle_page_password(Context& context, const ServiceOptions& options,
                          const Installation& installation) {
    const web::ListenAddress address = listen_address_of(options);
    CommonOptions common;
    common.settings_file = installation.settings;
    common.output = context.output().options();
    Context of_service(common, context.output(), context.platform());
    if (address.is_loopback() ||
        !web::load_page_settings(of_service.store().beside(".page")).password.empty()) {
        return;
    }
    if (!is_interactive(context)) {
        const bool is_system = installation.manager == service::ManagerKind::systemd_system;
        throw Error(ErrorCode::usage,
                    fmt::format("a password is needed, since others in the network can reach {}, "
                                "and none is set",
                                address.address),
                    is_system ? fmt::format("set one, run: sudo ring-snapshot serve --set-password "
                                            "--settings {}",
                                            installation.settings)
                              : std::string("set one, run: ring-snapshot serve --set-password"));
    }
    set_page_password(of_service);
}

std::optional<PageReport> find_page(Context& context, service::Runner& runner,
                                    const Installation& installation) {
    if (!installation.has_page) {
        return std::nullopt;
    }
    PageReport page;
    page.runs = is_running(context, runner, installation, Part::page);
    page.ended = read_ended(installation, Part::page);
    const auto state = read_state(installation, Part::page);
    if (page.runs && state) {
        page.url = state->url;
    }
    try {
        page.is_public = !listen_address_of(read_page_options(installation)).is_loopback();
    } catch (const Error&) {
        // Somebody has changed the options.
    }
    return page;
}

std::string PageReport::in_words() const {
    if (runs) {
        return (url.empty() ? "running" : url) +
               (is_public ? " (user name ring, and its password)" : "");
    }
    return describe_end(ended);
}

Json PageReport::to_json() const {
    return {{"running", runs},
            {"url", url.empty() ? Json(nullptr) : Json(url)},
            {"exit_code", ended && !runs ? Json(ended->code) : Json(nullptr)}};
}

} // namespace cli
