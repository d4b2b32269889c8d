// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/line/options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// Whether a command line is in the form of RingSnapshotDownload: the program is called by that
/// name, or one of that tool's options stands in the line, and neither a command nor, where a
/// command would stand, any other word.
/// @param program  the first word of the command line
bool is_old_form(std::string_view program, const std::vector<std::string>& arguments);

/// Reads a command line in the old form: options with one or two dashes, in any letter case.
/// Throws Error{usage} that names an unknown option, a missing value or a bad number.
Invocation parse_old_form(const std::vector<std::string>& arguments);

/// Whether `arguments`, in either form, ask for JSON: works for a line with errors too.
bool asks_for_json(const std::vector<std::string>& arguments);

/// The positions of arguments that hold a password, code or token (in either form); for one like
/// "--password=x" the secret starts at `offset`.
struct SecretArgument {
    std::size_t position;
    std::size_t offset;
};

std::vector<SecretArgument> secret_arguments(const std::vector<std::string>& arguments);

} // namespace cli
