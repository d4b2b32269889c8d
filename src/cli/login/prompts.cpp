// SPDX-License-Identifier: Apache-2.0
#include "cli/login/prompts.hpp"

#include "base/error.hpp"
#include "base/process/signals.hpp"
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

std::optional<std::string> read(Context& context, Typing typing) {
    return typing == Typing::pasted
               ? context.console().read_pasted_secret(context.stop())
               : context.console().read_line(typing == Typing::shown, context.stop());
}

} // namespace

std::optional<std::string> ask(Context& context, const std::string& question, Typing typing) {
    if (!context.console().is_terminal(Stream::input)) {
        return read(context, typing);
    }
    context.output().prompt(question);
    // A Ctrl-D or Ctrl-C leaves the cursor behind the question; hidden input ends its line itself.
    const auto end_line = [&] { context.output().prompt(typing == Typing::shown ? "\n" : ""); };
    try {
        auto answer = read(context, typing);
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

void EmptyAnswers::count() {
    if (++m_count == k_most_empty_answers) {
        throw nobody_answers("nothing was entered, three times in a row");
    }
}

std::string ask_for_value(Context& context, const std::string& question, Typing typing,
                          ValueKind kind,
                          const std::function<std::string(const std::string&)>& complaint) {
    return ask_until(context, question, typing, [&](const std::string& line) {
        std::string value = base::clean_value(kind, line);
        const std::string problem = value.empty() ? "" : problem_of(kind, value);
        if (!problem.empty()) {
            context.output().message(complaint(problem));
        }
        return value.empty() || !problem.empty() ? std::nullopt : std::optional(std::move(value));
    });
}

std::string first_password_line(const std::string& text, std::string_view option) {
    const std::string decoded = base::decode_text(text);
    std::string line = decoded.substr(0, decoded.find_first_of("\r\n"));
    if (line.empty()) {
        throw Error(ErrorCode::usage, fmt::format("{}: its first line is empty", option));
    }
    return line;
}

bool ask_yes_or_no(Context& context, const std::string& question) {
    return ask_until(context, question + " [Y/n] ", Typing::shown,
                     [&](const std::string& line) -> std::optional<bool> {
                         const std::string answer =
                             base::fold_case(base::clean_value(ValueKind::word, line));
                         if (answer.empty() || answer == "y" || answer == "yes") {
                             return true;
                         }
                         if (answer == "n" || answer == "no") {
                             return false;
                         }
                         context.output().message("Please answer yes or no.");
                         return {};
                     });
}

} // namespace cli
