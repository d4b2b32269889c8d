// SPDX-License-Identifier: Apache-2.0
#include "service/plan.hpp"

#include "base/text/unicode.hpp"
#include "service/option_file.hpp"
#include "service/quoting.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace service {

namespace {

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(base::printable(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

void describe_file(const Step& step, std::vector<std::string>& lines) {
    lines.push_back(fmt::format("# write {}{}", base::printable(step.path),
                                step.owner_only ? ", for its owner alone (mode 0600)" : ""));
    if (step.is_secret) {
        for (const auto& [name, value] : read_environment(step.content)) {
            lines.push_back(fmt::format("{}=(not shown)", base::printable(name)));
        }
        return;
    }
    for (std::string& line : split_lines(step.content)) {
        lines.push_back(std::move(line));
    }
}

void describe_steps(const Plan& plan, std::vector<std::string>& lines) {
    for (const Step& step : plan) {
        switch (step.kind) {
        case Step::Kind::write_file:
            describe_file(step, lines);
            break;
        case Step::Kind::remove:
            lines.push_back("# remove " + base::printable(step.path));
            break;
        case Step::Kind::copy_program:
            lines.push_back(fmt::format("# copy {} to {}", base::printable(step.path),
                                        base::printable(step.target)));
            break;
        case Step::Kind::move_login:
            lines.push_back(fmt::format("# move the login from {} to {}",
                                        base::printable(step.path), base::printable(step.target)));
            break;
        case Step::Kind::await_release:
            lines.push_back("# wait until it has ended and leaves " + base::printable(step.path));
            break;
        case Step::Kind::run:
            lines.push_back("# run");
            lines.push_back(base::printable(shell_line(step.words)));
            break;
        }
        if (!step.if_refused.empty()) {
            lines.emplace_back("# where that is refused");
            describe_steps(step.if_refused, lines);
        }
    }
}

Step file_step(std::string path, std::string content, bool owner_only, bool is_secret) {
    Step step;
    step.kind = Step::Kind::write_file;
    step.path = std::move(path);
    step.content = std::move(content);
    step.owner_only = owner_only;
    step.is_secret = is_secret;
    return step;
}

} // namespace

Step write_file(std::string path, std::string content) {
    return file_step(std::move(path), std::move(content), false, false);
}

Step write_private_file(std::string path, std::string content) {
    return file_step(std::move(path), std::move(content), true, false);
}

Step write_secret_file(std::string path, std::string content) {
    return file_step(std::move(path), std::move(content), true, true);
}

Step await_release(std::string path) {
    Step step;
    step.kind = Step::Kind::await_release;
    step.path = std::move(path);
    return step;
}

Step remove_path(std::string path) {
    Step step;
    step.kind = Step::Kind::remove;
    step.path = std::move(path);
    return step;
}

Step run(std::vector<std::string> words) {
    Step step;
    step.words = std::move(words);
    return step;
}

Step try_to_run(std::vector<std::string> words) {
    Step step = run(std::move(words));
    step.when_refused = WhenRefused::ignore;
    return step;
}

Step run_or_tell(std::vector<std::string> words, std::string consequence, std::string by_hand) {
    Step step = run(std::move(words));
    step.when_refused = WhenRefused::tell;
    step.consequence = std::move(consequence);
    step.by_hand = std::move(by_hand);
    return step;
}

void append(Plan& plan, Plan more) {
    plan.insert(plan.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
}

std::vector<std::string> describe(const Plan& plan) {
    std::vector<std::string> lines;
    describe_steps(plan, lines);
    return lines;
}

} // namespace service
