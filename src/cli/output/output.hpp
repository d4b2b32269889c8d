// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "cli/output/hint_wording.hpp"
#include "cli/output/status_block.hpp"
#include "cli/output/styled_text.hpp"
#include "cli/platform.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

using Json = nlohmann::ordered_json;

/// When colours are used; by default on a terminal, unless NO_COLOR is set.
enum class ColorChoice { automatic, always, never };

/// How much is said, and how.
struct OutputOptions {
    bool json = false;
    bool quiet = false;
    bool verbose = false;
    /// Print marks and lines that this program makes in ASCII alone.
    bool ascii = false;
    ColorChoice color = ColorChoice::automatic;
};

/// The one place that prints. Results go to standard output, all else to standard error; texts are
/// made harmless for a terminal. All members may be called from any thread; each prints whole
/// lines. In the journal of systemd, each line begins with its level ("<4>", sd-daemon(3)).
class Output {
public:
    /// `console` must outlive this object.
    Output(const OutputOptions& options, Console& console);
    ~Output();

    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    const OutputOptions& options() const noexcept { return m_options; }

    /// Begins each line on standard error with the local time by `clock`, which must outlive this
    /// object; not with --json, nor in the journal. Before other threads print.
    void stamp_lines(const base::Clock& clock);

    /// A line of the result.
    void result(std::string_view line, Tone tone = Tone::plain);
    /// A line of the result behind a label, which may be empty; broken at words on a terminal, and
    /// continued below its own beginning.
    void wrapped_result(const std::string& label, std::string_view text, Tone tone = Tone::plain);
    /// The same behind a mark, which alone is coloured.
    void marked_result(Tone tone, std::string_view mark, std::string_view text);
    /// A line of the result in parts; addresses are left out where the terminal does not take them.
    void result(const StyledLine& line);
    /// A result as one JSON object in one line.
    void result_json(const Json& object);
    /// Bytes of the result as they are, without a line end.
    void result_bytes(std::string_view bytes);

    /// How hints are worded from now on. Before other threads print.
    void word_hints(HintWording wording) { m_wording = std::move(wording); }

    /// Whether hints are worded as in the old form.
    bool speaks_old_form() const noexcept { return m_wording.old_form; }

    /// `hint` for this user: the one place where commands and options in hints are completed.
    std::string complete(std::string hint) const;
    /// An error as it stands in JSON output, with the hint for this user.
    Json json_of(const base::Error& error) const;

    /// What a person must read to go on, --quiet or not.
    void message(std::string_view sentence);
    /// A question, without a line end; wrapped at words on a terminal.
    void prompt(std::string_view question);
    /// What is good to know; not with --quiet.
    void notice(std::string_view sentence);
    /// What needs attention, and what to do about it (may be empty); not with --quiet.
    void warning(std::string_view sentence, const std::string& hint = {});
    /// A warning that work was or will be lost, which --quiet does not hide.
    void loss(std::string_view sentence, const std::string& hint = {});
    /// A detail for --verbose.
    void detail(std::string_view sentence);
    /// An error and its hint; with --json as an object {"error": …}.
    void error(const base::Error& error);

    /// Whether status() shows anything: standard error is a terminal, and none of --quiet, --json
    /// and --verbose is given.
    bool shows_status() const noexcept {
        return m_takes_escapes && !m_options.quiet && !m_options.json && !m_options.verbose;
    }

    /// Shows these as the last lines of a terminal, each cut to its width; all else is printed
    /// above them. None removes them.
    void status(const std::vector<std::string>& lines);

    /// Takes the lines of status() away until the returned object is gone, so that another program
    /// can write to the terminal.
    [[nodiscard]] std::shared_ptr<void> pause_status();

    /// Whether results are rows for a person at a terminal, rather than lines for a program.
    bool shows_rows() const noexcept { return m_shows_rows && !m_options.json; }

    /// The signs that rows are made of.
    const Symbols& symbols() const noexcept { return m_ascii ? k_ascii_symbols : k_symbols; }

    /// Whether results may be coloured.
    bool colors_results() const noexcept { return m_color_results; }

    /// The columns of the terminal that shows the results; std::nullopt when none does.
    std::optional<std::size_t> result_width() const;

    /// Whether standard output was a pipe that nobody reads any more, as after `| head`; what came
    /// later was dropped.
    bool reader_left();

    /// Writes out what is still buffered. Throws Error{cannot_write} when standard output did not
    /// take everything, unless its reader has left.
    void finish();

private:
    struct Level;

    void print_error_line(const Level& level, std::string_view prefix, std::string_view text);
    void print_warning(std::string_view sentence, const std::string& hint);
    std::string line_start(const Level& level) const;
    std::vector<std::string> wrapped(std::string_view text, std::size_t before) const;
    WriteResult write_above_status(Stream stream, std::string_view bytes);
    void resume_status();

    std::size_t columns() const;

    OutputOptions m_options;
    Console& m_console;
    HintWording m_wording;
    bool m_takes_escapes = false;
    /// Standard error is read on a terminal.
    bool m_wraps = false;
    bool m_color = false;
    bool m_color_results = false;
    bool m_links_results = false;
    bool m_shows_rows = false;
    bool m_ascii = false;
    bool m_journal = false;
    /// nullptr: lines begin without the time.
    const base::Clock* m_clock = nullptr;
    bool m_reader_left = false;
    /// The system's number of the first failure to write to standard output.
    int m_failure = 0;
    StatusBlock m_status;
    /// How many pause_status() are in force, and what is to be shown when there is none.
    int m_status_pauses = 0;
    std::vector<std::string> m_paused_status;
    std::mutex m_mutex;
};

/// `text`, or null when it is empty; what `value` holds, or null.
inline Json nullable(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

template <typename T>
Json nullable(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

/// `object` in one line; invalid UTF-8 in texts is replaced, and what could move a terminal or end
/// a line for some reader (C1 controls, line separators, bidirectional overrides) stands as \uXXXX.
std::string to_line(const Json& object);

} // namespace cli
