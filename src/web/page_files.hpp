// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace web {

// The files of the page, which are built into the program from src/web/page/.

std::string_view page_html();
std::string_view page_script();
std::string_view page_style();
/// For the page without script.
std::string_view plain_style();
std::string_view page_icon();

/// The parts of page_html() that differ.
struct HtmlParts {
    std::string_view title;
    /// "server" or "gallery": where its data come from.
    std::string_view source = "server";
    /// What stands before the names of the other files.
    std::string_view assets = "";
    /// HTML that comes before the script.
    std::string_view body = "";
};

std::string complete_html(const HtmlParts& parts);

} // namespace web
