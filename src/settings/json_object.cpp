// SPDX-License-Identifier: Apache-2.0
#include "settings/json_object.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace settings {

namespace {

/// No file of this program needs more.
constexpr int k_deepest = 100;

std::string place_of(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto line_start = before.rfind('\n') + 1; // npos + 1 is the start of the text
    return fmt::format("line {}, column {}", line, before.size() - line_start + 1);
}

[[noreturn]] void throw_broken(const std::string& file, const std::string& reason) {
    throw base::Error(base::ErrorCode::cannot_write,
                      fmt::format("the settings file {} is broken: {}", file, reason),
                      "repair it or move it away and log in again; it was not changed");
}

} // namespace

bool exceeds_limits(std::string_view text, int deepest, std::size_t most) {
    int depth = 0;
    std::size_t values = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char character = text[i];
        if (character == '"') {
            in_string = !in_string;
        } else if (in_string) {
            // An escaped quote does not end the string.
            i += character == '\\' ? 1 : 0;
        } else if (character == '[' || character == '{') {
            ++depth;
            ++values;
        } else if (character == ']' || character == '}') {
            --depth;
        } else if (character == ',') {
            ++values;
        }
        if (depth > deepest || values > most) {
            return true;
        }
    }
    return false;
}

Json parse_object(std::string_view text, const std::string& file) {
    if (exceeds_limits(text, k_deepest)) {
        throw_broken(file, "its values are nested more than 100 deep");
    }
    try {
        Json json = Json::parse(text);
        if (!json.is_object()) {
            throw_broken(file, "it does not hold a JSON object");
        }
        return json;
    } catch (const Json::parse_error& error) {
        throw_broken(file, text.find_first_not_of(" \t\r\n") == std::string_view::npos
                               ? "it is empty"
                               : "no valid JSON at " + place_of(text, error.byte));
    } catch (const Json::out_of_range&) {
        throw_broken(file, "a number in it is beyond all measure");
    }
}

Json object_or_empty(std::string_view text) {
    Json json = exceeds_limits(text, k_deepest) ? Json() : Json::parse(text, nullptr, false);
    return json.is_object() ? json : Json::object();
}

} // namespace settings
