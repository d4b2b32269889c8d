// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/styled_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// Some lines at the end of a terminal that are drawn over in place. Makes the bytes to write and
/// remembers what they show; the cursor stays behind the last line.
class StatusBlock {
public:
    /// @param ellipsis  ends a line that is cut; must outlive this object
    explicit StatusBlock(std::string_view ellipsis = k_symbols.ellipsis) : m_ellipsis(ellipsis) {}

    /// What makes the terminal show `lines` in place of the ones before, each cut to a window
    /// `columns` wide; empty when that changes nothing. No lines remove the block and leave the
    /// cursor at its start. Allows for old lines that a window wrapped as it became narrower.
    std::string draw(const std::vector<std::string>& lines, std::size_t columns);

    /// How many columns a line has in a window `columns` wide.
    static std::size_t room(std::size_t columns);

    /// What is shown, as cut.
    const std::vector<std::string>& lines() const { return m_lines; }

private:
    std::string go_to_start(std::size_t columns) const;

    std::string_view m_ellipsis;
    std::vector<std::string> m_lines;
};

} // namespace cli
