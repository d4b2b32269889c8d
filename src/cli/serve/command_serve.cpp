// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "cli/commands.hpp"
#include "cli/serve/page_server.hpp"
#include "cli/serve/serve_access.hpp"

#include <string>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

int serve_page(Context& context, const ServeOptions& options) {
    return run_page(context, options, [&output = context.output()](const std::string& url) {
        if (output.options().json) {
            output.result_json({{"url", url}});
        } else {
            output.result(url);
        }
    });
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
                                : serve_page(context, options);
}

void declare_serve(OptionDeclarer& command, ServeOptions& options) {
    command.add_devices(options.devices);
    command.add("--listen", "ADDR:PORT", options.listen,
                "listen here (default 127.0.0.1:8642, this machine only)");
    command.add_list("--host", "NAME", options.hosts,
                     "answer to this name too, as of a proxy; may be given several times");
    command.add("--base-path", "/PATH", options.base_path,
                "serve the page below this path, for a proxy that keeps it");
    command.add_list("--frame-ancestor", "ORIGIN", options.frame_ancestors,
                     "let pages of this origin show it in a frame; may be given several times");
    command.add("--password-file", "FILE", options.password_file,
                "require the password in the first line of this file");
    command.add_flag("--no-password", options.no_password, "let everybody in who can connect");
    command.add("--title", "TEXT", options.title, "the title of the page");
    command.add_duration("--max-age", options.max_age,
                         "show a camera's newest picture as old from this age on");
    command.add_flag("--set-password", options.set_password,
                     "ask for a password, store it, and end");
    command.add("--new-key", "NAME", options.new_key, "print a key for one device, and end");
    command.add("--revoke-key", "NAME", options.revoke_key, "make a key invalid, and end");
}

} // namespace cli
