// SPDX-License-Identifier: Apache-2.0
#include "archive/exif/jpeg_segments.hpp"

namespace archive {
namespace {

constexpr unsigned char k_app1 = 0xE1;
constexpr unsigned char k_start_of_scan = 0xDA;

/// Markers without a length: restarts, start and end of the picture, and one of arithmetic coding.
bool stands_alone(unsigned char kind) {
    return kind == 0x01 || (kind >= 0xD0 && kind <= 0xD9);
}

} // namespace

bool JpegSegment::is_exif() const {
    return kind == k_app1 && content.starts_with(k_exif_mark);
}

JpegSegments::JpegSegments(std::string_view jpeg) : m_jpeg(jpeg) {
    m_at = jpeg.starts_with("\xFF\xD8") ? 2 : jpeg.size();
}

std::optional<JpegSegment> JpegSegments::next() {
    const auto byte = [&](std::size_t place) {
        return static_cast<unsigned char>(m_jpeg[m_at + place]);
    };
    // A marker may be filled up in front.
    while (m_at + 4 <= m_jpeg.size() && byte(0) == 0xFF && byte(1) == 0xFF) {
        ++m_at;
    }
    if (m_at + 4 > m_jpeg.size() || byte(0) != 0xFF || byte(1) == 0 || byte(1) == k_start_of_scan ||
        stands_alone(byte(1))) {
        return {};
    }
    const std::size_t length = std::size_t{byte(2)} << 8U | byte(3);
    if (length < 2 || length > m_jpeg.size() - m_at - 2) {
        return {};
    }
    const JpegSegment segment{byte(1), m_at, length + 2, m_jpeg.substr(m_at + 4, length - 2)};
    m_at = segment.end();
    return segment;
}

} // namespace archive
