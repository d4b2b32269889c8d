// SPDX-License-Identifier: Apache-2.0
#include "web/page_files.hpp"

#include "web/content/page_json.hpp"

#include <utility>

namespace web {

std::string complete_html(const HtmlParts& parts) {
    const std::pair<std::string_view, std::string> places[] = {
        {"{{title}}", html_escape(parts.title)},
        {"{{source}}", std::string(parts.source)},
        {"{{assets}}", std::string(parts.assets)},
        {"{{body}}", std::string(parts.body)},
    };
    // In one go, so that a title cannot bring marks of its own.
    std::string html;
    std::string_view rest = page_html();
    for (std::size_t mark = rest.find("{{"); mark != std::string_view::npos;
         mark = rest.find("{{")) {
        html += rest.substr(0, mark);
        rest.remove_prefix(mark);
        std::string_view name = rest.substr(0, 1);
        std::string_view text = name;
        for (const auto& [place, value] : places) {
            if (rest.starts_with(place)) {
                name = place;
                text = value;
            }
        }
        html += text;
        rest.remove_prefix(name.size());
    }
    html += rest;
    return html;
}

} // namespace web
