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
std::vector<std::string> layout(const Finding& finding, bool for_strangers, std::size_t columns);

/// The JSON object of a finding (docs/json.md).
Json to_json(const Finding& finding);

/// Prints findings as they come, and counts them.
class Printer {
public:
    Printer(Output& output, bool for_strangers);

    void print(Finding finding);

    /// A closing line that says how it stands; not with --quiet, --json, or for strangers.
    void print_summary();

    /// 0, or the code of the first finding that is not ok.
    int exit_code() const { return m_exit_code; }

private:
    Output& m_output;
    bool m_for_strangers;
    std::size_t m_columns;
    int m_bad = 0;
    int m_warnings = 0;
    int m_exit_code = 0;
    std::string m_first_bad;
};

} // namespace cli::doctor
