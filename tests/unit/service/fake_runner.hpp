// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/runner.hpp"

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// `words` with blanks between them.
inline std::string joined_words(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) {
        line += (line.empty() ? "" : " ") + word;
    }
    return line;
}

/// Answers commands as a test says, keeps what was run, and lets all others succeed silently.
class FakeRunner final : public service::Runner {
public:
    service::Outcome run(const std::vector<std::string>& words) override {
        const std::string line = joined_words(words);
        m_commands.push_back(line);
        const auto found = m_answers.find(line);
        if (found == m_answers.end()) {
            return {};
        }
        service::Outcome outcome = found->second.front();
        if (found->second.size() > 1) {
            found->second.pop_front();
        }
        return outcome;
    }

    /// The answer to a command; of several the last one stays.
    void answer(const std::string& command, service::Outcome outcome) {
        m_answers[command].push_back(std::move(outcome));
    }

    const std::vector<std::string>& commands() const { return m_commands; }

private:
    std::map<std::string, std::deque<service::Outcome>> m_answers;
    std::vector<std::string> m_commands;
};

} // namespace test
