// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/process/process.hpp"
#include "base/process/service_notify.hpp"
#include "base/process/watchdog.hpp"
#include "cli/commands.hpp"
#include "cli/list/recorded_selection.hpp"
#include "cli/serve/serve_access.hpp"
#include "web/server/server.hpp"
#include "web/site.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

using base::Error;
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

/// Where people find the page.
std::string shown_url(web::ListenAddress address, const std::string& base_path) {
    if (address.address == "0.0.0.0" || address.address == "::") {
        address.address = base::host_name();
    }
    return web::url_of(address, base_path);
}

/// The request without what may be secret in it.
std::string describe_request(const web::Request& request, int status) {
    return fmt::format("{} {} {}: {}", request.peer, request.method, request.path, status);
}

void announce_url(Context& context, const std::string& url) {
    Output& output = context.output();
    if (output.options().json) {
        output.result_json({{"url", url}});
    } else {
        output.result(url);
    }
    base::notify_service_manager("READY=1\nSTATUS=the page is at " + url, std::chrono::seconds(5));
}

int run_page(Context& context, const ServeOptions& options) {
    const web::ListenAddress address =
        web::parse_listen_address(options.listen.value_or("127.0.0.1:8642"));
    archive::Catalogue catalogue(context.store().beside(".pictures"), context.clock(),
                                 catalogue_options(context));
    web::SiteOptions site_options;
    site_options.title = options.title.value_or(site_options.title);
    site_options.base_path = base_path_of(options);
    site_options.access = make_access(context, options, address);
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
    announce_url(context, shown_url(server.address(), base_path_of(options)));
    const base::Watchdog watchdog(context.clock(), [&server] { return server.is_alive(); });
    server.run(context.stop());
    // A service manager stops its services by SIGTERM: that is their orderly end.
    return context.received_signal() == SIGTERM ? 0 : exit_code_of(ErrorCode::interrupted);
}

} // namespace

int run_serve(Context& context, const ServeOptions& options) {
    const int changes =
        (options.set_password ? 1 : 0) + (options.new_key ? 1 : 0) + (options.revoke_key ? 1 : 0);
    if (changes > 1) {
        throw Error(ErrorCode::usage, "choose one: --set-password, --new-key, or --revoke-key");
    }
    return options.set_password ? set_page_password(context)
           : options.new_key    ? add_page_key(context, *options.new_key)
           : options.revoke_key ? revoke_page_key(context, *options.revoke_key)
                                : run_page(context, options);
}

void declare_serve(OptionDeclarer& command, ServeOptions& options) {
    command.add_devices(options.devices);
    command.add("--listen", "ADDR:PORT", options.listen,
                "listen here (default 127.0.0.1:8642, this machine only)");
    command.add_list("--host", "NAME", options.hosts,
                     "answer to this name too, as of a proxy; may be given several times");
    command.add("--base-path", "/PATH", options.base_path,
                "the page stands below this path, where a proxy does not take it away");
    command.add_list("--frame-ancestor", "ORIGIN", options.frame_ancestors,
                     "let pages of this origin show it in a frame; may be given several times");
    command.add("--password-file", "FILE", options.password_file,
                "ask for the password in the first line of this file");
    command.add_flag("--no-password", options.no_password, "let everybody in who can connect");
    command.add("--title", "TEXT", options.title, "the title of the page");
    command.add_duration("--max-age", options.max_age,
                         "call a camera's newest picture old from this age on");
    command.add_flag("--set-password", options.set_password,
                     "ask for a password, store it, and end");
    command.add("--new-key", "NAME", options.new_key, "print a key for one device, and end");
    command.add("--revoke-key", "NAME", options.revoke_key, "make a key invalid, and end");
}

} // namespace cli
