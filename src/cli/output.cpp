// SPDX-License-Identifier: Apache-2.0
#include "cli/output.hpp"

#include "base/environment.hpp"
#include "base/terminal.hpp"
#include "base/unicode.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace cli {

namespace {

constexpr auto k_red = "\x1b[31m";
constexpr auto k_yellow = "\x1b[33m";
constexpr auto k_dim = "\x1b[2m";
constexpr auto k_reset = "\x1b[0m";

void write(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
}

} // namespace

Output::Output(const OutputOptions& options)
    : m_options(options),
      m_color(!options.no_color && base::is_terminal(stderr) &&
              !base::environment_variable("NO_COLOR")) {}

Output::~Output() {
    status("");
}

void Output::result(std::string_view line) {
    result_bytes(base::printable(line) + "\n");
}

void Output::result_json(const Json& object) {
    result_bytes(to_line(object) + "\n");
}

void Output::result_bytes(std::string_view bytes) {
    const std::lock_guard guard(m_mutex);
    clear_status();
    write(stdout, bytes);
    // Results are printed as they come, also into a pipe.
    errno = 0;
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        m_failure = m_failure != 0 ? m_failure : errno != 0 ? errno : EIO;
    }
}

void Output::message(std::string_view sentence) {
    print_error_line("", "", sentence);
}

void Output::prompt(std::string_view question) {
    const std::lock_guard guard(m_mutex);
    clear_status();
    write(stderr, question);
    std::fflush(stderr);
}

void Output::notice(std::string_view sentence) {
    if (!m_options.quiet) {
        message(sentence);
    }
}

void Output::warning(std::string_view sentence) {
    if (!m_options.quiet) {
        print_error_line(k_yellow, "warning: ", sentence);
    }
}

void Output::detail(std::string_view sentence) {
    if (m_options.verbose) {
        print_error_line(k_dim, "", sentence);
    }
}

void Output::error(const base::Error& error) {
    if (m_options.json) {
        const std::lock_guard guard(m_mutex);
        write(stderr, to_line(Json{{"error", to_json(error)}}) + "\n");
        return;
    }
    print_error_line(k_red, "error: ", error.message());
    if (!error.hint().empty()) {
        print_error_line("", "  ", error.hint());
    }
}

void Output::print_error_line(std::string_view color, std::string_view prefix,
                              std::string_view text) {
    const std::lock_guard guard(m_mutex);
    clear_status();
    const std::string line = fmt::format("{}{}", prefix, base::printable(text));
    if (m_color && !color.empty()) {
        // Only the prefix of a warning or error is coloured; a detail is as a whole.
        const std::size_t colored = prefix.empty() ? line.size() : prefix.size();
        write(stderr, fmt::format("{}{}{}{}\n", color, line.substr(0, colored), k_reset,
                                  line.substr(colored)));
    } else {
        write(stderr, line + "\n");
    }
}

void Output::status(std::string_view text) {
    const std::lock_guard guard(m_mutex);
    if (m_options.quiet || m_options.json || m_options.verbose || !base::is_terminal(stderr)) {
        return;
    }
    const auto columns = static_cast<std::size_t>(base::terminal_width(stderr));
    const std::string line = base::fit_to_width(base::printable(text), columns - 1);
    if (line == m_status) {
        return;
    }
    clear_status();
    if (!line.empty()) {
        write(stderr, line);
        std::fflush(stderr);
        m_shows_status = true;
        m_status = line;
    }
}

void Output::clear_status() {
    if (m_shows_status) {
        write(stderr, "\r\x1b[K");
        m_shows_status = false;
        m_status.clear();
    }
}

void Output::finish() {
    const std::lock_guard guard(m_mutex);
    clear_status();
    if (m_failure != 0) {
        throw base::Error(
            base::ErrorCode::cannot_write,
            fmt::format("cannot write to standard output: {}",
                        std::error_code(m_failure, std::generic_category()).message()));
    }
}

Json to_json(const base::Error& error) {
    return {{"code", name_of(error.code())},
            {"exit_code", exit_code_of(error.code())},
            {"message", error.message()},
            {"hint", error.hint().empty() ? Json(nullptr) : Json(error.hint())}};
}

std::string to_line(const Json& object) {
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace cli
