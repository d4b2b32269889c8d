// SPDX-License-Identifier: Apache-2.0
#include "cli/login/prompts.hpp"

#include "base/error.hpp"
#include "base/process/signals.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using base::ValueKind;

constexpr int k_most_empty_answers = 3;

Error nobody_answers(const char* message) {
    return Error(ErrorCode::two_factor, message, "to log in, run: ring-snapshot login");
}

/// What `read` reads at the terminal after `question`.
template <typename Read>
std::optional<std::string> ask_at_terminal(Context& context, const std::string& question, bool echo,
                                           Read read) {
    context.output().prompt(question);
    // A Ctrl-D or Ctrl-C leaves the cursor behind the question; hidden input ends its line itself.
    const auto end_line = [&] { context.output().prompt(echo ? "\n" : ""); };
    try {
        auto answer = read();
        if (!answer) {
            end_line();
        }
        return answer;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            end_line();
            if (base::is_hang_up(context.received_signal())) {
                throw nobody_answers("the terminal is gone, so that nobody can be asked");
            }
        }
        throw;
    }
}

} // namespace

std::optional<std::string> ask(Context& context, const std::string& question, bool echo) {
    const auto read = [&] { return context.console().read_line(echo, context.stop()); };
    return context.console().is_terminal(Stream::input)
               ? ask_at_terminal(context, question, echo, read)
               : read();
}

std::optional<std::string> ask_long_secret(Context& context, const std::string& question) {
    return ask_at_terminal(context, question, false,
                           [&] { return context.console().read_pasted_secret(context.stop()); });
}

void EmptyAnswers::count() {
    if (++m_count == k_most_empty_answers) {
        throw nobody_answers("nothing was entered, three times in a row");
    }
}

std::string ask_until_answered(Context& context, const std::string& question, bool echo) {
    for (EmptyAnswers empty_answers;; empty_answers.count()) {
        if (auto answer = ask(context, question, echo); answer && !answer->empty()) {
            return std::move(*answer);
        }
    }
}

std::string ask_email(Context& context) {
    for (EmptyAnswers empty_answers;;) {
        const auto answer = ask(context, "E-mail address of your Ring account: ", true);
        const std::string email = base::clean_value(ValueKind::email, answer.value_or(""));
        if (email.empty()) {
            empty_answers.count();
            continue;
        }
        if (problem_of(ValueKind::email, email).empty()) {
            return email;
        }
        empty_answers.reset();
        context.output().message("That is not an e-mail address: it needs an @, and no blanks.");
    }
}

bool ask_yes_or_no(Context& context, const std::string& question) {
    for (EmptyAnswers empty_answers;;) {
        const auto line = ask(context, question + " [Y/n] ", true);
        if (!line) {
            empty_answers.count();
            continue;
        }
        empty_answers.reset();
        const std::string answer = base::fold_case(base::clean_value(ValueKind::word, *line));
        if (answer.empty() || answer == "y" || answer == "yes") {
            return true;
        }
        if (answer == "n" || answer == "no") {
            return false;
        }
        context.output().message("Please answer yes or no.");
    }
}

} // namespace cli
