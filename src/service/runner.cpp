// SPDX-License-Identifier: Apache-2.0
#include "service/runner.hpp"

#include "base/error.hpp"
#include "base/process/command.hpp"
#include "base/process/environment.hpp"
#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>

namespace service {

namespace {

/// Where a session is missing, as with su, the commands of the user's systemd do not find it.
void add_runtime_folder(std::map<std::string, std::string>& environment,
                        const std::vector<std::string>& words) {
    if (words.size() < 2 || words[1] != "--user" || base::environment_variable("XDG_RUNTIME_DIR")) {
        return;
    }
    const base::CapturedCommand id =
        base::capture_command({"id", "-u"}, {}, std::chrono::seconds(10), {});
    environment["XDG_RUNTIME_DIR"] = "/run/user/" + std::string(base::trimmed(id.output));
}

} // namespace

std::string Outcome::reason() const {
    std::string_view text = base::trimmed(errors);
    if (text.empty()) {
        text = base::trimmed(output);
    }
    if (text.empty()) {
        return fmt::format("exit code {}", status);
    }
    const std::size_t last_line = text.find_last_of('\n');
    return base::printable(last_line == std::string_view::npos ? text : text.substr(last_line + 1));
}

Outcome SystemRunner::run(const std::vector<std::string>& words) {
    constexpr std::chrono::minutes k_time_limit(1);
    std::map<std::string, std::string> environment = {{"LC_ALL", "C"}};
    base::CapturedCommand captured;
    try {
        add_runtime_folder(environment, words);
        captured = base::capture_command(words, environment, k_time_limit, m_stop);
    } catch (const base::Error& error) {
        return {k_no_such_program, "", error.message()};
    }
    if (m_stop.stop_requested()) {
        throw base::Error(base::ErrorCode::interrupted, "stopped");
    }
    if (captured.result.timed_out) {
        return {captured.result.status, "", "it did not end within a minute"};
    }
    return {captured.result.status, std::move(captured.output), std::move(captured.errors)};
}

} // namespace service
