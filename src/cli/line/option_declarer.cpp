// SPDX-License-Identifier: Apache-2.0
#include "cli/line/option_declarer.hpp"

#include "base/error.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "cli/line/command_line.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace cli {

namespace {

using base::ValueKind;
using Text = const std::string&;

/// What kind of value an option takes, by the name that its value has in the help.
ValueKind kind_of(std::string_view value_name) {
    constexpr std::pair<std::string_view, ValueKind> k_kinds[] = {
        {"EMAIL", ValueKind::email},      {"PASSWORD", ValueKind::password},
        {"CODE", ValueKind::code},        {"DIR", ValueKind::path},
        {"FILE", ValueKind::path},        {"DURATION", ValueKind::word},
        {"N", ValueKind::word},           {"URL", ValueKind::word},
        {"HH:MM-HH:MM", ValueKind::word}, {"FLOW", ValueKind::word},
    };
    const auto* found = std::find_if(std::begin(k_kinds), std::end(k_kinds),
                                     [&](const auto& entry) { return entry.first == value_name; });
    return found == std::end(k_kinds) ? ValueKind::text : found->second;
}

void add_option(CLI::App& app, const char* name, const char* value_name,
                std::function<void(Text)> take, const char* help, bool is_secret) {
    app.add_option_function<std::string>(
           name,
           [name, kind = kind_of(value_name), take = std::move(take), is_secret](Text text) {
               const std::string value = text.empty() ? text : base::take_value(kind, name, text);
               if (!is_secret && value.starts_with("--")) {
                   throw base::Error(base::ErrorCode::usage,
                                     fmt::format("{} needs a value; what follows it is {}", name,
                                                 base::printable(value)));
               }
               take(value);
           },
           help)
        ->type_name(value_name)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

} // namespace

void OptionDeclarer::add(const char* name, const char* value_name, std::function<void(Text)> take,
                         const char* help) {
    add_option(m_app, name, value_name, std::move(take), help, false);
}

void OptionDeclarer::add(const char* name, const char* value_name,
                         std::optional<std::string>& value, const char* help) {
    add(
        name, value_name, [&value](Text text) { value = text; }, help);
}

void OptionDeclarer::add_duration(const char* name, std::optional<std::chrono::milliseconds>& value,
                                  const char* help) {
    const auto take = [&value, name](Text text) { value = parse_duration_option(name, text); };
    add(name, "DURATION", take, help);
}

void OptionDeclarer::add_number(const char* name, std::optional<int>& value, int low, int high,
                                const char* help) {
    const auto take = [&value, name, low, high](Text text) {
        value = static_cast<int>(parse_number_option(name, text, low, high));
    };
    add(name, "N", take, help);
}

void OptionDeclarer::add_secret(const char* name, const char* value_name, base::Secret& value,
                                const char* help) {
    const auto take = [&value](Text text) { value = base::Secret(text); };
    add_option(m_app, name, value_name, take, help, true);
}

void OptionDeclarer::add_flag(const char* name, bool& value, const char* help) {
    m_app.add_flag(name, value, help);
}

void OptionDeclarer::add_flag(const char* name, std::optional<bool>& value, const char* help) {
    m_app.add_flag_callback(
        name, [&value] { value = true; }, help);
}

void OptionDeclarer::add_devices(std::vector<std::string>& devices) {
    const auto take = [&devices](const std::vector<std::string>& texts) {
        devices.clear();
        for (Text text : texts) {
            devices.push_back(base::clean_value(ValueKind::text, text));
        }
    };
    m_app
        .add_option_function<std::vector<std::string>>(
            "DEVICE", take, "camera by id or name (a unique beginning will do)")
        ->type_name("");
}

void OptionDeclarer::add_word(const char* name, std::string& value, const char* help) {
    m_app.add_option(name, value, help)->type_name("");
}

} // namespace cli
