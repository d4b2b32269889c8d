// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace snapshot {

/// A picture that arrived and passed check_picture().
struct Picture {
    std::string bytes;
    int width = 0;
    int height = 0;
    /// When Ring says that it was captured; std::nullopt when Ring does not say, or names a time
    /// more than a minute after its own Date.
    std::optional<base::SystemTime> captured;
    /// Mean brightness, as PictureCheck says.
    std::optional<double> brightness = std::nullopt;
};

/// Why bytes are not a picture that can be saved; describe() has a row for each.
enum class PictureFault {
    empty,
    /// An HTML page.
    html,
    /// One raw H.264 frame (docs/ring-service.md 8.1).
    video_frame,
    /// Something else that does not start like a JPEG.
    not_jpeg,
    /// Starts like a JPEG and ends too early.
    cut_off,
    /// Complete, but the decoder warned or gave up.
    damaged,
};

/// The result of check_picture(): either a fault or what the decoding told.
struct PictureCheck {
    std::optional<PictureFault> fault;
    /// In pixels.
    int width = 0;
    int height = 0;
    /// Mean brightness from 0 (black) to 255; std::nullopt for colours of which it is not known.
    std::optional<double> brightness;

    bool good() const { return !fault; }
};

/// Decodes all data of `bytes` with libjpeg-turbo. Good only when they are one whole JPEG, every
/// component there, that decodes without a warning of corrupt or missing data; bytes after the end
/// marker are padding. More than 100 megapixels, 100 scans, or 256 MiB to decode count as damaged,
/// so that no answer can exhaust the machine. Throws std::bad_alloc alone, never prints; may be
/// called from many threads.
PictureCheck check_picture(std::string_view bytes);

/// The fault in words, to follow "what came is": "an HTML page", "a cut-off picture" …
std::string_view describe(PictureFault fault);

} // namespace snapshot
