// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace test {

/// The ways of writing a JPEG that cameras and services use, and some that only hostile ones would.
enum class JpegKind {
    baseline,
    greyscale,
    /// Baseline with a restart marker after each row of blocks.
    restarts,
    progressive,
    /// Baseline with one scan for each component.
    separate_scans,
    cmyk,
    /// Stored as RGB, not as brightness and colour.
    rgb,
    arithmetic,
};

/// A JPEG of this size with shapes and noise that depend on `seed`; the same arguments make the
/// same bytes.
std::string make_jpeg(int width, int height, int seed = 1, JpegKind kind = JpegKind::baseline);

/// Whether libjpeg decodes all of `jpeg` to pixels without a warning: the plain way, slow and with
/// libjpeg's own data source.
bool decodes_cleanly(std::string_view jpeg);

} // namespace test
