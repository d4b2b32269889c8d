// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "cli/commands.hpp"
#include "cli/line/help.hpp"
#include "cli/line/suggestion.hpp"
#include "cli/list/known_cameras.hpp"

namespace cli {

int run_help(Context& context, const HelpOptions& options) {
    const HelpLayout layout = HelpLayout::of(context.output());
    context.output().result_bytes(options.old_form ? old_form_help(layout)
                                                   : help_text(options.command, layout));
    return 0;
}

void declare_help(OptionDeclarer& command, HelpOptions& options) {
    command.add_words("COMMAND", options.command, "the command to explain");
}

int run_version(Context& context, const VersionOptions&) {
    context.output().result_bytes("ring-snapshot " RING_SNAPSHOT_VERSION "\n");
    return 0;
}

int refuse_command(Context& context, const UnknownCommand& command) {
    throw unknown_command(command.words, known_cameras(context));
}

} // namespace cli
