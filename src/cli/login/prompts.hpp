// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "cli/context.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

enum class Typing {
    shown,
    hidden,
    /// As hidden, and what is pasted may have several lines.
    pasted,
};

/// Reads one line from standard input after `question`, shown on a terminal only; std::nullopt at
/// the end of the input, which on a terminal is Ctrl-D. Throws Error{interrupted};
/// Error{two_factor} when the terminal is gone (hang-up).
std::optional<std::string> ask(Context& context, const std::string& question, Typing typing);

/// Counts empty answers at prompts: Enter or Ctrl-D where input is required.
class EmptyAnswers {
public:
    /// Throws Error{two_factor} at the third empty answer in a row.
    void count();

    void reset() { m_count = 0; }

private:
    int m_count = 0;
};

/// Asks a person at the terminal until `accept` makes something of the answer. Throws as ask(), and
/// Error{two_factor} after three empty answers in a row that are not accepted.
/// @param accept  given a line, returns a std::optional; std::nullopt has the person asked again
template <typename Accept>
auto ask_until(Context& context, const std::string& question, Typing typing, Accept accept) {
    for (EmptyAnswers empty_answers;;) {
        const auto line = ask(context, question, typing);
        if (line) {
            if (auto accepted = accept(*line)) {
                return *std::move(accepted);
            }
        }
        if (base::clean_value(base::ValueKind::text, line.value_or("")).empty()) {
            empty_answers.count();
        } else {
            empty_answers.reset();
        }
    }
}

/// The first line of what a file with a password holds. Throws Error{usage} when it is empty.
/// @param option  that named the file
std::string first_password_line(const std::string& text,
                                std::string_view option = "--password-file");

/// Asks a person at the terminal for a value of this kind.
/// @param complaint  what to say of an answer, given what is wrong with it (base::problem_of())
std::string ask_for_value(Context& context, const std::string& question, Typing typing,
                          base::ValueKind kind,
                          const std::function<std::string(const std::string&)>& complaint);

/// Asks a person at the terminal to choose by word, of which the first letters will do; of several
/// words that begin so the first one counts. Asks again until the answer is one.
/// @param words      what may be typed, in lower case, and what it means
/// @param complaint  what is said of another answer
/// @param by_enter   what Enter alone means; std::nullopt: it is another answer
template <typename Choice>
Choice ask_for_choice(Context& context, const std::string& question,
                      const std::vector<std::pair<std::string_view, Choice>>& words,
                      const std::string& complaint, std::optional<Choice> by_enter = {}) {
    return ask_until(context, question, Typing::shown,
                     [&](const std::string& line) -> std::optional<Choice> {
                         const std::string answer =
                             base::fold_case(base::clean_value(base::ValueKind::text, line));
                         if (answer.empty() && by_enter) {
                             return by_enter;
                         }
                         for (const auto& [word, choice] : words) {
                             if (!answer.empty() && word.starts_with(answer)) {
                                 return choice;
                             }
                         }
                         context.output().message(complaint);
                         return {};
                     });
}

/// Asks a person at the terminal; Enter means yes. Asks again until the answer is yes or no.
bool ask_yes_or_no(Context& context, const std::string& question);

} // namespace cli
