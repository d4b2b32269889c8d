// SPDX-License-Identifier: Apache-2.0
#include "cli/line/option_declarer.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "cli/line/command_line.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

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
        {"HH:MM-HH:MM", ValueKind::word}, {"HH:MM", ValueKind::word},
        {"SIZE", ValueKind::word},
    };
    const auto* found = std::find_if(std::begin(k_kinds), std::end(k_kinds),
                                     [&](const auto& entry) { return entry.first == value_name; });
    if (found != std::end(k_kinds)) {
        return found->second;
    }
    return choices_of(value_name).empty() ? ValueKind::text : ValueKind::word;
}

/// The last of "-o,--out".
std::string long_name(std::string_view names) {
    return std::string(names.substr(names.find_last_of(',') + 1));
}

/// "--all" or "-q", but not "-1" and "-".
bool looks_like_option(std::string_view value) {
    return value.starts_with("--") ||
           (value.size() == 2 && value[0] == '-' && base::is_letter(value[1]));
}

/// Throws Error{usage} when the value of an option was forgotten.
void check_is_value(const std::string& name, std::string_view value) {
    if (looks_like_option(value)) {
        throw base::Error(
            base::ErrorCode::usage,
            fmt::format("{} needs a value; what follows it is {}", name, base::printable(value)));
    }
}

/// Throws Error{usage} when `value_name` is "a|b|c" and `value` none of them.
void check_choice(const std::string& name, std::string_view value_name, std::string_view value) {
    const std::vector<std::string> choices = choices_of(value_name);
    if (!choices.empty() && std::ranges::find(choices, value) == choices.end()) {
        throw base::Error(base::ErrorCode::usage,
                          fmt::format("{}: '{}' is not one of {}", name, base::printable(value),
                                      fmt::join(choices, ", ")));
    }
}

void add_option(CLI::App& app, const char* names, const char* value_name,
                std::function<void(Text)> take, const char* help, bool is_secret) {
    app.add_option_function<std::string>(
           names,
           [name = long_name(names), value_name, kind = kind_of(value_name), take = std::move(take),
            is_secret](Text text) {
               const std::string value = text.empty() ? text : base::take_value(kind, name, text);
               if (!is_secret) {
                   check_is_value(name, value);
               }
               if (!value.empty()) {
                   check_choice(name, value_name, value);
               }
               take(value);
           },
           help)
        ->type_name(value_name)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

} // namespace

std::vector<std::string> choices_of(std::string_view value_name) {
    std::vector<std::string> choices;
    if (value_name.find('|') == std::string_view::npos) {
        return choices;
    }
    while (!value_name.empty()) {
        const std::size_t end = std::min(value_name.find('|'), value_name.size());
        choices.emplace_back(value_name.substr(0, end));
        value_name.remove_prefix(std::min(end + 1, value_name.size()));
    }
    return choices;
}

void OptionDeclarer::add(const char* name, const char* value_name, std::function<void(Text)> take,
                         const char* help) {
    const auto take_and_record = [name, record = m_record, take = std::move(take)](Text text) {
        if (record != nullptr && !text.empty()) {
            record->insert(record->end(), {long_name(name), text});
        }
        take(text);
    };
    add_option(m_app, name, value_name, take_and_record, help, false);
}

void OptionDeclarer::add(const char* name, const char* value_name,
                         std::optional<std::string>& value, const char* help) {
    add(
        name, value_name, [&value](Text text) { value = text; }, help);
}

void OptionDeclarer::add_list(const char* name, const char* value_name,
                              std::optional<std::vector<std::string>>& values, const char* help) {
    const auto take = [name, kind = kind_of(value_name), record = m_record,
                       &values](const std::vector<std::string>& texts) {
        for (Text text : texts) {
            const std::string value = text.empty() ? text : base::take_value(kind, name, text);
            check_is_value(name, value);
            if (value.empty()) {
                continue;
            }
            if (record != nullptr) {
                record->insert(record->end(), {name, value});
            }
            values.emplace(values.value_or(std::vector<std::string>())).push_back(value);
        }
    };
    m_app.add_option_function<std::vector<std::string>>(name, take, help)
        ->type_name(value_name)
        ->type_size(1)
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
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
    const auto take = [name, &value](Text text) {
        if (text.empty()) {
            throw base::Error(base::ErrorCode::usage, fmt::format("{} is empty", name),
                              "a variable that it is taken from may not be set");
        }
        value = base::Secret(text);
    };
    add_option(m_app, name, value_name, take, help, true);
}

void OptionDeclarer::add_flag(const char* name, bool& value, const char* help) {
    m_app.add_flag_callback(
        name,
        [name, record = m_record, &value] {
            value = true;
            if (record != nullptr) {
                record->push_back(long_name(name));
            }
        },
        help);
}

void OptionDeclarer::add_flag(const char* name, std::optional<bool>& value, const char* help) {
    m_app.add_flag_callback(
        name,
        [name, record = m_record, &value] {
            value = true;
            if (record != nullptr) {
                record->push_back(long_name(name));
            }
        },
        help);
}

void OptionDeclarer::add_devices(std::vector<std::string>& devices) {
    const auto take = [&devices, record = m_record](const std::vector<std::string>& texts) {
        devices.clear();
        for (Text text : texts) {
            devices.push_back(base::clean_value(ValueKind::text, text));
        }
        if (record != nullptr) {
            record->insert(record->end(), devices.begin(), devices.end());
        }
    };
    m_app
        .add_option_function<std::vector<std::string>>(
            "DEVICE", take, "camera by id or name, or the first letters of it")
        ->type_name("");
}

void OptionDeclarer::add_paths(const char* name, std::vector<std::string>& paths,
                               const char* help) {
    const auto take = [name, &paths](const std::vector<std::string>& texts) {
        paths.clear();
        for (Text text : texts) {
            paths.push_back(base::take_value(ValueKind::path, name, text));
        }
    };
    m_app.add_option_function<std::vector<std::string>>(name, take, help)->type_name(name);
}

void OptionDeclarer::add_path(const char* name, std::string& path, const char* help) {
    const auto take = [name, &path](Text text) {
        path = base::take_value(ValueKind::path, name, text);
    };
    m_app.add_option_function<std::string>(name, take, help)->type_name(name);
}

void OptionDeclarer::add_word(const char* name, std::string& value, const char* help,
                              const char* value_name, std::function<void(Text)> check) {
    const auto take = [&value, check = std::move(check)](Text text) {
        check(text);
        value = text;
    };
    m_app.add_option_function<std::string>(name, take, help)->type_name(value_name);
}

void OptionDeclarer::add_words(const char* name, std::vector<std::string>& values,
                               const char* help) {
    m_app.add_option(name, values, help)->type_name("");
}

void OptionDeclarer::hide(const char* name) {
    m_app.get_option(name)->group("");
}

} // namespace cli
