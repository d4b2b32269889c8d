// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/line/help.hpp"
#include "cli/start/dashboard.hpp"
#include "cli/start/guide.hpp"

namespace cli {

int run_first_steps(Context& context, const NoCommand&) {
    const bool person = context.console().is_terminal(Stream::input) &&
                        context.console().is_terminal(Stream::output) &&
                        !context.output().options().json && !context.output().options().quiet;
    if (!person) {
        context.output().result_bytes(short_help(HelpLayout::of(context.output())));
        return 0;
    }
    if (context.store().load().is_logged_in() && show_dashboard(context)) {
        return 0;
    }
    return run_guide(context);
}

} // namespace cli
