// SPDX-License-Identifier: Apache-2.0
#include "archive/exif/exif_writer.hpp"

#include "archive/exif/exif_tags.hpp"
#include "archive/exif/jpeg_segments.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <vector>

namespace archive {
namespace {

constexpr std::size_t k_longest_description = 200;
constexpr std::size_t k_longest_word = 64;

/// `value` as so many bytes, the highest first.
std::string big_endian(std::uint64_t value, std::size_t bytes) {
    std::string result;
    for (std::size_t i = bytes; i > 0; --i) {
        result += static_cast<char>(value >> 8 * (i - 1) & 0xFFU);
    }
    return result;
}

/// A folder of tags of a TIFF structure; they are to be added in the order of their numbers.
class TagFolder {
public:
    void add_text(std::uint32_t tag, std::string_view text) {
        add(tag, 2, text.size() + 1, std::string(text) + '\0');
    }

    void add_short(std::uint32_t tag, std::uint32_t value) { add(tag, 3, 1, big_endian(value, 2)); }

    void add_long(std::uint32_t tag, std::uint32_t value) { add(tag, 4, 1, big_endian(value, 4)); }

    void add_ratio(std::uint32_t tag, std::uint32_t numerator, std::uint32_t denominator) {
        add(tag, 5, 1, big_endian(numerator, 4) + big_endian(denominator, 4));
    }

    void add_bytes(std::uint32_t tag, std::string_view bytes) {
        add(tag, 7, bytes.size(), std::string(bytes));
    }

    /// The folder and its data as they stand at `start`.
    std::string bytes_at(std::size_t start) const {
        std::string entries = big_endian(m_entries.size(), 2);
        std::string data;
        const std::size_t data_start = start + 2 + m_entries.size() * 12 + 4;
        for (const Entry& entry : m_entries) {
            entries += entry.head;
            std::string value = entry.value;
            value.resize(value.size() + value.size() % 2);
            if (value.size() <= 4) {
                value.resize(4);
                entries += value;
            } else {
                entries += big_endian(data_start + data.size(), 4);
                data += value;
            }
        }
        return entries + big_endian(0, 4) + data;
    }

private:
    struct Entry {
        std::string head;
        std::string value;
    };

    void add(std::uint32_t tag, unsigned type, std::size_t count, std::string value) {
        m_entries.push_back(
            {big_endian(tag, 2) + big_endian(type, 2) + big_endian(count, 4), std::move(value)});
    }

    std::vector<Entry> m_entries;
};

/// The texts of a moment, by the local time of this machine.
struct MomentTexts {
    std::string time;
    /// Such as "+01:00".
    std::string offset;
    std::string milliseconds;
};

MomentTexts texts_of(base::SystemTime moment) {
    const auto part = std::chrono::floor<std::chrono::milliseconds>(moment) -
                      std::chrono::floor<std::chrono::seconds>(moment);
    return {base::format_local_time(moment, "%Y:%m:%d %H:%M:%S"),
            base::local_offset(moment).insert(3, ":"), fmt::format("{:03}", part.count())};
}

std::string_view shortened(const std::string& text, std::size_t most) {
    return base::utf8_prefix(text, most);
}

TagFolder first_folder(const ExifToWrite& exif, const std::optional<MomentTexts>& moment,
                       std::size_t exif_folder) {
    constexpr std::uint32_t k_dots_per_inch = 72;
    constexpr std::uint32_t k_inch = 2;
    constexpr std::uint32_t k_centered = 1;
    const std::string description = base::printable(exif.camera_name);
    const std::string model = base::printable(exif.model);
    TagFolder folder;
    if (!description.empty()) {
        folder.add_text(ExifTag::image_description, shortened(description, k_longest_description));
    }
    folder.add_text(ExifTag::make, "Ring");
    if (!model.empty()) {
        folder.add_text(ExifTag::model, shortened(model, k_longest_word));
    }
    folder.add_ratio(ExifTag::x_resolution, k_dots_per_inch, 1);
    folder.add_ratio(ExifTag::y_resolution, k_dots_per_inch, 1);
    folder.add_short(ExifTag::resolution_unit, k_inch);
    folder.add_text(ExifTag::software, "ring-snapshot " RING_SNAPSHOT_VERSION);
    if (moment) {
        folder.add_text(ExifTag::date_time, moment->time);
    }
    folder.add_short(ExifTag::ycbcr_positioning, k_centered);
    folder.add_long(ExifTag::exif_folder, static_cast<std::uint32_t>(exif_folder));
    return folder;
}

TagFolder folder_for_exif(const ExifToWrite& exif, const std::optional<MomentTexts>& moment) {
    constexpr std::uint32_t k_srgb = 1;
    TagFolder folder;
    folder.add_bytes(ExifTag::exif_version, "0232");
    if (moment) {
        folder.add_text(ExifTag::date_time_original, moment->time);
        folder.add_text(ExifTag::date_time_digitized, moment->time);
        folder.add_text(ExifTag::offset_time, moment->offset);
        folder.add_text(ExifTag::offset_time_original, moment->offset);
        folder.add_text(ExifTag::offset_time_digitized, moment->offset);
    }
    // Brightness and the two colours.
    folder.add_bytes(ExifTag::components_configuration, std::string_view("\1\2\3\0", 4));
    if (moment) {
        folder.add_text(ExifTag::subsec_time, moment->milliseconds);
        folder.add_text(ExifTag::subsec_time_original, moment->milliseconds);
        folder.add_text(ExifTag::subsec_time_digitized, moment->milliseconds);
    }
    folder.add_bytes(ExifTag::flashpix_version, "0100");
    folder.add_short(ExifTag::color_space, k_srgb);
    folder.add_long(ExifTag::pixel_x_dimension, static_cast<std::uint32_t>(exif.width));
    folder.add_long(ExifTag::pixel_y_dimension, static_cast<std::uint32_t>(exif.height));
    folder.add_text(ExifTag::body_serial_number, shortened(exif.camera_id, k_longest_word));
    return folder;
}

std::string segment_of(const ExifToWrite& exif) {
    constexpr std::size_t k_first_folder = 8;
    const auto moment = exif.captured ? std::optional(texts_of(*exif.captured)) : std::nullopt;
    // The place of the second folder does not change the size of the first one.
    const std::size_t second =
        k_first_folder + first_folder(exif, moment, 0).bytes_at(k_first_folder).size();
    const std::string content = std::string(k_exif_mark) + "MM" + big_endian(42, 2) +
                                big_endian(k_first_folder, 4) +
                                first_folder(exif, moment, second).bytes_at(k_first_folder) +
                                folder_for_exif(exif, moment).bytes_at(second);
    return "\xFF\xE1" + big_endian(content.size() + 2, 2) + content;
}

} // namespace

std::string with_exif(std::string_view jpeg, const ExifToWrite& exif) {
    constexpr unsigned char k_app0 = 0xE0;
    constexpr std::size_t k_picture_start = 2;
    std::string result(jpeg);
    if (!jpeg.starts_with("\xFF\xD8")) {
        return result;
    }
    std::size_t place = k_picture_start;
    bool follows_app0 = true;
    JpegSegments segments(jpeg);
    while (const auto segment = segments.next()) {
        if (segment->is_exif()) {
            return result;
        }
        follows_app0 = follows_app0 && segment->kind == k_app0;
        if (follows_app0) {
            place = segment->end();
        }
    }
    return result.insert(place, segment_of(exif));
}

} // namespace archive
