// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_printer.hpp"

#include "base/text/unicode.hpp"
#include "cli/output/table.hpp"

#include <algorithm>
#include <optional>

namespace cli::doctor {

namespace {

/// The widest mark, and two blanks.
constexpr std::size_t k_mark_columns = 9;
constexpr std::size_t k_hint_indent = 2;

struct StateLook {
    std::string_view mark;
    std::string_view json_name;
    Tone tone;
};

const StateLook& look_of(State state) {
    static constexpr StateLook k_looks[] = {{"ok", "ok", Tone::good},
                                            {"warning", "warning", Tone::warning},
                                            {"not ok", "not_ok", Tone::bad},
                                            {"skipped", "skipped", Tone::dim}};
    return k_looks[static_cast<std::size_t>(state)];
}

/// Appends `text` in lines that end before `columns`, each begun with `indent` blanks.
void append_wrapped(std::vector<std::string>& lines, const std::string& text, std::size_t indent,
                    std::size_t columns) {
    if (text.empty()) {
        return;
    }
    const auto room = columns > 0 ? std::optional(columns - indent) : std::nullopt;
    for (const std::string& line : wrap_text(text, room)) {
        lines.push_back(std::string(indent, ' ') + line);
    }
}

} // namespace

std::vector<std::string> layout(const Finding& finding, std::size_t columns) {
    constexpr std::size_t k_narrowest = 20;
    const std::size_t room =
        columns == 0 ? 0 : std::max(columns, k_mark_columns + k_narrowest) - k_mark_columns;
    std::vector<std::string> lines;
    append_wrapped(lines, base::printable(say("{}: {}", finding.title, finding.text).shown()), 0,
                   room);
    append_wrapped(lines, base::printable(finding.hint), k_hint_indent, room);
    return lines;
}

std::string report_line(const Finding& finding) {
    FindingText code;
    if (finding.code) {
        code = say("{}, exit code {}",
                   FindingText::identifier(std::string(base::name_of(*finding.code)), "unexpected"),
                   base::exit_code_of(*finding.code));
    }
    return say("{}: {}", finding.title, joined(finding.text, code)).published();
}

Json to_json(const Finding& finding) {
    Json object = {{"check", finding.check}, {"state", look_of(finding.state).json_name}};
    if (!finding.camera_id.empty()) {
        object["id"] = finding.camera_id;
        object["name"] = nullable(finding.camera_name);
    }
    object["message"] = finding.text.shown();
    object["hint"] = nullable(finding.hint);
    object["code"] = nullptr;
    object["exit_code"] = nullptr;
    if (finding.code) {
        object["code"] = base::name_of(*finding.code);
        object["exit_code"] = base::exit_code_of(*finding.code);
    }
    return object;
}

Printer::Printer(Output& output, bool for_report)
    : m_output(output),
      m_for_report(for_report),
      m_columns(for_report ? 0 : output.result_width().value_or(0)) {}

void Printer::print(Finding finding) {
    finding.hint = m_output.complete(finding.hint);
    if (finding.state == State::not_ok) {
        if (m_bad++ == 0) {
            m_exit_code = base::exit_code_of(finding.code.value_or(base::ErrorCode::unexpected));
            m_first_bad = finding.title.shown();
        }
    } else {
        m_warnings += finding.state == State::warning ? 1 : 0;
        if (m_output.options().quiet && !m_for_report) {
            return;
        }
    }
    if (m_output.options().json) {
        m_output.result_json(to_json(finding));
        return;
    }
    std::string mark(look_of(finding.state).mark);
    mark.resize(k_mark_columns, ' ');
    const std::string margin(k_mark_columns, ' ');
    if (m_for_report) {
        m_output.result(mark + report_line(finding));
        return;
    }
    for (const std::string& line : layout(finding, m_columns)) {
        if (mark.empty()) {
            m_output.result(margin + line);
        } else {
            m_output.marked_result(look_of(finding.state).tone, mark, line);
            mark.clear();
        }
    }
}

void Printer::print_summary() {
    if (m_output.options().quiet || m_output.options().json || m_for_report) {
        return;
    }
    const std::string text =
        m_bad == 1       ? fmt::format("One thing is not ok: {}.", base::printable(m_first_bad))
        : m_bad > 1      ? fmt::format("{} things are not ok; begin with the first: {}.", m_bad,
                                       base::printable(m_first_bad))
        : m_warnings > 0 ? "Pictures can be taken; see the warnings."
                         : "All is well.";
    std::vector<std::string> lines = {""};
    append_wrapped(lines, text, 0, m_columns);
    for (const std::string& line : lines) {
        m_output.result(line);
    }
}

} // namespace cli::doctor
