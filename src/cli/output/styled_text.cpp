// SPDX-License-Identifier: Apache-2.0
#include "cli/output/styled_text.hpp"

#include "base/process/process.hpp"
#include "base/text/encoding.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace cli {

StyledText file_link(std::string shown, const std::string& absolute, Tone tone) {
    // With the machine's name, a terminal on another one does not open its own file of that name.
    std::string address = "file://" + base::percent_encode(base::host_name());
    const bool has_drive = absolute.size() > 1 && absolute[1] == ':';
    if (has_drive) {
        address = "file:///" + absolute.substr(0, 2);
    }
    const std::string_view rest = std::string_view(absolute).substr(has_drive ? 2 : 0);
    for (std::size_t start = 0; start < rest.size();) {
        const std::size_t end =
            std::min(rest.find_first_of(has_drive ? "/\\" : "/", start), rest.size());
        address += base::percent_encode(rest.substr(start, end - start));
        address += end < rest.size() ? "/" : "";
        start = end + 1;
    }
    return {std::move(shown), tone, std::move(address)};
}

std::string text_of(const StyledLine& line) {
    std::string text;
    for (const StyledText& part : line) {
        text += part.text;
    }
    return text;
}

std::size_t width_of(const StyledLine& line) {
    std::size_t width = 0;
    for (const StyledText& part : line) {
        width += base::display_width(base::printable(part.text));
    }
    return width;
}

} // namespace cli
