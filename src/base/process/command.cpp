// SPDX-License-Identifier: Apache-2.0
#include "base/process/command.hpp"

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/process/command_detail.hpp"
#include "base/system/random.hpp"
#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <system_error>

namespace base {

namespace {

using namespace std::chrono_literals;

// How long a command may take to end when it is asked to, before it is killed.
constexpr auto k_grace = 2s;
constexpr std::chrono::nanoseconds k_longest_pause = 20ms;
constexpr std::size_t k_most_printed = std::size_t{4} << 20U;

/// Appends what stands between the quotes that begin at `position` to `word`; the position after
/// them.
std::size_t read_quoted(std::string_view command, std::size_t position, std::string& word) {
    const char quote = command[position];
    for (std::size_t i = position + 1; i < command.size(); ++i) {
        if (command[i] == quote) {
            return i + 1;
        }
        const bool escapes =
            quote == '"' && command[i] == '\\' && i + 1 < command.size() &&
            (command[i + 1] == '"' || (k_backslash_escapes && command[i + 1] == '\\'));
        if (escapes) {
            ++i;
        }
        word += command[i];
    }
    throw Error(ErrorCode::usage, "a quote in the command is not closed: " + std::string(command));
}

/// Appends the word that begins at `position` to `word`; the position after it.
std::size_t read_word(std::string_view command, std::size_t position, std::string& word) {
    while (position < command.size() && !is_space(command[position])) {
        const char character = command[position];
        if (character == '\'' || character == '"') {
            position = read_quoted(command, position, word);
            continue;
        }
        if (character == '\\' && k_backslash_escapes && position + 1 < command.size()) {
            ++position;
        }
        word += command[position];
        ++position;
    }
    return position;
}

} // namespace

bool poll_until(const std::function<bool()>& holds, std::chrono::nanoseconds time_limit,
                std::stop_token stop) {
    SystemClock clock;
    const SteadyTime start = clock.steady_now();
    std::chrono::nanoseconds pause = 1ms;
    while (!holds()) {
        const std::chrono::nanoseconds left = time_limit - (clock.steady_now() - start);
        if (left <= 0ns || !clock.sleep_for(std::min(pause, left), stop)) {
            return false;
        }
        pause = std::min(2 * pause, k_longest_pause);
    }
    return true;
}

void end_command(StartedCommand& command) {
    command.ask_to_end();
    if (!poll_until([&] { return command.is_gone(); }, k_grace, {})) {
        command.kill();
        // Bounded, as a process that waits for a dead network drive outlives even this.
        poll_until([&] { return command.has_ended(); }, k_grace, {});
    }
}

std::vector<std::string> split_command(std::string_view command) {
    std::vector<std::string> words;
    std::size_t position = 0;
    while (true) {
        while (position < command.size() && is_space(command[position])) {
            ++position;
        }
        if (position == command.size()) {
            break;
        }
        position = read_word(command, position, words.emplace_back());
    }
    if (words.empty()) {
        throw Error(ErrorCode::usage, "the command is empty");
    }
    return words;
}

namespace {

CommandResult run(const std::vector<std::string>& words,
                  const std::map<std::string, std::string>& environment,
                  std::chrono::milliseconds time_limit, const std::stop_token& stop,
                  const TemporaryCapture* capture) {
    if (words.empty()) {
        throw Error(ErrorCode::unexpected, "cannot run a command without words");
    }
    const std::unique_ptr<StartedCommand> command = start_command(
        words, environment, {.capture = capture != nullptr ? &capture->files() : nullptr});
    CommandResult result;
    // In nanoseconds the longest time limits would overflow.
    const auto limit = std::clamp<std::chrono::milliseconds>(time_limit, 0ms, 24h * 3652);
    if (!poll_until([&] { return command->has_ended(); }, limit, stop)) {
        result.timed_out = !stop.stop_requested();
        end_command(*command);
    }
    result.status = command->status();
    return result;
}

} // namespace

TemporaryCapture::TemporaryCapture() {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    if (error) {
        throw Error(ErrorCode::cannot_write,
                    "there is no folder for temporary files: " + error.message());
    }
    const std::string name = "ring-snapshot-" + hex_encode(random_bytes(16));
    m_files = {folder / (name + ".out"), folder / (name + ".err")};
}

TemporaryCapture::~TemporaryCapture() {
    std::error_code ignored;
    std::filesystem::remove(m_files.output, ignored);
    std::filesystem::remove(m_files.errors, ignored);
}

std::string TemporaryCapture::output() const {
    return read_file(m_files.output, k_most_printed).value_or("");
}

std::string TemporaryCapture::errors() const {
    return read_file(m_files.errors, k_most_printed).value_or("");
}

CommandResult run_command(const std::vector<std::string>& words,
                          const std::map<std::string, std::string>& environment,
                          std::chrono::milliseconds time_limit, std::stop_token stop) {
    return run(words, environment, time_limit, stop, nullptr);
}

CapturedCommand capture_command(const std::vector<std::string>& words,
                                const std::map<std::string, std::string>& environment,
                                std::chrono::milliseconds time_limit, std::stop_token stop) {
    const TemporaryCapture capture;
    CapturedCommand captured;
    captured.result = run(words, environment, time_limit, stop, &capture);
    captured.output = capture.output();
    captured.errors = capture.errors();
    return captured;
}

} // namespace base
