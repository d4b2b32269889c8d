// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/styled_text.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cli {

/// What a `get` tells a person of one camera.
struct PictureRow {
    enum class Mark { good, same, attention, failed };

    Mark mark = Mark::good;
    std::string name;
    /// When its picture was captured; empty when there is none.
    std::string age = {};
    bool is_old = false;
    /// In pixels; empty when the picture is not new.
    std::string size = {};
    /// What became of it.
    std::string note;
    /// What to do about a failure; may have several lines.
    std::string hint = {};
};

/// The rows below each other in columns that line up. In a window that is too narrow for them the
/// sizes are left out, and in an even narrower one each camera takes two lines or more.
/// @param columns  of the window
std::vector<StyledLine> lay_out(const std::vector<PictureRow>& rows, std::size_t columns,
                                const Symbols& symbols);

} // namespace cli
