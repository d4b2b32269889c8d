// SPDX-License-Identifier: Apache-2.0
#include "base/process/arguments.hpp"
#include "base/system/terminal.hpp"
#include "cli/run.hpp"

int main(int argc, char** argv) {
    const base::ProgramArguments arguments(argc, argv);
    const int code = cli::run(arguments.count(), arguments.values());
    if (arguments.count() <= 1) {
        // With arguments it is a scheduler that opened the window, and nobody would press the key.
        base::await_reader();
    }
    return code;
}
