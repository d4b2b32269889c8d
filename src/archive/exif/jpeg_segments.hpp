// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace archive {

/// What the EXIF data of an APP1 segment begins with.
inline constexpr std::string_view k_exif_mark{"Exif\0\0", 6};

/// A segment of a JPEG: tables, sizes, or what programs add.
struct JpegSegment {
    /// The byte that tells its kind.
    unsigned char kind = 0;
    /// Where its marker stands in the file, and what it takes with the marker.
    std::size_t start = 0;
    std::size_t size = 0;
    /// What follows its length.
    std::string_view content;

    std::size_t end() const { return start + size; }

    /// One of APP0 to APP15, which says nothing of the picture itself.
    bool is_application_data() const { return kind >= 0xE0 && kind <= 0xEF; }

    /// An APP1 that holds EXIF data.
    bool is_exif() const;
};

/// Goes over the segments of a JPEG that come before its first scan, in order, in time that does
/// not depend on what they claim.
class JpegSegments {
public:
    /// @param jpeg  must outlive this object; may be anything
    explicit JpegSegments(std::string_view jpeg);

    /// The next segment; std::nullopt at the first scan, at the end of the picture, and where what
    /// follows is not a whole segment.
    std::optional<JpegSegment> next();

private:
    std::string_view m_jpeg;
    std::size_t m_at = 0;
};

} // namespace archive
