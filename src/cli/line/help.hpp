// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/styled_text.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cli {

class Output;

/// What help texts are fitted to.
struct HelpLayout {
    std::size_t columns = 80;
    /// Headings are bold.
    bool bold = false;
    Symbols symbols = k_symbols;

    /// That of the terminal which shows the results; 100 columns at most, for the eye.
    static HelpLayout of(const Output& output);
};

/// The help of the command that these words name, or with none of the whole program. Throws
/// Error{usage} that names a word which is not a command.
std::string help_text(const std::vector<std::string>& command, const HelpLayout& layout);

/// What `ring-snapshot` alone prints: the commands and the first steps.
std::string short_help(const HelpLayout& layout);

/// The usage text of the old form, with all options and examples.
std::string old_form_help(const HelpLayout& layout);

} // namespace cli
