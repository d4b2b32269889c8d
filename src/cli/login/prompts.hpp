// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"

#include <optional>
#include <string>

namespace cli {

/// Reads one line from standard input after `question`, shown on a terminal only; std::nullopt at
/// the end of the input, which on a terminal is Ctrl-D. Throws Error{interrupted};
/// Error{two_factor} when the terminal is gone (hang-up).
std::optional<std::string> ask(Context& context, const std::string& question, bool echo);

/// Reads what is pasted at the terminal, in one line or several, without showing it.
/// std::nullopt for Ctrl-D. Throws as ask().
std::optional<std::string> ask_long_secret(Context& context, const std::string& question);

/// Counts empty answers at prompts: Enter or Ctrl-D where input is required.
class EmptyAnswers {
public:
    /// Throws Error{two_factor} at the third empty answer in a row.
    void count();

    void reset() { m_count = 0; }

private:
    int m_count = 0;
};

/// Asks a person at the terminal until there is an answer. Throws as ask(), and after three empty
/// answers.
std::string ask_until_answered(Context& context, const std::string& question, bool echo);

/// Asks a person at the terminal until the answer is an e-mail address.
std::string ask_email(Context& context);

/// Asks a person at the terminal; Enter means yes. Asks again until the answer is yes or no.
bool ask_yes_or_no(Context& context, const std::string& question);

} // namespace cli
