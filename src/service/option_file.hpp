// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace service {

// The files in which a service keeps its options and its environment. People may change them: words
// are separated by blanks or line ends, '…' and "…" group as in base::split_command(), and a line
// that begins with # is a comment.

/// The words in such a file. Throws Error{usage} when a quote is not closed.
std::vector<std::string> read_words(std::string_view text);

/// The text of the file for `options` of `command`, each option with its value on a line of its
/// own.
std::string option_text(std::string_view command, const std::vector<std::string>& options,
                        std::string_view start_command);

/// The text of the file for `environment`, which holds secrets.
std::string environment_text(const std::map<std::string, std::string>& environment);

/// The variables in such a text; what is not NAME=VALUE is left out. Throws as read_words().
std::map<std::string, std::string> read_environment(std::string_view text);

/// Whether a service needs the environment variable `name`: those of this program, of uploads, of
/// proxies, certificates and the time zone. Never a password of Ring, a code or the place of the settings,
/// which the service is told otherwise.
bool is_for_services(std::string_view name);

} // namespace service
