// SPDX-License-Identifier: Apache-2.0
#include "cli/output/status_block.hpp"

#include "base/text/unicode.hpp"

#include <fmt/format.h>

namespace cli {

namespace {

/// In a narrower window nothing can be read.
constexpr std::size_t k_narrowest = 3;
constexpr auto k_erase_rest_of_line = "\x1b[K";
constexpr auto k_erase_rest_of_window = "\x1b[J";

/// How many lines of the window the text takes.
std::size_t height(const std::string& line, std::size_t columns) {
    const std::size_t width = base::display_width(line);
    return columns == 0 || width == 0 ? 1 : (width + columns - 1) / columns;
}

} // namespace

std::size_t StatusBlock::room(std::size_t columns) {
    // In the last column a terminal may or may not go on to the next line; and a Ctrl-C shows "^C".
    constexpr std::size_t k_kept_free = 3;
    return columns < k_narrowest + k_kept_free ? 0 : columns - k_kept_free;
}

std::string StatusBlock::draw(const std::vector<std::string>& lines, std::size_t columns) {
    std::vector<std::string> fitting;
    for (const std::string& line : lines) {
        fitting.push_back(base::fit_to_width(line, room(columns), m_ellipsis));
    }
    if (fitting == m_lines) {
        return {};
    }
    // Text before erasing: nothing is blank in between, so nothing flickers.
    std::string bytes = go_to_start(columns);
    for (std::size_t i = 0; i < fitting.size(); ++i) {
        bytes += (i == 0 ? "" : "\n") + fitting[i] + k_erase_rest_of_line;
    }
    bytes += k_erase_rest_of_window;
    m_lines = std::move(fitting);
    return bytes;
}

std::string StatusBlock::go_to_start(std::size_t columns) const {
    if (m_lines.empty()) {
        return {};
    }
    std::size_t rows = 0;
    for (const std::string& line : m_lines) {
        rows += height(line, columns);
    }
    return rows > 1 ? fmt::format("\r\x1b[{}A", rows - 1) : "\r";
}

} // namespace cli
