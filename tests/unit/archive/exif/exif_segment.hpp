// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// A tag of EXIF and its text.
using ExifTag = std::pair<std::uint16_t, std::string>;

inline std::string exif_number(std::uint64_t value, int bytes, bool little) {
    std::string result;
    for (int i = 0; i < bytes; ++i) {
        const int shift = 8 * (little ? i : bytes - 1 - i);
        result += static_cast<char>(value >> shift & 0xFFU);
    }
    return result;
}

/// An APP1 segment with these texts in the first folder and in the one for EXIF.
inline std::string exif_segment(const std::vector<ExifTag>& first, const std::vector<ExifTag>& exif,
                                bool little = false) {
    const auto number = [&](std::uint64_t value, int bytes) {
        return exif_number(value, bytes, little);
    };
    const auto folder = [&](const std::vector<ExifTag>& tags, std::size_t start,
                            std::size_t link_to) {
        const std::size_t count = tags.size() + (link_to > 0 ? 1 : 0);
        std::string entries = number(count, 2);
        std::string data;
        const std::size_t data_start = start + 2 + 12 * count + 4;
        for (const auto& [tag, text] : tags) {
            const std::string bytes = text + '\0';
            entries += number(tag, 2) + number(2, 2) + number(bytes.size(), 4);
            if (bytes.size() <= 4) {
                entries += bytes + std::string(4 - bytes.size(), '\0');
            } else {
                entries += number(data_start + data.size(), 4);
                data += bytes;
            }
        }
        if (link_to > 0) {
            entries += number(0x8769, 2) + number(4, 2) + number(1, 4) + number(link_to, 4);
        }
        return entries + number(0, 4) + data;
    };
    const std::string head = (little ? "II" : "MM") + number(42, 2) + number(8, 4);
    const std::size_t second = 8 + folder(first, 8, 1).size();
    const std::string tiff = head + folder(first, 8, second) + folder(exif, second, 0);
    const std::string content = std::string("Exif\0\0", 6) + tiff;
    return "\xFF\xE1" + exif_number(content.size() + 2, 2, false) + content;
}

/// What the program writes for a camera, captured at a local time with an offset.
inline std::string our_exif(const std::string& id, const std::string& name, const std::string& time,
                            const std::string& offset, const std::string& part) {
    return exif_segment({{0x010E, name}, {0x010F, "Ring"}, {0x0131, "ring-snapshot 1.0.0"}},
                        {{0x9003, time}, {0x9011, offset}, {0x9291, part}, {0xA431, id}});
}

/// The JPEG with a segment behind its start.
inline std::string with_segment(std::string jpeg, const std::string& segment) {
    return jpeg.insert(2, segment);
}

} // namespace test
