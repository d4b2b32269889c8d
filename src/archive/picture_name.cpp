// SPDX-License-Identifier: Apache-2.0
#include "archive/picture_name.hpp"

#include "base/error.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"

#include <fmt/core.h>

#include <utility>

namespace archive {
namespace {

constexpr std::string_view k_separators =
    base::k_path_style == base::PathStyle::windows ? "/\\" : "/";

bool is_name(std::string_view part) {
    return !part.empty() && part != "." && part != "..";
}

} // namespace

PictureName::PictureName(std::string text) : m_text(std::move(text)) {
    for (std::size_t start = 0; start != std::string::npos;) {
        const std::size_t end = m_text.find_first_of(k_separators, start);
        if (!is_name(std::string_view(m_text).substr(start, end - start))) {
            throw base::Error(base::ErrorCode::usage,
                              fmt::format("'{}' is not the name of a picture in a folder",
                                          base::printable(m_text)));
        }
        start = end == std::string::npos ? end : end + 1;
    }
}

std::string_view PictureName::folders() const {
    const std::size_t slash = m_text.rfind('/');
    return std::string_view(m_text).substr(0, slash == std::string::npos ? 0 : slash);
}

std::string_view PictureName::file_name() const {
    return std::string_view(m_text).substr(m_text.rfind('/') + 1);
}

} // namespace archive
