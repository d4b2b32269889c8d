// SPDX-License-Identifier: Apache-2.0
#include "film/jpeg_frame.hpp"

#include "archive/exif/jpeg_segments.hpp"

#include <cstddef>

namespace film {

namespace {

using archive::JpegSegment;

constexpr unsigned char k_adobe = 0xEE;
constexpr unsigned char k_comment = 0xFE;
constexpr unsigned char k_end = 0xD9;
/// Baseline, extended and progressive coding by Huffman's method.
constexpr unsigned char k_first_frame = 0xC0;
constexpr unsigned char k_last_frame_of_use = 0xC2;
constexpr unsigned char k_last_frame = 0xCF;

unsigned char byte_at(std::string_view text, std::size_t place) {
    return static_cast<unsigned char>(text[place]);
}

/// Whether the segment begins a picture of some coding.
bool begins_frame(const JpegSegment& segment) {
    constexpr unsigned char k_huffman_tables = 0xC4;
    constexpr unsigned char k_extension = 0xC8;
    constexpr unsigned char k_arithmetic_tables = 0xCC;
    return segment.kind >= k_first_frame && segment.kind <= k_last_frame &&
           segment.kind != k_huffman_tables && segment.kind != k_extension &&
           segment.kind != k_arithmetic_tables;
}

bool is_needed(const JpegSegment& segment) {
    const bool is_adobe = segment.kind == k_adobe && segment.content.starts_with("Adobe");
    return is_adobe || (!segment.is_application_data() && segment.kind != k_comment);
}

/// Where the end marker of the picture ends whose first scan begins at `start`; npos when it has
/// none.
std::size_t end_of_picture(std::string_view jpeg, std::size_t start) {
    std::size_t at = start;
    while ((at = jpeg.find('\xFF', at)) != std::string_view::npos && at + 1 < jpeg.size()) {
        const unsigned char kind = byte_at(jpeg, at + 1);
        if (kind == k_end) {
            return at + 2;
        }
        const bool is_data = kind == 0 || (kind >= 0xD0 && kind <= 0xD7);
        if (kind == 0xFF) {
            ++at;
        } else if (is_data || at + 4 > jpeg.size()) {
            at += 2;
        } else {
            // Tables and the header of the next scan.
            at += 2 + (std::size_t{byte_at(jpeg, at + 2)} << 8U | byte_at(jpeg, at + 3));
        }
    }
    return std::string_view::npos;
}

} // namespace

std::optional<std::string> jpeg_frame(std::string_view jpeg) {
    archive::JpegSegments segments(jpeg);
    std::string frame = "\xFF\xD8";
    std::size_t header_end = 2;
    bool is_of_use = false;
    while (const auto segment = segments.next()) {
        if (begins_frame(*segment)) {
            is_of_use = segment->kind <= k_last_frame_of_use;
        }
        if (is_needed(*segment)) {
            frame += jpeg.substr(segment->start, segment->size);
        }
        header_end = segment->end();
    }
    const std::size_t end = is_of_use ? end_of_picture(jpeg, header_end) : std::string_view::npos;
    if (end == std::string_view::npos) {
        return {};
    }
    frame += jpeg.substr(header_end, end - header_end);
    return frame;
}

std::optional<FrameSize> jpeg_size(std::string_view jpeg) {
    archive::JpegSegments segments(jpeg);
    while (const auto segment = segments.next()) {
        if (begins_frame(*segment) && segment->content.size() >= 5) {
            const auto number = [&](std::size_t place) {
                return byte_at(segment->content, place) << 8 | byte_at(segment->content, place + 1);
            };
            const FrameSize size{number(3), number(1)};
            return size.width > 0 && size.height > 0 ? std::optional(size) : std::nullopt;
        }
    }
    return {};
}

} // namespace film
