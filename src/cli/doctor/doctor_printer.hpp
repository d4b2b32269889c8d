// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/doctor/doctor_finding.hpp"
#include "cli/output/output.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cli::doctor {

/// The lines of a finding behind its mark, continued under their beginning where they reach
/// `columns`; 0: never broken. The hint stands further in.
std::vector<std::string> layout(const Finding& finding, std::size_t columns);

/// What a report says of a finding, in one line: its title, facts and code. Holds no hint.
std::string report_line(const Finding& finding);

/// The JSON object of a finding (docs/json.md).
Json to_json(const Finding& finding);

/// Prints findings as they come, and counts them.
class Printer {
public:
    Printer(Output& output, bool for_report);

    void print(Finding finding);

    /// A closing line that says how it stands; not with --quiet, --json, or in a report.
    void print_summary();

    /// 0, or the code of the first finding that is not ok.
    int exit_code() const { return m_exit_code; }

private:
    Output& m_output;
    bool m_for_report;
    std::size_t m_columns;
    int m_bad = 0;
    int m_warnings = 0;
    int m_exit_code = 0;
    std::string m_first_bad;
};

} // namespace cli::doctor
