// SPDX-License-Identifier: Apache-2.0
#include "cli/serve/page_server.hpp"

#include "base/error.hpp"
#include "base/process/process.hpp"
#include "base/process/service_notify.hpp"
#include "base/process/watchdog.hpp"
#include "cli/archive/archive_catalogue.hpp"
#include "cli/list/recorded_selection.hpp"
#include "cli/serve/serve_access.hpp"
#include "web/server/server.hpp"
#include "web/site.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <optional>
#include <stop_token>
#include <utility>

namespace cli {

namespace {

using base::ErrorCode;

archive::Catalogue::Options catalogue_options(Context& context) {
    archive::Catalogue::Options options;
    options.read_only = true;
    options.stop = context.stop();
    options.tell = [&output = context.output()](const archive::CatalogueNews& news) {
        if (news.is_warning) {
            output.warning(news.sentence, news.hint);
        } else {
            output.detail(news.sentence);
        }
    };
    return options;
}

/// Takes in what earlier versions recorded, where that is possible; there is a page without it.
void take_in_old_record(Context& context) {
    try {
        read_catalogue(context, [](archive::Catalogue&) {});
    } catch (const base::Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        context.output().detail(error.message());
    }
}

/// The request without what may be secret in it.
std::string describe_request(const web::Request& request, int status) {
    return fmt::format("{} {} {}: {}", request.peer, request.method, request.path, status);
}

} // namespace

web::ListenAddress listen_address_of(const ServeOptions& options) {
    return web::parse_listen_address(options.listen.value_or("127.0.0.1:8642"));
}

std::string page_url(web::ListenAddress address, const std::string& base_path) {
    if (address.address == "0.0.0.0" || address.address == "::") {
        address.address = base::host_name();
    }
    return web::url_of(address, base_path);
}

int run_page(Context& context, const ServeOptions& options,
             const std::function<void(const std::string& url)>& announce) {
    const web::ListenAddress address = listen_address_of(options);
    archive::Catalogue catalogue(context.store().beside(".pictures"), context.clock(),
                                 catalogue_options(context));
    web::SiteOptions site_options;
    site_options.title = options.title.value_or(site_options.title);
    site_options.base_path = base_path_of(options);
    site_options.access = make_access(context, options, address);
    take_in_old_record(context);
    site_options.choice.ids = select_recorded_cameras(catalogue, options.devices);
    site_options.choice.max_age = options.max_age;
    // Requests come before the site is made only once run() has begun.
    std::optional<web::Site> site;
    web::Server server(
        address,
        [&](const web::Request& request) {
            web::Reply reply = site->answer(request);
            context.output().detail(describe_request(request, reply.status));
            return reply;
        },
        context.clock());
    site_options.access.cookie += fmt::format("-{}", server.address().port);
    site.emplace(std::move(site_options), catalogue, context.clock());
    const std::stop_callback stopping(
        context.stop(), [] { base::notify_service_manager("STOPPING=1\nSTATUS=stopping"); });
    const std::string url = page_url(server.address(), base_path_of(options));
    announce(url);
    base::notify_service_manager("READY=1\nSTATUS=the page is at " + url, std::chrono::seconds(5));
    const base::Watchdog watchdog(context.clock(), [&server] { return server.is_alive(); });
    server.run(context.stop());
    // A service manager stops its services by SIGTERM: that is their orderly end.
    return context.received_signal() == SIGTERM ? 0 : exit_code_of(ErrorCode::interrupted);
}

} // namespace cli
