// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/output/output.hpp"
#include "terminal/drawing.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cli {

/// The ways of drawing that --show-as names, as the help shows them.
inline constexpr auto k_ways_of_drawing = "auto|kitty|iterm|sixel|blocks|ascii";

/// Draws pictures on the terminal: on standard output if that is one, else on standard error. It
/// asks the terminal what it can show at the first picture. Nothing of it is an error: what cannot
/// be drawn is a notice. For one thread at a time.
class PictureDrawer {
public:
    /// @param context  must outlive this object
    /// @param way      one of k_ways_of_drawing; std::nullopt: auto
    PictureDrawer(Context& context, const std::optional<std::string>& way);

    /// Draws nothing where characters are all that there is, and says nothing of it: for pictures
    /// that nobody has asked to be shown.
    void leave_out_characters() { m_without_characters = true; }

    /// Draws the picture and writes `caption` below it.
    void draw(std::string_view jpeg, const std::string& caption);

private:
    void find_screen();
    /// How pictures are drawn unless the terminal takes them as such.
    terminal::Protocol plain_way() const;
    void ask();
    std::string ask_for(std::string_view question);

    Context& m_context;
    std::optional<terminal::Protocol> m_way;
    bool m_without_characters = false;
    bool m_looked = false;
    /// std::nullopt when there is no terminal.
    std::optional<Stream> m_stream;
    terminal::Screen m_screen;
};

/// What stands below a picture: "Front Door  2026-11-23 14:41:29 (3 s ago, fresh)  640x360".
/// @param captured  std::nullopt when Ring did not say
std::string describe_picture(const std::string& title, std::optional<base::SystemTime> captured,
                             std::optional<std::chrono::milliseconds> age, bool fresh, int width,
                             int height);

} // namespace cli
