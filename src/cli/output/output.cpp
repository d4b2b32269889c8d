// SPDX-License-Identifier: Apache-2.0
#include "cli/output/output.hpp"

#include "base/process/environment.hpp"
#include "base/process/service_notify.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/output/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace cli {

namespace {

/// The journal's number of what --verbose shows.
constexpr int k_detail = 7;

constexpr auto k_reset = "\x1b[0m";

bool takes_color(const Console& console, Stream stream, const OutputOptions& options) {
    if (options.color != ColorChoice::automatic) {
        return options.color == ColorChoice::always;
    }
    return console.takes_escapes(stream) && !base::environment_variable("NO_COLOR");
}

std::string_view escape_of(Tone tone) {
    constexpr std::string_view k_escapes[] = {"",         "\x1b[1m",  "\x1b[2m",
                                              "\x1b[32m", "\x1b[33m", "\x1b[31m"};
    return k_escapes[static_cast<std::size_t>(tone)];
}

/// Begins the text that opens `address` when it is clicked, or ends it when there is none (OSC 8).
std::string link_to(std::string_view address) {
    return fmt::format("\x1b]8;;{}\x1b\\", base::printable(address));
}

} // namespace

/// How a line on standard error is shown.
struct Output::Level {
    /// The journal's number of it, as in syslog(3).
    int journal = 6;
    /// On a terminal.
    Tone tone = Tone::plain;
};

Output::Output(const OutputOptions& options, Console& console)
    : m_options(options),
      m_console(console),
      m_takes_escapes(console.takes_escapes(Stream::error)),
      m_wraps(console.is_terminal(Stream::error) && !base::logs_to_journal()),
      m_color(takes_color(console, Stream::error, options)),
      m_color_results(takes_color(console, Stream::output, options)),
      m_links_results(m_color_results && console.takes_links(Stream::output)),
      m_shows_rows(console.is_terminal(Stream::output)),
      m_ascii(options.ascii || !console.takes_unicode()),
      m_journal(base::logs_to_journal()),
      m_status(symbols().ellipsis) {}

Output::~Output() {
    status({});
}

std::size_t Output::columns() const {
    return static_cast<std::size_t>(m_console.width(Stream::error));
}

void Output::stamp_lines(const base::Clock& clock) {
    m_clock = m_journal || m_options.json ? nullptr : &clock;
}

void Output::result(std::string_view line, Tone tone) {
    const std::string_view color = m_color_results ? escape_of(tone) : "";
    result_bytes(
        fmt::format("{}{}{}\n", color, base::printable(line), color.empty() ? "" : k_reset));
}

/// `text` in lines for the terminal that shows the results, all but the first with their indent.
std::vector<std::string> Output::wrapped(std::string_view text, std::size_t before) const {
    std::string shown = base::printable(text);
    if (const auto width = result_width()) {
        shown = wrap_message(shown, *width, before);
    }
    std::vector<std::string> lines;
    for (std::size_t start = 0; start <= shown.size();) {
        const std::size_t end = std::min(shown.find('\n', start), shown.size());
        lines.push_back(shown.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

void Output::wrapped_result(const std::string& label, std::string_view text, Tone tone) {
    std::string before = label;
    for (const std::string& line : wrapped(text, base::display_width(base::printable(label)))) {
        result(before + line, tone);
        before.clear();
    }
}

void Output::marked_result(Tone tone, std::string_view mark, std::string_view text) {
    const std::size_t blanks = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t before = base::display_width(base::printable(mark)) + blanks;
    StyledLine start = {{std::string(mark), tone}, {std::string(blanks, ' ')}};
    for (const std::string& line : wrapped(text.substr(blanks), before)) {
        start.push_back({line});
        result(std::exchange(start, {}));
    }
}

void Output::result(const StyledLine& line) {
    std::string bytes;
    for (const StyledText& part : line) {
        const std::string_view color = m_color_results ? escape_of(part.tone) : "";
        const bool is_link = m_links_results && !part.address.empty();
        bytes += fmt::format("{}{}{}{}{}", is_link ? link_to(part.address) : "", color,
                             base::printable(part.text), color.empty() ? "" : k_reset,
                             is_link ? link_to("") : "");
    }
    // A name such as "<0>Garden" at the beginning of a line would be a level in systemd's journal.
    result_bytes(fmt::format("{}{}\n", bytes.starts_with('<') ? " " : "", bytes));
}

void Output::result_json(const Json& object) {
    result_bytes(to_line(object) + "\n");
}

void Output::result_bytes(std::string_view bytes) {
    const std::lock_guard guard(m_mutex);
    if (m_reader_left) {
        return;
    }
    // Results are printed as they come, also into a pipe.
    const WriteResult written = write_above_status(Stream::output, bytes);
    m_reader_left = written.reader_left;
    if (!m_reader_left && m_failure == 0) {
        m_failure = written.error;
    }
}

void Output::message(std::string_view sentence) {
    print_error_line({}, "", sentence);
}

void Output::prompt(std::string_view question) {
    const std::lock_guard guard(m_mutex);
    m_console.write(Stream::error, m_status.draw({}, columns()));
    std::string text(question);
    if (m_wraps && text.ends_with(' ') && base::display_width(text) >= columns()) {
        text.clear();
        for (const std::string& line : wrap_text(std::string(question), columns() - 1)) {
            text += (text.empty() ? "" : "\n") + line;
        }
        text += ' ';
    }
    m_console.write(Stream::error, text);
}

void Output::notice(std::string_view sentence) {
    if (!m_options.quiet) {
        message(sentence);
    }
}

void Output::warning(std::string_view sentence, const std::string& hint) {
    if (!m_options.quiet) {
        print_warning(sentence, hint);
    }
}

void Output::loss(std::string_view sentence, const std::string& hint) {
    print_warning(sentence, hint);
}

void Output::print_warning(std::string_view sentence, const std::string& hint) {
    print_error_line({4, Tone::warning}, "warning: ", sentence);
    if (!hint.empty()) {
        print_error_line({4, {}}, "  ", complete(hint));
    }
}

void Output::detail(std::string_view sentence) {
    if (m_options.verbose) {
        print_error_line({k_detail, Tone::dim}, "", sentence);
    }
}

std::string Output::complete(std::string hint) const {
    return complete_hint(std::move(hint), m_wording);
}

Json Output::json_of(const base::Error& error) const {
    std::optional<std::int64_t> seconds;
    if (const auto pause = error.pause()) {
        seconds = std::chrono::ceil<std::chrono::seconds>(*pause).count();
    }
    return {{"code", name_of(error.code())},
            {"exit_code", exit_code_of(error.code())},
            {"message", error.message()},
            {"hint", nullable(complete(error.hint()))},
            {"retry_after_seconds", nullable(seconds)}};
}

void Output::error(const base::Error& error) {
    constexpr int k_error = 3;
    if (m_options.json) {
        const std::lock_guard guard(m_mutex);
        m_console.write(Stream::error, line_start({k_error, {}}) +
                                           to_line(Json{{"error", json_of(error)}}) + "\n");
        return;
    }
    print_error_line({k_error, Tone::bad}, "error: ", error.message());
    if (!error.hint().empty()) {
        const std::string hint = complete(error.hint());
        for (std::size_t start = 0; start != std::string::npos;) {
            const std::size_t end = hint.find('\n', start);
            print_error_line({k_error, {}}, "  ", hint.substr(start, end - start));
            start = end == std::string::npos ? end : end + 1;
        }
    }
}

WriteResult Output::write_above_status(Stream stream, std::string_view bytes) {
    const std::vector<std::string> lines = m_status.lines();
    const auto show = [&](const std::vector<std::string>& shown) {
        if (!lines.empty()) {
            m_console.write(Stream::error, m_status.draw(shown, columns()));
        }
    };
    show({});
    const WriteResult written = m_console.write(stream, bytes);
    show(lines);
    return written;
}

std::string Output::line_start(const Level& level) const {
    if (m_journal) {
        return fmt::format("<{}>", level.journal);
    }
    // A person knows the day.
    return m_clock ? base::format_local_time(m_clock->now(),
                                             m_wraps ? "%H:%M:%S  " : "%Y-%m-%d %H:%M:%S ")
                   : "";
}

void Output::print_error_line(const Level& level, std::string_view prefix, std::string_view text) {
    const std::lock_guard guard(m_mutex);
    const std::string start = line_start(level);
    std::string shown = base::printable(text);
    // What begins with blanks is to be copied as it stands.
    if (m_wraps && level.journal != k_detail && !shown.starts_with(' ')) {
        shown = wrap_message(shown, columns(), start.size() + prefix.size());
    }
    const std::string line = fmt::format("{}{}", prefix, shown);
    const std::string_view color = m_color ? escape_of(level.tone) : "";
    // Only the prefix of a warning or error is coloured; a detail is as a whole.
    const std::size_t colored = color.empty() ? 0 : prefix.empty() ? line.size() : prefix.size();
    write_above_status(Stream::error,
                       fmt::format("{}{}{}{}{}\n", start, color, line.substr(0, colored),
                                   color.empty() ? "" : k_reset, line.substr(colored)));
}

void Output::status(const std::vector<std::string>& lines) {
    if (!shows_status()) {
        return;
    }
    const std::lock_guard guard(m_mutex);
    std::vector<std::string> harmless;
    for (const std::string& line : lines) {
        harmless.push_back(base::printable(line));
    }
    if (m_status_pauses > 0) {
        m_paused_status = std::move(harmless);
    } else {
        m_console.write(Stream::error, m_status.draw(harmless, columns()));
    }
}

std::shared_ptr<void> Output::pause_status() {
    const std::lock_guard guard(m_mutex);
    if (m_status_pauses++ == 0) {
        m_paused_status = m_status.lines();
        if (!m_paused_status.empty()) {
            m_console.write(Stream::error, m_status.draw({}, columns()));
        }
    }
    return {this, [](Output* output) { output->resume_status(); }};
}

void Output::resume_status() {
    const std::lock_guard guard(m_mutex);
    if (--m_status_pauses > 0 || m_paused_status.empty()) {
        return;
    }
    // Where the other program has not ended its line, as many blanks as fit into one lead to the
    // next; else they stay in this one.
    m_console.write(Stream::error,
                    std::string(columns(), ' ') + "\r" +
                        m_status.draw(std::exchange(m_paused_status, {}), columns()));
}

std::optional<std::size_t> Output::result_width() const {
    if (!m_console.is_terminal(Stream::output)) {
        return {};
    }
    return static_cast<std::size_t>(std::max(m_console.width(Stream::output), 1));
}

bool Output::reader_left() {
    const std::lock_guard guard(m_mutex);
    return m_reader_left;
}

void Output::finish() {
    status({});
    const std::lock_guard guard(m_mutex);
    if (m_failure != 0) {
        throw base::Error(
            base::ErrorCode::cannot_write,
            fmt::format("cannot write to standard output: {}",
                        std::error_code(m_failure, std::generic_category()).message()));
    }
}

std::string to_line(const Json& object) {
    const std::string text = object.dump(-1, ' ', false, Json::error_handler_t::replace);
    // Only strings hold such characters, and a reader of JSON gets the same string from an escape.
    std::string line;
    line.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t bytes = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        const std::string_view character = std::string_view(text).substr(i, bytes);
        if (base::printable(character) == character || byte < 0x20) {
            line += character;
        } else {
            const std::string escaped = Json(character).dump(-1, ' ', true);
            line += escaped.substr(1, escaped.size() - 2);
        }
        i += character.size();
    }
    return line;
}

} // namespace cli
