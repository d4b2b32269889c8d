// SPDX-License-Identifier: Apache-2.0
#include "cli/show/picture_drawer.hpp"

#include "base/process/environment.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/output/table.hpp"
#include "terminal/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <string>
#include <utility>

namespace cli {
namespace {

using terminal::Protocol;

bool is_set(const char* variable) {
    return base::environment_variable(variable).has_value();
}

std::string value_of(const char* variable) {
    return base::environment_variable(variable).value_or("");
}

std::optional<Protocol> protocol_named(const std::optional<std::string>& way) {
    constexpr std::pair<std::string_view, Protocol> k_names[] = {{"kitty", Protocol::kitty},
                                                                 {"iterm", Protocol::iterm},
                                                                 {"sixel", Protocol::sixel},
                                                                 {"blocks", Protocol::blocks},
                                                                 {"ascii", Protocol::ascii}};
    for (const auto& [name, protocol] : k_names) {
        if (way == name) {
            return protocol;
        }
    }
    return {};
}

/// Whether the program runs inside of another terminal program, which takes what is meant for the
/// terminal.
bool is_multiplexed() {
    const std::string term = value_of("TERM");
    return is_set("TMUX") || is_set("STY") || term.starts_with("tmux") ||
           term.starts_with("screen");
}

/// Whether it is known of the terminal that it answers nothing of use, or shows the question.
bool is_known_to_be_plain() {
    return value_of("TERM") == "linux" || value_of("TERM_PROGRAM") == "Apple_Terminal";
}

/// The best of what the terminal said that it can; `otherwise` when that is nothing.
Protocol best_of(const terminal::Answers& answers, Protocol otherwise) {
    if (is_multiplexed()) {
        return answers.has_sixel ? Protocol::sixel : otherwise;
    }
    if (answers.name.starts_with("iTerm2") || answers.name.starts_with("WezTerm")) {
        return Protocol::iterm;
    }
    return answers.has_kitty ? Protocol::kitty : answers.has_sixel ? Protocol::sixel : otherwise;
}

} // namespace

PictureDrawer::PictureDrawer(Context& context, const std::optional<std::string>& way)
    : m_context(context), m_way(protocol_named(way)) {}

std::string PictureDrawer::ask_for(std::string_view question) {
    const auto limit = is_set("SSH_CONNECTION") || is_set("SSH_TTY") ? std::chrono::seconds(2)
                                                                     : std::chrono::seconds(1);
    return m_context.console().ask(
        *m_stream, question,
        [](std::string_view answer) { return terminal::read_answers(answer).is_complete; }, limit,
        m_context.stop());
}

void PictureDrawer::ask() {
    terminal::Answers answers = terminal::read_answers(ask_for(terminal::question()));
    m_screen.protocol = m_way.value_or(best_of(answers, m_screen.protocol));
    if (answers.cell_width > 0 && answers.cell_height > 0) {
        m_screen.cell_width = answers.cell_width;
        m_screen.cell_height = answers.cell_height;
    }
    if (m_screen.protocol == Protocol::sixel && answers.has_sixel) {
        const int colors = terminal::read_answers(ask_for(terminal::question_for_colors())).colors;
        m_screen.colors =
            colors > 1 && colors < 256 ? static_cast<std::size_t>(colors) : m_screen.colors;
    }
}

terminal::Protocol PictureDrawer::plain_way() const {
    const bool has_colors = !is_set("NO_COLOR") &&
                            m_context.output().options().color != ColorChoice::never &&
                            m_context.console().takes_escapes(*m_stream);
    const bool has_blocks =
        !m_context.output().options().ascii && m_context.console().takes_unicode();
    return has_colors && has_blocks ? Protocol::blocks : Protocol::ascii;
}

void PictureDrawer::find_screen() {
    m_looked = true;
    Console& console = m_context.console();
    // JSON is for programs, and stays whole.
    if (console.is_terminal(Stream::output) && !m_context.output().options().json) {
        m_stream = Stream::output;
    } else if (console.is_terminal(Stream::error)) {
        m_stream = Stream::error;
    } else {
        m_context.output().notice("the picture is not shown, since no terminal is there");
        return;
    }
    m_screen.columns = console.width(*m_stream);
    m_screen.lines = console.height(*m_stream);
    const std::string depth = value_of("COLORTERM");
    m_screen.has_24_bit = depth == "truecolor" || depth == "24bit";
    m_screen.protocol = m_way.value_or(plain_way());
    if (m_without_characters && m_screen.protocol == Protocol::ascii) {
        m_stream.reset();
        return;
    }
    const bool is_plain_wanted =
        m_way == Protocol::blocks || m_way == Protocol::ascii ||
        (!m_way && (plain_way() == Protocol::ascii || is_known_to_be_plain()));
    if (!is_plain_wanted && console.takes_escapes(*m_stream)) {
        ask();
    }
}

void PictureDrawer::draw(std::string_view jpeg, const std::string& caption) {
    try {
        if (!m_looked) {
            find_screen();
        }
        if (!m_stream || m_context.stop().stop_requested()) {
            return;
        }
        const auto columns = static_cast<std::size_t>(std::max(m_screen.columns, 1));
        const auto drawing = terminal::draw(m_screen, jpeg);
        if (!drawing) {
            m_context.output().notice("this picture cannot be shown, since it cannot be decoded");
            return;
        }
        std::string text = *drawing;
        for (const std::string& line : wrap_text(base::printable(caption), columns)) {
            text += line + "\n";
        }
        m_context.console().write(*m_stream, text);
    } catch (const std::exception& error) {
        m_context.output().notice(fmt::format("the picture is not shown ({})", error.what()));
    }
}

std::string describe_picture(const std::string& title, std::optional<base::SystemTime> captured,
                             std::optional<std::chrono::milliseconds> age, bool fresh, int width,
                             int height) {
    std::string when = "time unknown";
    if (captured) {
        when = base::format_local_time(*captured, "%Y-%m-%d %H:%M:%S");
        if (age) {
            when +=
                fmt::format(" ({} ago{})", base::describe_duration(*age), fresh ? ", fresh" : "");
        }
    }
    return fmt::format("{}  {}  {}x{}", title, when, width, height);
}

} // namespace cli
