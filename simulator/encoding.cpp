// SPDX-License-Identifier: Apache-2.0
#include "simulator/encoding.hpp"

#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace simulator {

namespace {

template <typename OnPart>
void split(std::string_view text, char separator, OnPart on_part) {
    while (!text.empty()) {
        const auto end = text.find(separator);
        on_part(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
}

std::string decode_form_value(std::string_view text) {
    std::string blanks{text};
    std::ranges::replace(blanks, '+', ' ');
    return base::percent_decode(blanks);
}

std::uint32_t crc32(std::string_view text) {
    std::uint32_t crc = 0xffffffff;
    for (const char c : text) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
        }
    }
    return ~crc;
}

void append_little_endian(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
    }
}

std::tm utc(std::int64_t epoch_ms) {
    const std::chrono::milliseconds time{epoch_ms};
    return fmt::gmtime(static_cast<std::time_t>(floor<std::chrono::seconds>(time).count()));
}

} // namespace

std::optional<std::string> find_field(const Fields& fields, std::string_view name) {
    const auto it = std::ranges::find(fields, name, &Fields::value_type::first);
    return it == fields.end() ? std::nullopt : std::optional{it->second};
}

Fields parse_form(std::string_view text) {
    Fields fields;
    split(text, '&', [&](std::string_view part) {
        const auto name = part.substr(0, part.find('='));
        if (!part.empty()) {
            part.remove_prefix(std::min(part.size(), name.size() + 1));
            fields.emplace_back(decode_form_value(name), decode_form_value(part));
        }
    });
    return fields;
}

Fields parse_cookies(std::string_view text) {
    Fields fields;
    split(text, ';', [&](std::string_view part) {
        const auto equals = part.find('=');
        if (equals != std::string_view::npos) {
            fields.emplace_back(base::trimmed(part.substr(0, equals)),
                                base::trimmed(part.substr(equals + 1)));
        }
    });
    return fields;
}

std::string gzip_stored(std::string_view text) {
    std::string out{"\x1f\x8b\x08\0\0\0\0\0\0\xff", 10};
    constexpr std::size_t k_block = 0xffff;
    std::size_t at = 0;
    do {
        const auto length = std::min(k_block, text.size() - at);
        const auto size = static_cast<std::uint32_t>(length);
        out.push_back(at + length == text.size() ? '\1' : '\0');
        append_little_endian(out, size, 2);
        append_little_endian(out, ~size, 2);
        out += text.substr(at, length);
        at += length;
    } while (at < text.size());
    append_little_endian(out, crc32(text), 4);
    append_little_endian(out, static_cast<std::uint32_t>(text.size()), 4);
    return out;
}

std::string http_date(std::int64_t epoch_ms) {
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", utc(epoch_ms));
}

std::string iso_time(std::int64_t epoch_ms) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", utc(epoch_ms),
                       (epoch_ms % 1000 + 1000) % 1000);
}

std::optional<std::int64_t> parse_iso_time(std::string_view text) {
    using namespace std::chrono;
    int year{};
    unsigned month{};
    unsigned day{};
    int hour{};
    int minute{};
    double second{};
    if (std::sscanf(std::string{text}.c_str(), "%4d-%2u-%2uT%2d:%2d:%lf", &year, &month, &day,
                    &hour, &minute, &second) != 6) {
        return std::nullopt;
    }
    const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                              std::chrono::day{day}};
    if (!date.ok() || !(second >= 0 && second < 61)) {
        return std::nullopt;
    }
    const auto whole = sys_days{date} + hours{hour} + minutes{minute};
    return duration_cast<milliseconds>(whole.time_since_epoch()).count() +
           static_cast<std::int64_t>(second * 1000 + 0.5);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value{};
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc{} && result.ptr == end ? std::optional{value} : std::nullopt;
}

} // namespace simulator
