// SPDX-License-Identifier: Apache-2.0
#include "cli/service/service_logs.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "service/managers/manager.hpp"
#include "service/managers/systemd.hpp"
#include "service/rotating_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using service::Installation;

constexpr int k_lines = 50;
/// The time that a line begins with.
constexpr std::size_t k_time = std::string_view("2026-11-29 14:02:11").size();

/// A message of the journal in one line with its local time; nullopt for a line that is none.
std::optional<std::string> journal_line(std::string_view text) {
    const Json entry = Json::parse(text, nullptr, false);
    if (!entry.is_object()) {
        return std::nullopt;
    }
    const Json message = entry.value("MESSAGE", Json());
    std::string words;
    if (message.is_string()) {
        words = message.get<std::string>();
    } else if (message.is_array()) {
        // What is not UTF-8 comes as numbers.
        for (const Json& byte : message) {
            words += byte.is_number_unsigned() ? static_cast<char>(byte.get<unsigned>()) : '?';
        }
    }
    const std::string time = entry.value("__REALTIME_TIMESTAMP", Json("")).is_string()
                                 ? entry["__REALTIME_TIMESTAMP"].get<std::string>()
                                 : "";
    std::int64_t microseconds = 0;
    std::from_chars(time.data(), time.data() + time.size(), microseconds);
    const base::SystemTime when{std::chrono::duration_cast<base::SystemTime::duration>(
        std::chrono::microseconds(microseconds))};
    return fmt::format("{}  {}", base::format_local_time(when, "%Y-%m-%d %H:%M:%S"),
                       base::printable(words));
}

std::vector<std::string> read_journal(service::Runner& runner, const Installation& installation,
                                      const std::vector<std::string>& command) {
    const service::Outcome journal = runner.run(command);
    if (!journal.succeeded()) {
        throw Error(ErrorCode::cannot_write, "cannot read the journal: " + journal.reason());
    }
    std::vector<std::string> lines;
    std::string_view rest = journal.output;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        if (auto line = journal_line(rest.substr(0, end))) {
            lines.push_back(std::move(*line));
        }
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    if (lines.empty()) {
        throw Error(
            ErrorCode::cannot_write, "the journal shows no messages of the service to this user",
            "run: sudo " + [&] {
                std::string words = installation.manager == service::ManagerKind::systemd_user
                                        ? "journalctl _SYSTEMD_USER_UNIT="
                                        : "journalctl --unit ";
                return words + service::unit_name(installation.name);
            }());
    }
    return lines;
}

/// The logs of all parts, as one: each line begins with its time.
std::vector<std::string> read_logs(const Installation& installation) {
    std::vector<std::string> lines;
    for (const service::Part part : service::parts_of(installation)) {
        const std::vector<std::string> more = service::last_lines(
            base::path_from_utf8(service::Files(installation, part).log()), k_lines);
        const std::vector<std::string> before = std::exchange(lines, {});
        std::merge(before.begin(), before.end(), more.begin(), more.end(),
                   std::back_inserter(lines), [](const std::string& a, const std::string& b) {
                       return a.compare(0, k_time, b, 0, k_time) < 0;
                   });
    }
    const auto count = std::min(lines.size(), static_cast<std::size_t>(k_lines));
    return {lines.end() - static_cast<std::ptrdiff_t>(count), lines.end()};
}

} // namespace

int print_service_logs(Context& context, service::Runner& runner,
                       const InstalledService& installed) {
    const Installation& installation = installed.installation;
    const auto command =
        service::manager_of(installation.manager).journal_command(installation, k_lines);
    const auto lines =
        command.empty() ? read_logs(installation) : read_journal(runner, installation, command);
    for (const std::string& line : lines) {
        if (context.output().options().json) {
            context.output().result_json({{"line", line}});
        } else {
            const std::size_t message = std::min(line.find_first_not_of(' ', k_time), line.size());
            context.output().wrapped_result(line.substr(0, message), line.substr(message));
        }
    }
    return 0;
}

} // namespace cli
