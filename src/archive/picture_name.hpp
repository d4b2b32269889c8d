// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace archive {

/// The name of a picture within a store: UTF-8, relative, folders separated by '/'. Where file
/// names are bytes, a name that the user gave may hold bytes that are not UTF-8.
class PictureName {
public:
    /// Throws Error{usage} unless every part of `text` between slashes names something: an empty
    /// text, an absolute one, "." and ".." are refused.
    explicit PictureName(std::string text);

    const std::string& text() const noexcept { return m_text; }

    /// The folders, without the slash at their end; empty when there are none.
    std::string_view folders() const;

    /// The part after the last slash.
    std::string_view file_name() const;

    auto operator<=>(const PictureName&) const = default;

private:
    std::string m_text;
};

} // namespace archive
