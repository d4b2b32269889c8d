// SPDX-License-Identifier: Apache-2.0
#include "settings/settings_reader.hpp"

#include "base/error.hpp"
#include "base/text/duration.hpp"
#include "base/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <system_error>
#include <utility>

namespace settings {

using base::ValueKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

bool is_text_or_number(const Json& member) {
    return member.is_string() || member.is_number();
}

std::string cleaned(ValueKind kind, const Json& text) {
    return base::clean_value(kind, base::valid_utf8(text.get_ref<const std::string&>()));
}

} // namespace

template <typename Fits>
const Json* SettingsReader::find(const char* key, const char* wanted, Fits fits) {
    const auto found = m_json.find(key);
    if (found == m_json.end() || found->is_null()) {
        return nullptr;
    }
    if (!std::invoke(fits, *found)) {
        m_notices.push_back(
            fmt::format("{} in the settings is not {}; it is ignored", key, wanted));
        return nullptr;
    }
    return &*found;
}

std::optional<std::int64_t> SettingsReader::find_number(const char* key, Range range) {
    const Json* member = find(key, "a number", is_text_or_number);
    const auto number = member ? number_in(key, *member) : std::nullopt;
    if (!number) {
        return {};
    }
    const std::int64_t clamped = std::clamp(*number, range.low, range.high);
    if (clamped != *number) {
        m_notices.push_back(
            fmt::format("{} in the settings is out of range; {} is used", key, clamped));
    }
    return clamped;
}

std::optional<std::int64_t> SettingsReader::number_in(const char* key, const Json& member) const {
    if (member.is_number_float()) {
        constexpr double k_limit = 9.2e18;
        return static_cast<std::int64_t>(std::clamp(member.get<double>(), -k_limit, k_limit));
    }
    if (member.is_number_unsigned()) {
        constexpr std::uint64_t k_most = std::numeric_limits<std::int64_t>::max();
        return static_cast<std::int64_t>(std::min(member.get<std::uint64_t>(), k_most));
    }
    if (member.is_number()) {
        return member.get<std::int64_t>();
    }
    const std::string text = cleaned(ValueKind::word, member);
    if (text.empty()) {
        return {};
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw_wrong(key, "is not a whole number", "correct it");
    }
    return value;
}

void SettingsReader::throw_wrong(const char* key, const std::string& problem,
                                 const std::string& advice) const {
    throw base::Error(base::ErrorCode::cannot_write,
                      fmt::format("{} in the settings {}", key, problem),
                      fmt::format("{} in {}", advice, m_file));
}

void SettingsReader::read(const char* key, std::optional<std::string>& value, ValueKind kind) {
    const Json* member = find(key, "a text", &Json::is_string);
    // The old tool writes "" for what was never set.
    if (std::string text = member ? cleaned(kind, *member) : ""; !text.empty()) {
        value = std::move(text);
    }
}

void SettingsReader::read(const char* key, std::string& value, ValueKind kind) {
    std::optional<std::string> text;
    read(key, text, kind);
    value = text.value_or("");
    // Most runs need no password, so it is checked where it is used.
    const std::string problem = kind == ValueKind::token ? problem_of(kind, value) : std::string();
    if (!problem.empty()) {
        throw_wrong(key, problem, "correct or remove it");
    }
}

void SettingsReader::read(const char* key, base::Secret& value, ValueKind kind) {
    std::string text;
    read(key, text, kind);
    value = base::Secret(text);
}

void SettingsReader::read(const char* key, std::optional<base::Secret>& value, ValueKind kind) {
    std::optional<std::string> text;
    read(key, text, kind);
    if (text) {
        value = base::Secret(*std::move(text));
    }
}

void SettingsReader::read(const char* key, std::optional<bool>& value) {
    if (const Json* member = find(key, "true or false", &Json::is_boolean)) {
        value = member->get<bool>();
    }
}

void SettingsReader::read(const char* key, std::optional<int>& value, Range range) {
    if (const auto number = find_number(key, range)) {
        value = static_cast<int>(*number);
    }
}

void SettingsReader::read(const char* key, std::optional<std::int64_t>& value, Range range) {
    value = find_number(key, range);
    if (value == 0) {
        value.reset();
    }
}

void SettingsReader::read(const char* key, std::optional<base::SystemTime>& value, Range range) {
    if (const auto number = find_number(key, range)) {
        value = base::SystemTime(seconds(*number));
    }
}

void SettingsReader::read(const char* key, seconds& value, Range range) {
    value = seconds(find_number(key, range).value_or(0));
}

void SettingsReader::read(const char* key, std::optional<milliseconds>& value) {
    const Json* member = find(key, "a duration such as \"90s\" or \"1h30m\"", is_text_or_number);
    if (member == nullptr) {
        return;
    }
    const std::string text =
        member->is_string() ? cleaned(ValueKind::word, *member) : member->dump();
    value = base::parse_duration(text);
    if (!value && !text.empty()) {
        const std::string advice = base::advice_on_duration(text);
        throw_wrong(key, fmt::format("is not a duration ({})", base::printable(text)),
                    advice + (advice.ends_with('?') ? " Correct it" : ". Correct it"));
    }
}

void SettingsReader::read(const char* key, std::vector<std::string>& values) {
    const auto is_list = [](const Json& member) {
        return member.is_array() &&
               std::all_of(member.begin(), member.end(),
                           [](const Json& entry) { return entry.is_string(); });
    };
    if (const Json* member = find(key, "a list of texts", is_list)) {
        for (const Json& entry : *member) {
            values.push_back(cleaned(ValueKind::text, entry));
        }
    }
}

void SettingsReader::read(const char* key, std::optional<std::vector<std::string>>& values) {
    std::vector<std::string> list;
    read(key, list);
    if (!list.empty()) {
        values = std::move(list);
    }
}

} // namespace settings
