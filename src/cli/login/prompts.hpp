// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"

#include <optional>
#include <string>

namespace cli {

/// Reads one line from standard input after `question`, shown on a terminal only; nothing at the
/// end of the input, which on a terminal is Ctrl-D. Throws Error{interrupted}; Error{two_factor}
/// when the terminal is gone (hang-up).
std::optional<std::string> ask(Context& context, const std::string& question, bool echo);

/// Reads what is pasted at the terminal, in one line or several, without showing it. Nothing for
/// Ctrl-D. Throws as ask().
std::optional<std::string> ask_long_secret(Context& context, const std::string& question);

/// Bears with slips at prompts: an Enter or Ctrl-D where something is wanted.
class Patience {
public:
    /// Throws Error{two_factor} at the third slip in a row.
    void slipped();

    void answered() { m_slips = 0; }

private:
    int m_slips = 0;
};

/// Asks a person at the terminal until there is an answer. Throws as ask(), and when Patience ends.
std::string ask_until_answered(Context& context, const std::string& question, bool echo);

/// Asks a person at the terminal until the answer is an e-mail address.
std::string ask_email(Context& context);

/// Asks a person at the terminal; Enter is a yes, and what is neither yes nor no is asked again.
bool ask_whether(Context& context, const std::string& question);

} // namespace cli
