// SPDX-License-Identifier: Apache-2.0
#include "simulator/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <random>

namespace simulator {

namespace {

constexpr std::string_view k_plain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view k_url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string encode64(std::string_view bytes, std::string_view alphabet) {
    std::string out;
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : bytes) {
        buffer = buffer << 8 | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6; bits -= 6) {
            out.push_back(alphabet[buffer >> (bits - 6) & 63]);
        }
    }
    if (bits > 0) {
        out.push_back(alphabet[buffer << (6 - bits) & 63]);
    }
    return out;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text;
}

template <typename OnPart>
void split(std::string_view text, char separator, OnPart on_part) {
    while (!text.empty()) {
        const auto end = text.find(separator);
        on_part(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
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

struct DateAndTime {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<std::chrono::milliseconds> time;
    std::chrono::weekday weekday;
};

DateAndTime split_time(std::int64_t epoch_ms) {
    using namespace std::chrono;
    const sys_time<milliseconds> point{milliseconds{epoch_ms}};
    const auto day = floor<days>(point);
    return {year_month_day{day}, hh_mm_ss<milliseconds>{point - day}, weekday{day}};
}

} // namespace

std::optional<std::string> find_field(const Fields& fields, std::string_view name) {
    const auto it = std::ranges::find(fields, name, &Fields::value_type::first);
    return it == fields.end() ? std::nullopt : std::optional{it->second};
}

std::string percent_decode(std::string_view text, bool plus_is_blank) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
            hex_value(text[i + 2]) >= 0) {
            out.push_back(static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
            i += 2;
        } else {
            out.push_back(text[i] == '+' && plus_is_blank ? ' ' : text[i]);
        }
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool letter_or_digit =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (letter_or_digit || std::string_view{"-._~"}.find(c) != std::string_view::npos) {
            out.push_back(c);
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

Fields parse_form(std::string_view text) {
    Fields fields;
    split(text, '&', [&](std::string_view part) {
        if (part.empty()) {
            return;
        }
        const auto equals = part.find('=');
        const auto value =
            equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1);
        fields.emplace_back(percent_decode(part.substr(0, equals), true),
                            percent_decode(value, true));
    });
    return fields;
}

Fields parse_cookies(std::string_view text) {
    Fields fields;
    split(text, ';', [&](std::string_view part) {
        const auto equals = part.find('=');
        if (equals != std::string_view::npos) {
            fields.emplace_back(trim(part.substr(0, equals)), trim(part.substr(equals + 1)));
        }
    });
    return fields;
}

std::string base64(std::string_view bytes) {
    auto out = encode64(bytes, k_plain);
    while (out.size() % 4 != 0) {
        out.push_back('=');
    }
    return out;
}

std::string base64url(std::string_view bytes) {
    return encode64(bytes, k_url);
}

std::optional<std::string> base64_decode(std::string_view text) {
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
    }
    std::string out;
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : text) {
        auto value = k_plain.find(c);
        if (value == std::string_view::npos) {
            value = k_url.find(c);
        }
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        buffer = buffer << 6 | static_cast<unsigned>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<char>(buffer >> bits & 0xff));
        }
    }
    return out;
}

std::string to_hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string random_bytes(std::size_t bytes) {
    static std::mutex mutex;
    static std::mt19937_64 engine{std::random_device{}()};
    const std::lock_guard lock{mutex};
    std::string out;
    while (out.size() < bytes) {
        out.push_back(static_cast<char>(engine() & 0xff));
    }
    return out;
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
    constexpr std::array k_days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array k_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto t = split_time(epoch_ms);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", k_days[t.weekday.c_encoding()],
                       unsigned{t.date.day()}, k_months[unsigned{t.date.month()} - 1],
                       int{t.date.year()}, t.time.hours().count(), t.time.minutes().count(),
                       t.time.seconds().count());
}

std::string iso_time(std::int64_t epoch_ms) {
    const auto t = split_time(epoch_ms);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int{t.date.year()},
                       unsigned{t.date.month()}, unsigned{t.date.day()}, t.time.hours().count(),
                       t.time.minutes().count(), t.time.seconds().count(),
                       t.time.subseconds().count());
}

std::optional<std::int64_t> parse_iso_time(std::string_view text) {
    using namespace std::chrono;
    int year{};
    unsigned month{};
    unsigned day{};
    int hour{};
    int minute{};
    int second{};
    int used{};
    const std::string copy{text};
    if (std::sscanf(copy.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute,
                    &second, &used) != 6) {
        return std::nullopt;
    }
    const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                              std::chrono::day{day}};
    if (!date.ok()) {
        return std::nullopt;
    }
    std::int64_t fraction = 0;
    if (const auto rest = text.substr(static_cast<std::size_t>(used)); rest.starts_with('.')) {
        std::int64_t scale = 100;
        for (std::size_t i = 1; i < rest.size() && hex_value(rest[i]) >= 0; ++i, scale /= 10) {
            fraction += scale * hex_value(rest[i]);
        }
    }
    const auto point = sys_days{date} + hours{hour} + minutes{minute} + seconds{second};
    return duration_cast<milliseconds>(point.time_since_epoch()).count() + fraction;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value{};
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc{} && result.ptr == end ? std::optional{value} : std::nullopt;
}

std::string to_lower(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c | 0x20);
        }
    }
    return out;
}

} // namespace simulator
