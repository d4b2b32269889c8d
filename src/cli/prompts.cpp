// SPDX-License-Identifier: Apache-2.0
#include "cli/prompts.hpp"

#include "base/error.hpp"
#include "base/given_value.hpp"
#include "base/signals.hpp"
#include "base/terminal.hpp"
#include "base/unicode.hpp"

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using base::ValueKind;

constexpr int k_most_slips = 3;

Error nobody_answers(const char* message) {
    return Error(ErrorCode::two_factor, message, "to log in, run: ring-snapshot login");
}

} // namespace

std::optional<std::string> ask(Context& context, const std::string& question, bool echo) {
    if (!base::is_terminal(stdin)) {
        return base::read_line(echo, context.stop());
    }
    context.output().prompt(question);
    try {
        auto answer = base::read_line(echo, context.stop());
        if (!answer && echo) {
            // A Ctrl-D leaves the cursor behind the question.
            context.output().prompt("\n");
        }
        return answer;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            if (echo) {
                context.output().prompt("\n");
            }
            if (base::is_hang_up(context.received_signal())) {
                throw nobody_answers("the terminal is gone, so that nobody can be asked");
            }
        }
        throw;
    }
}

void Patience::slipped() {
    if (++m_slips == k_most_slips) {
        throw nobody_answers("nothing was entered, three times in a row");
    }
}

std::string ask_until_answered(Context& context, const std::string& question, bool echo) {
    for (Patience patience;; patience.slipped()) {
        if (auto answer = ask(context, question, echo); answer && !answer->empty()) {
            return std::move(*answer);
        }
    }
}

std::string ask_email(Context& context) {
    for (Patience patience;;) {
        const auto answer = ask(context, "E-mail address of your Ring account: ", true);
        const std::string email = base::clean_value(ValueKind::email, answer.value_or(""));
        if (email.empty()) {
            patience.slipped();
            continue;
        }
        if (problem_of(ValueKind::email, email).empty()) {
            return email;
        }
        patience.answered();
        context.output().message("That is not an e-mail address: it needs an @, and no blanks.");
    }
}

bool ask_whether(Context& context, const std::string& question) {
    for (Patience patience;;) {
        const auto line = ask(context, question + " [Y/n] ", true);
        if (!line) {
            patience.slipped();
            continue;
        }
        patience.answered();
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
