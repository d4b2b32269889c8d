// SPDX-License-Identifier: Apache-2.0
#include "archive/exif/exif_reader.hpp"

#include "archive/exif/exif_tags.hpp"
#include "archive/exif/jpeg_segments.hpp"
#include "base/text/ascii.hpp"
#include "base/text/local_time.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <cstdint>

namespace archive {
namespace {

constexpr std::size_t k_longest_text = 1024;

/// The TIFF structure within a segment. What lies outside of it reads as zero.
class TiffBytes {
public:
    explicit TiffBytes(std::string_view bytes) : m_bytes(bytes) {
        m_is_little = bytes.starts_with("II");
        m_is_valid = (m_is_little || bytes.starts_with("MM")) && number(2, 2) == 42;
    }

    bool is_valid() const { return m_is_valid; }

    std::size_t size() const { return m_bytes.size(); }

    std::uint32_t number(std::size_t at, std::size_t bytes) const {
        std::uint32_t value = 0;
        if (at > m_bytes.size() || m_bytes.size() - at < bytes) {
            return 0;
        }
        for (std::size_t i = 0; i < bytes; ++i) {
            const std::size_t place = m_is_little ? at + bytes - 1 - i : at + i;
            value = value << 8U | static_cast<unsigned char>(m_bytes[place]);
        }
        return value;
    }

    std::string_view part(std::size_t at, std::size_t bytes) const {
        return at <= m_bytes.size() ? m_bytes.substr(at, bytes) : std::string_view();
    }

private:
    std::string_view m_bytes;
    bool m_is_little = false;
    bool m_is_valid = false;
};

/// Where an entry of a folder of tags stands.
struct TagEntry {
    const TiffBytes& tiff;
    std::size_t at;

    std::uint32_t number() const { return tiff.number(at + 8, 4); }

    std::string text() const {
        constexpr std::uint32_t k_ascii = 2;
        constexpr std::uint32_t k_utf8 = 129;
        const std::uint32_t type = tiff.number(at + 2, 2);
        const std::uint32_t count = tiff.number(at + 4, 4);
        if ((type != k_ascii && type != k_utf8) || count == 0) {
            return {};
        }
        const std::size_t size = std::min<std::size_t>(count, k_longest_text);
        const std::string_view bytes = tiff.part(count <= 4 ? at + 8 : number(), size);
        return std::string(base::trimmed(base::printable(bytes.substr(0, bytes.find('\0')))));
    }
};

/// A time such as "2026:11-23 14:41:29".
std::optional<std::chrono::sys_seconds> read_time(std::string_view text) {
    using namespace std::chrono;
    const int hour = base::digits_at(text, 11, 2);
    const int minute = base::digits_at(text, 14, 2);
    const int second = base::digits_at(text, 17, 2);
    const int year_number = base::digits_at(text, 0, 4);
    const int month_number = base::digits_at(text, 5, 2);
    const int day_number = base::digits_at(text, 8, 2);
    if (year_number < 1 || month_number < 1 || day_number < 1 || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59 || second < 0 || second > 60) {
        return {};
    }
    const year_month_day day{year(year_number), month(static_cast<unsigned>(month_number)),
                             std::chrono::day(static_cast<unsigned>(day_number))};
    if (!day.ok()) {
        return {};
    }
    return sys_days(day) + hours(hour) + minutes(minute) + seconds(second);
}

/// A part of a second such as "345", of which further digits do not count.
std::chrono::milliseconds read_part_of_second(std::string_view text) {
    int value = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const bool is_there = i < text.size() && base::is_digit(text[i]);
        value = value * 10 + (is_there ? text[i] - '0' : 0);
    }
    return std::chrono::milliseconds(value);
}

std::optional<std::chrono::seconds> read_offset(const std::string& text) {
    std::size_t length = 0;
    const std::chrono::seconds offset = base::read_utc_offset(text, length);
    return length > 0 ? std::optional(offset) : std::nullopt;
}

/// What is collected from the tags before it is weighed.
struct Tags {
    ExifFacts facts;
    std::string time;
    std::string time_original;
    std::string offset;
    std::string offset_original;
    std::string part;
    std::string part_original;
    std::uint32_t exif_folder = 0;
};

void take_entry(const TagEntry& entry, Tags& tags) {
    switch (entry.tiff.number(entry.at, 2)) {
    case ExifTag::make:
        tags.facts.make = entry.text();
        break;
    case ExifTag::software:
        tags.facts.software = entry.text();
        break;
    case ExifTag::image_description:
        tags.facts.description = entry.text();
        break;
    case ExifTag::body_serial_number:
        tags.facts.serial = entry.text();
        break;
    case ExifTag::date_time:
        tags.time = entry.text();
        break;
    case ExifTag::date_time_original:
        tags.time_original = entry.text();
        break;
    case ExifTag::offset_time:
        tags.offset = entry.text();
        break;
    case ExifTag::offset_time_original:
        tags.offset_original = entry.text();
        break;
    case ExifTag::subsec_time:
        tags.part = entry.text();
        break;
    case ExifTag::subsec_time_original:
        tags.part_original = entry.text();
        break;
    case ExifTag::exif_folder:
        tags.exif_folder = entry.number();
        break;
    default:
        break;
    }
}

void take_folder(const TiffBytes& tiff, std::size_t start, Tags& tags) {
    constexpr std::size_t k_entry_size = 12;
    const std::size_t count = tiff.number(start, 2);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = start + 2 + i * k_entry_size;
        if (at + k_entry_size > tiff.size()) {
            return;
        }
        take_entry({tiff, at}, tags);
    }
}

std::optional<ExifFacts> read_tiff(std::string_view bytes) {
    const TiffBytes tiff(bytes);
    if (!tiff.is_valid()) {
        return {};
    }
    Tags tags;
    take_folder(tiff, tiff.number(4, 4), tags);
    if (tags.exif_folder != 0) {
        take_folder(tiff, tags.exif_folder, tags);
    }
    ExifFacts& facts = tags.facts;
    const bool has_original = !tags.time_original.empty();
    facts.taken = read_time(has_original ? tags.time_original : tags.time);
    facts.taken_part = read_part_of_second(has_original ? tags.part_original : tags.part);
    facts.offset = read_offset(has_original && !tags.offset_original.empty() ? tags.offset_original
                                                                             : tags.offset);
    return facts;
}

} // namespace

bool ExifFacts::is_ours() const {
    return make == k_maker && software.starts_with("ring-snapshot");
}

std::optional<ExifFacts> read_exif(std::string_view jpeg) {
    JpegSegments segments(jpeg);
    while (const auto segment = segments.next()) {
        if (segment->is_exif()) {
            auto facts = read_tiff(segment->content.substr(k_exif_mark.size()));
            if (facts) {
                facts->segment_start = segment->start;
                facts->segment_size = segment->size;
            }
            return facts;
        }
    }
    return {};
}

std::string without_exif(std::string_view jpeg, const ExifFacts& exif) {
    std::string bytes(jpeg);
    return bytes.erase(exif.segment_start, exif.segment_size);
}

std::string as_received(std::string jpeg) {
    const auto exif = read_exif(jpeg);
    return exif && exif->is_ours() ? without_exif(jpeg, *exif) : jpeg;
}

} // namespace archive
