// SPDX-License-Identifier: Apache-2.0
#include "base/text/encoding.hpp"

#include "base/text/ascii.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace base {

namespace {

constexpr std::string_view k_base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view k_hex_digits = "0123456789abcdef";

std::optional<std::uint32_t> base64_value(char digit) {
    if (digit == '-') {
        return 62;
    }
    if (digit == '_') {
        return 63;
    }
    const std::size_t position = k_base64_digits.find(digit);
    if (position == std::string_view::npos) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(position);
}

std::optional<unsigned> hex_value(char digit) {
    const std::size_t value = k_hex_digits.find(to_lower(digit));
    return value == std::string_view::npos ? std::nullopt
                                           : std::optional(static_cast<unsigned>(value));
}

} // namespace

std::string base64_encode(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t start = 0; start < bytes.size(); start += 3) {
        const std::string_view group = bytes.substr(start, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            bits = bits << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text += i <= group.size() ? k_base64_digits[bits >> (18 - 6 * i) & 0x3FU] : '=';
        }
    }
    return text;
}

std::string base64url_encode(std::string_view bytes) {
    std::string text = base64_encode(bytes);
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    text.erase(std::min(text.find('='), text.size()));
    return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
    std::string bytes;
    std::size_t digits = 0;
    std::size_t padding = 0;
    std::uint32_t bits = 0;
    for (const char character : text) {
        if (is_space(character)) {
            continue;
        }
        if (character == '=') {
            ++padding;
            continue;
        }
        const auto value = base64_value(character);
        if (!value || padding > 0) {
            return std::nullopt;
        }
        bits = bits << 6 | *value;
        ++digits;
        // Of four digits the first completes no byte, each of the others one.
        if (const std::size_t position = digits % 4; position != 1) {
            const unsigned surplus = position == 2 ? 4 : position == 3 ? 2 : 0;
            bytes += static_cast<char>(bits >> surplus & 0xFFU);
        }
    }
    const bool padding_fits = padding == 0 || (padding <= 2 && (digits + padding) % 4 == 0);
    if (digits % 4 == 1 || !padding_fits) {
        return std::nullopt;
    }
    return bytes;
}

std::string hex_encode(std::string_view bytes) {
    constexpr std::string_view k_digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text += k_digits[value >> 4U];
        text += k_digits[value & 0xFU];
    }
    return text;
}

std::string percent_encode(std::string_view text) {
    std::string encoded;
    for (const char character : text) {
        if (is_letter_or_digit(character) ||
            std::string_view("-._~").find(character) != std::string_view::npos) {
            encoded += character;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(character));
        }
    }
    return encoded;
}

std::string percent_decode(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const auto high = hex_value(text[i + 1]);
            const auto low = hex_value(text[i + 2]);
            if (high && low) {
                decoded += static_cast<char>(*high << 4U | *low);
                i += 2;
                continue;
            }
        }
        decoded += text[i];
    }
    return decoded;
}

std::string form_encode(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string body;
    for (const auto& [name, value] : fields) {
        if (!body.empty()) {
            body += '&';
        }
        body += percent_encode(name);
        body += '=';
        body += percent_encode(value);
    }
    return body;
}

} // namespace base
