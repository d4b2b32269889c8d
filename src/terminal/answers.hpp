// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace terminal {

/// What a terminal is asked in one go: its name, whether it takes pictures as kitty does, the size
/// of its cells, and at last what it is, which every one answers. Whatever a terminal shows of what
/// it does not understand is wiped away.
std::string_view question();

/// How a terminal that has sixels is asked how many colours they may have. Others might take it for
/// something else.
std::string_view question_for_colors();

/// What a terminal has answered so far. It may be anything.
struct Answers {
    /// Such as "WezTerm 20240203"; empty when it did not say.
    std::string name;
    /// It takes pictures as kitty does.
    bool has_kitty = false;
    bool has_sixel = false;
    /// Of one cell, in pixels; zero when it did not say.
    int cell_width = 0;
    int cell_height = 0;
    /// For sixels; zero when it did not say.
    int colors = 0;
    /// What every terminal answers, and answers last, has come.
    bool is_complete = false;
};

Answers read_answers(std::string_view bytes);

} // namespace terminal
