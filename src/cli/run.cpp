// SPDX-License-Identifier: Apache-2.0
#include "cli/run.hpp"

#include "base/process/process.hpp"
#include "base/system/terminal.hpp"
#include "cli/context.hpp"
#include "cli/line/command_line.hpp"
#include "cli/line/old_form.hpp"
#include "cli/platform.hpp"

#include <fmt/format.h>

#include <csignal>
#include <exception>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

/// Takes the arguments and hides the secret ones from the list of processes.
std::vector<std::string> take_arguments(int argc, char** argv) {
    std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    for (const auto& [position, offset] : secret_arguments(arguments)) {
        base::hide_argument(argv[position + 1] + offset);
    }
    return arguments;
}

/// What a shell shows for a program that SIGPIPE has ended: 128 and the number of that signal.
constexpr int k_reader_left = 141;

int stopped_by(int signal) {
    return exit_code_of(signal == SIGTERM ? ErrorCode::terminated : ErrorCode::interrupted);
}

/// Runs a command that needs a context; what it throws becomes an exit code here.
int run_command(const Invocation& invocation, Output& output, Platform& platform) {
    Context context(invocation.common, output, platform);
    try {
        const int code = invocation.run(context);
        output.finish();
        if (code != 0 && context.received_signal() != 0) {
            return stopped_by(context.received_signal());
        }
        // A watch does not depend on who reads along.
        const bool tells_of_reader =
            code == 0 && output.reader_left() && invocation.find<WatchOptions>() == nullptr;
        return tells_of_reader ? k_reader_left : code;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            output.notice(error.message());
            return stopped_by(context.received_signal());
        }
        output.error(error);
        return exit_code_of(error.code());
    }
}

/// Prints an error before, or without, a command line that can be read, and returns its exit code.
int fail(const Error& error, const std::vector<std::string>& arguments, Console& console) {
    OutputOptions options;
    options.json = asks_for_json(arguments);
    Output(options, console).error(error);
    return exit_code_of(error.code());
}

} // namespace

int run(const std::string& program, const std::vector<std::string>& arguments, Platform& platform) {
    Invocation invocation;
    try {
        invocation = is_old_form(program, arguments) ? parse_old_form(arguments)
                                                     : parse_command_line(arguments);
    } catch (const Error& error) {
        return fail(error, arguments, platform.console());
    }
    Output output(invocation.common.output, platform.console());
    output.word_hints({invocation.common.settings_file.value_or(""), invocation.common.old_form});
    return run_command(invocation, output, platform);
}

int run(int argc, char** argv) {
    base::prepare_standard_streams();
    std::vector<std::string> arguments;
    try {
        arguments = take_arguments(argc, argv);
        return run(argc > 0 ? argv[0] : "", arguments, *system_platform());
    } catch (const Error& error) {
        return fail(error, arguments, *system_console());
    } catch (const std::exception& error) {
        return fail(Error(ErrorCode::unexpected, fmt::format("internal error: {}", error.what()),
                          "please report this with the command that you ran"),
                    arguments, *system_console());
    }
}

} // namespace cli
