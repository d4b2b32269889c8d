// SPDX-License-Identifier: Apache-2.0
#include "ring/api/json_read.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"
#include "http/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace ring {

namespace {

constexpr int k_max_nesting = 200;
/// A camera in the device list has some hundreds.
constexpr std::size_t k_max_values = 300'000;
constexpr std::size_t k_max_number_length = 40;
/// Above 2^53 neighbouring whole numbers are the same floating-point value.
constexpr double k_max_exact = 9007199254740992.0;

/// Whether `text` has more values than any real answer, or brackets nested deeper. A tree of it
/// would cost up to sixty times the memory of its text.
bool is_too_large_a_tree(std::string_view text) {
    int depth = 0;
    std::size_t values = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if (c == ',') {
            ++values;
        } else if (c == '[' || c == '{') {
            ++values;
            ++depth;
        } else if (c == ']' || c == '}') {
            --depth;
        }
        if (depth > k_max_nesting || values > k_max_values) {
            return true;
        }
    }
    return false;
}

/// The code unit of a \uXXXX escape at `at`; std::nullopt when there is none.
std::optional<unsigned> escaped_unit(std::string_view text, std::size_t at) {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') {
        return std::nullopt;
    }
    unsigned unit = 0;
    const char* begin = text.data() + at + 2;
    const auto [end, error] = std::from_chars(begin, begin + 4, unit, 16);
    if (error != std::errc() || end != begin + 4) {
        return std::nullopt;
    }
    return unit;
}

bool is_high_surrogate(unsigned unit) {
    return unit >= 0xd800 && unit < 0xdc00;
}

bool is_low_surrogate(unsigned unit) {
    return unit >= 0xdc00 && unit < 0xe000;
}

/// `foreign` without what the parser would refuse all of it for, although only a name is damaged.
std::string repaired(std::string_view foreign) {
    const std::string text = base::valid_utf8(foreign);
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] != '\\') {
            result += static_cast<unsigned char>(text[i]) < 0x20 ? ' ' : text[i];
            ++i;
            continue;
        }
        std::size_t length = std::min<std::size_t>(2, text.size() - i);
        std::string_view replacement = std::string_view(text).substr(i, length);
        if (const auto unit = escaped_unit(text, i)) {
            const auto next = escaped_unit(text, i + 6);
            const bool is_pair = is_high_surrogate(*unit) && next && is_low_surrogate(*next);
            const bool is_lone = !is_pair && (is_high_surrogate(*unit) || is_low_surrogate(*unit));
            length = is_pair ? 12 : 6;
            replacement = is_lone ? "\\ufffd" : std::string_view(text).substr(i, length);
        }
        result += replacement;
        i += length;
    }
    return result;
}

Json number_in_text(const Json& value) {
    const std::string_view text = base::trimmed(value.get_ref<const std::string&>());
    if (text.empty() || text.size() > k_max_number_length) {
        return Json(Json::value_t::discarded);
    }
    // The JSON parser, unlike strtod, knows no locale.
    return Json::parse(text, nullptr, false);
}

} // namespace

Json read_json(std::string_view text) {
    if (is_too_large_a_tree(text)) {
        return Json(Json::value_t::discarded);
    }
    Json value = Json::parse(text, nullptr, false);
    if (value.is_discarded()) {
        const std::string better = repaired(text);
        if (better != text) {
            value = Json::parse(better, nullptr, false);
        }
    }
    return value;
}

Json read_json_object(std::string_view text, std::string_view what) {
    Json value = read_json(text);
    if (value.is_object()) {
        return value;
    }
    std::string message;
    if (http::looks_like_html(text)) {
        message = fmt::format("Ring answered with a web page instead of {}", what);
    } else if (base::trimmed(text).empty()) {
        message = fmt::format("Ring answered with nothing instead of {}", what);
    } else {
        message = fmt::format("Ring's answer cannot be read as {}", what);
    }
    throw base::Error(base::ErrorCode::service_unavailable, std::move(message),
                      "the service seems to be out of order; try again in a few minutes");
}

const Json* member(const Json& value, std::string_view key) {
    if (!value.is_object()) {
        return nullptr;
    }
    const auto found = value.find(key);
    return found == value.end() || found->is_null() ? nullptr : &*found;
}

const Json* array_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    return found != nullptr && found->is_array() ? found : nullptr;
}

std::string text_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    if (found == nullptr || !found->is_string()) {
        return {};
    }
    return base::valid_utf8(found->get_ref<const std::string&>());
}

bool is_false_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    return found != nullptr && found->is_boolean() && !found->get<bool>();
}

std::optional<double> number_of(const Json& value) {
    if (value.is_string()) {
        const Json inner = number_in_text(value);
        return inner.is_number() ? number_of(inner) : std::nullopt;
    }
    if (!value.is_number()) {
        return std::nullopt;
    }
    const double number = value.get<double>();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<double> number_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    return found == nullptr ? std::nullopt : number_of(*found);
}

std::optional<std::int64_t> integer_of(const Json& value) {
    if (value.is_string()) {
        const Json inner = number_in_text(value);
        return inner.is_number() ? integer_of(inner) : std::nullopt;
    }
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        constexpr auto k_max = std::numeric_limits<std::int64_t>::max();
        return number > static_cast<std::uint64_t>(k_max)
                   ? std::nullopt
                   : std::optional(static_cast<std::int64_t>(number));
    }
    if (value.is_number_integer()) {
        return value.get<std::int64_t>();
    }
    const std::optional<double> number = number_of(value);
    if (!number || std::trunc(*number) != *number || std::abs(*number) > k_max_exact) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(*number);
}

std::optional<std::int64_t> integer_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    return found == nullptr ? std::nullopt : integer_of(*found);
}

std::string write_json(const OrderedJson& json) {
    return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

} // namespace ring
