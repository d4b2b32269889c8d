// SPDX-License-Identifier: Apache-2.0
#include "ring/api/json_read.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"
#include "http/message.hpp"
#include "settings/json_object.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace ring {

namespace {

constexpr std::size_t k_max_number_length = 40;
/// Above 2^53 neighbouring whole numbers are the same floating-point value.
constexpr double k_max_exact = 9007199254740992.0;

/// `foreign` without what the parser would refuse all of it for, although only a name is damaged.
std::string repaired(std::string_view foreign) {
    std::string text = base::valid_utf8(foreign);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (static_cast<unsigned char>(text[i]) < 0x20) {
            text[i] = ' ';
        } else if (text[i] == '\\') {
            // Surrogates, of which one may stand alone.
            const std::string unit = base::to_lower(std::string_view(text).substr(i + 1, 5));
            if (unit.size() == 5 && unit.starts_with("ud") && unit[2] > '7') {
                text.replace(i + 1, 5, "ufffd");
            }
            ++i;
        }
    }
    return text;
}

/// is_discarded() when it is not JSON, or deeper or of more values than any real answer. A tree can
/// cost sixty times the memory of its text.
Json parse_limited(std::string_view text) {
    constexpr int k_max_nesting = 200;
    // A camera in the device list has some hundreds.
    constexpr std::size_t k_max_values = 300'000;
    return settings::exceeds_limits(text, k_max_nesting, k_max_values)
               ? Json(Json::value_t::discarded)
               : Json::parse(text, nullptr, false);
}

Json number_in_text(const Json& value) {
    const std::string_view text = base::trimmed(value.get_ref<const std::string&>());
    if (text.empty() || text.size() > k_max_number_length) {
        return Json(Json::value_t::discarded);
    }
    // The JSON parser, unlike strtod, knows no locale.
    return Json::parse(text, nullptr, false);
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

} // namespace

Json read_json(std::string_view text) {
    Json value = parse_limited(text);
    if (value.is_discarded()) {
        const std::string better = repaired(text);
        return better == text ? value : parse_limited(better);
    }
    return value;
}

Json read_json_object(std::string_view text, std::string_view what) {
    Json value = read_json(text);
    if (value.is_object()) {
        return value;
    }
    std::string message = http::looks_like_html(text) ? "Ring answered with a web page instead of "
                          : base::trimmed(text).empty() ? "Ring answered with nothing instead of "
                                                        : "Ring's answer cannot be read as ";
    message += what;
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
    if (!number || std::abs(*number) > k_max_exact) {
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
