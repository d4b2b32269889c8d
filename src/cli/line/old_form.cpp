// SPDX-License-Identifier: Apache-2.0
#include "cli/line/old_form.hpp"

#include "base/error.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/line/command_line.hpp"
#include "cli/line/suggestion.hpp"
#include "settings/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using base::ValueKind;

constexpr std::string_view k_old_name = "ringsnapshotdownload";

/// A command line in the old form, as far as it has been read.
struct Line {
    Invocation invocation;
    OldFormOptions options;
};

using Text = const std::string&;

/// As MaximumRetries in the settings: scripts of the old tool may say 0 or 500.
void take_retries(Line& line, Text text) {
    using Limits = std::numeric_limits<std::int64_t>;
    const std::int64_t given =
        parse_number_option("-maxretries", text, Limits::min(), Limits::max());
    const auto used = static_cast<int>(
        std::clamp<std::int64_t>(given, settings::k_min_retries, settings::k_max_retries));
    line.options.get.maximum_retries = used;
    if (used != given) {
        line.options.notices.push_back(
            fmt::format("-maxretries {} is out of range; {} is used", given, used));
    }
}

void take_device(Line& line, Text text) {
    line.options.get.devices = {std::to_string(
        parse_number_option("-deviceid", text, 1, std::numeric_limits<std::int64_t>::max()))};
}

/// What an option says of the form of a line without a command word.
enum class Form {
    /// It is the old one.
    old,
    /// Nothing, though the option is not one of the new form.
    open,
    /// Nothing: the option stands before commands too.
    both,
};

/// An option of the old form.
struct OldOption {
    std::string_view name;
    /// Of the value; std::nullopt for an option without one.
    std::optional<ValueKind> value;
    Form form;
    void (*take)(Line& line, Text value);
};

const OldOption k_options[] = {
    {"username", ValueKind::email, Form::old,
     [](Line& line, Text text) { line.options.input.username = text; }},
    {"password", ValueKind::password, Form::old,
     [](Line& line, Text text) { line.options.input.password = base::Secret(text); }},
    {"deviceid", ValueKind::word, Form::old, take_device},
    {"list", {}, Form::old, [](Line& line, Text) { line.options.list = true; }},
    {"out", ValueKind::path, Form::old, [](Line& line, Text text) { line.options.get.out = text; }},
    {"forceupdate", {}, Form::old, [](Line& line, Text) { line.options.force_update = true; }},
    {"validateimage", {}, Form::old, [](Line& line, Text) { line.options.validate_image = true; }},
    {"maxretries", ValueKind::word, Form::old, take_retries},
    {"2facode", ValueKind::code, Form::open,
     [](Line& line, Text text) { line.options.input.code = base::Secret(text); }},
    {"cached", {}, Form::open, [](Line& line, Text) { line.options.cached = true; }},
    {"settings", ValueKind::path, Form::both,
     [](Line& line, Text text) { line.invocation.common.settings_file = text; }},
    {"json", {}, Form::both, [](Line& line, Text) { line.invocation.common.output.json = true; }},
    {"quiet", {}, Form::both, [](Line& line, Text) { line.invocation.common.output.quiet = true; }},
    {"verbose",
     {},
     Form::both,
     [](Line& line, Text) { line.invocation.common.output.verbose = true; }},
    {"ascii", {}, Form::both, [](Line& line, Text) { line.invocation.common.output.ascii = true; }},
    {"no-color",
     {},
     Form::both,
     [](Line& line, Text) { line.invocation.common.output.color = ColorChoice::never; }},
};

/// An argument taken apart: "--Name=value" or "-name".
struct Word {
    std::string name;
    std::optional<std::string> value;
};

/// std::nullopt when the argument is not an option.
std::optional<Word> option_word(const std::string& argument) {
    const std::size_t dashes = argument.find_first_not_of('-');
    if (dashes == 0 || dashes == std::string::npos || dashes > 2) {
        return {};
    }
    const std::size_t equals = argument.find('=');
    Word word;
    word.name = base::fold_case(
        argument.substr(dashes, equals == std::string::npos ? std::string::npos : equals - dashes));
    if (equals != std::string::npos) {
        word.value = argument.substr(equals + 1);
    }
    return word;
}

const OldOption* find_option(std::string_view name) {
    const auto* found = std::ranges::find(k_options, name, &OldOption::name);
    return found == std::end(k_options) ? nullptr : found;
}

/// An option that stands before a command, though the old tool does not know it.
bool is_newer_global(const std::string& name) {
    return name == "q" || name == "v" || name == "color";
}

bool is_old_name(std::string_view program) {
    const std::string name = base::fold_case(program.substr(program.find_last_of("/\\") + 1));
    return name == k_old_name || name == std::string(k_old_name) + ".exe";
}

Error unknown(const std::string& argument) {
    std::vector<std::string> names;
    for (const OldOption& option : k_options) {
        names.push_back("-" + std::string(option.name));
    }
    const std::string shown = base::printable(argument.substr(0, argument.find('=')));
    const bool is_option = shown.starts_with('-');
    return Error(
        ErrorCode::usage,
        is_option ? fmt::format("unknown option {}", shown)
                  : fmt::format("unexpected argument '{}'", shown),
        suggestion("-" + shown.substr(std::min(shown.find_first_not_of('-'), shown.size())), names,
                   "run: RingSnapshotDownload -help"));
}

} // namespace

bool is_old_form(std::string_view program, const std::vector<std::string>& arguments) {
    if (is_old_name(program)) {
        return true;
    }
    bool decided = false;
    bool command_may_come = true;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto word = option_word(arguments[i]);
        if (!word) {
            // A word where a command stands was meant as one, even when it is mistyped.
            const bool is_command_meant = command_may_come && !arguments[i].starts_with('-');
            if (is_command_meant || is_command(arguments[i])) {
                return false;
            }
            continue;
        }
        const OldOption* option = find_option(word->name);
        decided = decided || (option != nullptr && option->form == Form::old);
        command_may_come = command_may_come && (option != nullptr ? option->form == Form::both
                                                                  : is_newer_global(word->name));
        const bool takes_value = option != nullptr ? option->value.has_value()
                                                   : command_may_come && word->name == "color";
        if (takes_value && !word->value) {
            ++i;
        }
    }
    return decided;
}

Invocation parse_old_form(const std::vector<std::string>& arguments) {
    Line line;
    Invocation& invocation = line.invocation;
    invocation.common.old_form = true;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto word = option_word(arguments[i]);
        if (word && (word->name == "help" || word->name == "h" || word->name == "?")) {
            invocation.choose(HelpOptions{.command = {}, .old_form = true}, run_help);
            return invocation;
        }
        if (word && word->name == "version") {
            invocation.choose(PrintText{"RingSnapshotDownload " RING_SNAPSHOT_VERSION "\n"},
                              print_text);
            return invocation;
        }
        const OldOption* option = word ? find_option(word->name) : nullptr;
        if (option == nullptr) {
            throw unknown(arguments[i]);
        }
        std::string value = word->value.value_or("");
        if (option->value && !word->value) {
            // "-out -list": the value was forgotten; no value of these options looks like one.
            const bool missing = i + 1 == arguments.size() ||
                                 (option_word(arguments[i + 1]) &&
                                  find_option(option_word(arguments[i + 1])->name) != nullptr);
            if (missing) {
                throw Error(ErrorCode::usage, fmt::format("-{} needs a value", option->name),
                            "run: RingSnapshotDownload -help");
            }
            value = arguments[++i];
        }
        if (option->value == ValueKind::code && value.empty()) {
            // Without it, the login would have another code sent.
            throw Error(ErrorCode::usage, fmt::format("-{} is empty", option->name),
                        "a variable that it is taken from may not be set");
        }
        if (option->value && !value.empty()) {
            value = base::take_value(*option->value, fmt::format("-{}", option->name), value);
        }
        option->take(line, value);
    }
    if (line.options.cached && line.options.force_update) {
        throw Error(ErrorCode::usage, "choose one: -cached or -forceupdate");
    }
    invocation.choose(line.options, run_old_form);
    return invocation;
}

bool asks_for_json(const std::vector<std::string>& arguments) {
    for (const std::string& argument : arguments) {
        if (argument == "--") {
            break;
        }
        if (const auto word = option_word(argument); word && word->name == "json") {
            return word->value.value_or("true") != "false";
        }
    }
    return false;
}

std::vector<SecretArgument> secret_arguments(const std::vector<std::string>& arguments) {
    constexpr std::string_view k_secrets[] = {"password", "2facode", "2fa-code", "refresh-token"};
    std::vector<SecretArgument> found;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto word = option_word(arguments[i]);
        if (!word || std::ranges::find(k_secrets, word->name) == std::end(k_secrets)) {
            continue;
        }
        if (word->value) {
            found.push_back({i, arguments[i].find('=') + 1});
        } else if (i + 1 < arguments.size()) {
            found.push_back({++i, 0});
        }
    }
    return found;
}

} // namespace cli
