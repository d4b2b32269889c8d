// SPDX-License-Identifier: Apache-2.0
#include "archive/file_name.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace archive {
namespace {

constexpr std::size_t k_longest_value = 120;
constexpr std::size_t k_longest_component = 255;
constexpr std::string_view k_blanks_and_dots = " .";
constexpr std::string_view k_field_hint =
    "the fields are {id}, {name}, {kind}, {model}, {location}, {time:FORMAT} and {utc:FORMAT}; "
    "a brace itself is written {{ or }}.";
constexpr std::string_view k_film_field_hint =
    "the fields are {id}, {name}, {from:FORMAT} and {to:FORMAT}";
constexpr std::string_view k_time_hint =
    "A format is made of strftime's conversions, as in {time:%Y-%m-%d %H-%M-%S}.";

/// Where the extension of `name` starts, its dot included; the end when it has none. A number after
/// a dot is none ("16.13.32").
std::size_t extension_start(std::string_view name) {
    constexpr std::size_t k_longest_extension = 16;
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) {
        return name.size();
    }
    const std::string_view rest = name.substr(dot + 1);
    const bool is_extension = !rest.empty() && rest.size() < k_longest_extension &&
                              base::is_letter(rest.front()) &&
                              std::all_of(rest.begin(), rest.end(), base::is_letter_or_digit);
    return is_extension ? dot : name.size();
}

std::string_view trimmed_end(std::string_view text) {
    return text.substr(0, text.find_last_not_of(k_blanks_and_dots) + 1);
}

std::string_view trimmed(std::string_view text) {
    text = trimmed_end(text);
    return text.substr(std::min(text.find_first_not_of(k_blanks_and_dots), text.size()));
}

/// `name` with `suffix` before its extension, at most `limit` bytes in all.
std::string insert_suffix(std::string_view name, std::string_view suffix, std::size_t limit) {
    const std::size_t dot = extension_start(name);
    const std::string_view stem = name.substr(0, dot);
    const std::string_view extension = name.substr(dot);
    const std::size_t rest = suffix.size() + extension.size();
    const std::string_view cut_stem =
        stem.size() + rest <= limit
            ? stem
            : trimmed_end(base::utf8_prefix(stem, limit - std::min(limit, rest)));
    return fmt::format("{}{}{}", cut_stem, suffix, extension);
}

/// Whether Windows takes `name` for a device, whatever its extension.
bool is_reserved(std::string_view name) {
    const std::string stem = base::to_lower(trimmed_end(name.substr(0, name.find('.'))));
    constexpr std::array<std::string_view, 7> k_names = {"con",    "prn",    "aux",    "nul",
                                                         "clock$", "conin$", "conout$"};
    if (std::find(k_names.begin(), k_names.end(), stem) != k_names.end()) {
        return true;
    }
    if (!stem.starts_with("com") && !stem.starts_with("lpt")) {
        return false;
    }
    const std::string_view port = std::string_view(stem).substr(3);
    // Superscript one, two and three count as digits there.
    return (port.size() == 1 && base::is_digit(port[0])) || port == "\xC2\xB9" ||
           port == "\xC2\xB2" || port == "\xC2\xB3";
}

/// `text` without anything that no file name may hold, each such character replaced; '/' stays.
std::string replace_forbidden(std::string_view text, char replacement) {
    std::string result = base::printable(text);
    for (char& c : result) {
        if (std::string_view("<>:\"|?*\\").find(c) != std::string_view::npos) {
            c = replacement;
        }
    }
    return result;
}

/// What is left to do for a name of nothing but allowed characters.
std::string safe_as_a_whole(std::string_view name, std::size_t limit) {
    name = trimmed(name);
    if (name.empty()) {
        return "unnamed";
    }
    std::string result = insert_suffix(name, "", limit);
    if (is_reserved(result)) {
        const std::string_view stem = std::string_view(result).substr(0, result.find('.'));
        result.insert(trimmed_end(stem).size(), 1, '_');
        result = insert_suffix(result, "", limit);
    }
    return result;
}

/// The parts of `path` between slashes, empty ones included.
std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t slash = path.find('/');
        parts.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) {
            return parts;
        }
        path.remove_prefix(slash + 1);
    }
}

/// Whether a folder written like this adds nothing: "a//b" and "a/./b" are "a/b".
bool adds_no_folder(std::string_view part) {
    return part.empty() || part == ".";
}

[[noreturn]] void refuse(const std::string& text, const std::string& why, std::string_view hint) {
    throw base::Error(base::ErrorCode::usage,
                      fmt::format("the file name template \"{}\" {}", base::printable(text), why),
                      std::string(hint));
}

/// The column of the byte at `position`, as editors count: from 1, in characters.
std::size_t column(std::string_view text, std::size_t position) {
    const std::string_view before = text.substr(0, position);
    return 1 + static_cast<std::size_t>(std::count_if(
                   before.begin(), before.end(), [](char c) { return !base::continues_utf8(c); }));
}

/// Calls `use` with each conversion character of a valid time format, and with each character
/// outside of conversions, told apart by its second argument.
template <typename Use>
void for_each_of_format(std::string_view format, Use use) {
    for (std::size_t i = 0; i < format.size(); ++i) {
        const bool is_conversion = format[i] == '%' && i + 1 < format.size();
        i += is_conversion ? 1 : 0;
        use(format[i], is_conversion);
    }
}

bool has_time_conversion(std::string_view format) {
    bool found = false;
    for_each_of_format(format, [&](char c, bool is_conversion) {
        found = found || (is_conversion && c != '%' && c != 'n' && c != 't');
    });
    return found;
}

/// A time format's folders, with an x for whatever a conversion yields.
std::string outline_of_format(std::string_view format) {
    std::string outline;
    for_each_of_format(format, [&](char c, bool is_conversion) {
        outline += !is_conversion ? c : c == 'n' || c == 't' ? ' ' : 'x';
    });
    return outline;
}

} // namespace

std::string safe_file_name(std::string_view text) {
    std::string name = replace_forbidden(text, '_');
    std::replace(name.begin(), name.end(), '/', '_');
    return safe_as_a_whole(name, k_longest_value);
}

PictureName with_suffix(const PictureName& name, std::string_view suffix) {
    const std::string file_name = insert_suffix(name.file_name(), suffix, k_longest_component);
    return PictureName(name.folders().empty() ? file_name
                                              : fmt::format("{}/{}", name.folders(), file_name));
}

NameTemplate::NameTemplate(std::string text, Subject subject)
    : m_text(std::move(text)), m_subject(subject) {
    std::string literal;
    const auto end_literal = [&] {
        if (!literal.empty()) {
            m_parts.push_back({Kind::text, std::exchange(literal, {})});
        }
    };
    for (std::size_t i = 0; i < m_text.size(); ++i) {
        const char c = m_text[i];
        const bool is_brace = c == '{' || c == '}';
        if (!is_brace) {
            literal += c;
        } else if (i + 1 < m_text.size() && m_text[i + 1] == c) {
            literal += c;
            ++i;
        } else if (c == '}') {
            refuse(m_text, fmt::format("has a '}}' without '{{' at column {}", column(m_text, i)),
                   k_field_hint);
        } else {
            const std::size_t end = m_text.find_first_of("{}", i + 1);
            if (end == std::string::npos || m_text[end] == '{') {
                refuse(m_text,
                       fmt::format("has a '{{' that is not closed at column {}", column(m_text, i)),
                       k_field_hint);
            }
            end_literal();
            m_parts.push_back(read_field(i, end));
            i = end;
        }
    }
    end_literal();
    check_folders();
}

NameTemplate NameTemplate::exact(std::string file_name) {
    NameTemplate result;
    result.m_text = std::move(file_name);
    result.m_is_exact = true;
    return result;
}

/// The field between the braces at `start` and `end`.
NameTemplate::Part NameTemplate::read_field(std::size_t start, std::size_t end) const {
    struct Field {
        std::string_view name;
        Kind kind;
    };

    static constexpr std::array<Field, 9> k_fields = {{{"id", Kind::id},
                                                       {"name", Kind::name},
                                                       {"from", Kind::from},
                                                       {"to", Kind::to},
                                                       {"kind", Kind::kind},
                                                       {"model", Kind::model},
                                                       {"location", Kind::location},
                                                       {"time", Kind::time},
                                                       {"utc", Kind::utc}}};
    const std::string inner = m_text.substr(start + 1, end - start - 1);
    const std::size_t colon = inner.find(':');
    const std::string name = inner.substr(0, colon);
    const std::string format = colon == std::string::npos ? "" : inner.substr(colon + 1);
    const std::size_t where = column(m_text, start);
    const auto field = std::find_if(k_fields.begin(), k_fields.end(), [&](const Field& known) {
        const bool is_foreign =
            m_subject == Subject::film ? is_of_picture(known.kind) : is_of_film(known.kind);
        return known.name == name && !is_foreign;
    });
    if (field == k_fields.end()) {
        const std::string shown = base::printable(name);
        refuse(m_text, fmt::format("has an unknown field {{{}}} at column {}", shown, where),
               m_subject == Subject::film ? k_film_field_hint : k_field_hint);
    }
    const bool takes_format = is_time(field->kind);
    if (!takes_format && colon != std::string::npos) {
        refuse(m_text, fmt::format("has a format in {{{}}} at column {}", name, where),
               "Only {time:FORMAT} and {utc:FORMAT} take a format.");
    }
    if (takes_format && format.empty()) {
        refuse(m_text, fmt::format("has no time format in {{{}}} at column {}", name, where),
               k_time_hint);
    }
    if (takes_format && !base::is_valid_time_format(format)) {
        refuse(m_text,
               fmt::format("has a bad time format \"{}\" at column {}", base::printable(format),
                           column(m_text, start + 2 + colon)),
               k_time_hint);
    }
    return {field->kind, format};
}

void NameTemplate::check_folders() const {
    std::string outline;
    for (const Part& part : m_parts) {
        outline += part.kind == Kind::text ? part.text
                   : is_time(part.kind)    ? outline_of_format(part.text)
                                           : "x";
    }
    outline = base::printable(outline);
    if (outline.empty()) {
        throw base::Error(base::ErrorCode::usage, "the file name template is empty",
                          std::string(k_field_hint));
    }
    const bool has_drive = outline.size() >= 3 && base::is_letter(outline[0]) &&
                           outline[1] == ':' && (outline[2] == '/' || outline[2] == '\\');
    if (outline[0] == '/' || has_drive) {
        refuse(m_text, "is an absolute path", "Give the folder with --out.");
    }
    if (outline.back() == '/') {
        refuse(m_text, "ends in '/', so that the file has no name", k_field_hint);
    }
    const std::vector<std::string_view> parts = split(outline);
    for (const std::string_view& part : parts) {
        const bool is_last = &part == &parts.back();
        if (trimmed(part).empty() && (is_last || !adds_no_folder(part))) {
            refuse(m_text, fmt::format("has the part \"{}\", which is not a name", part),
                   "Files are saved in the output folder and below it, never above it.");
        }
    }
}

bool NameTemplate::holds_time() const {
    return std::any_of(m_parts.begin(), m_parts.end(), [](const Part& part) {
        return is_time(part.kind) && has_time_conversion(part.text);
    });
}

bool NameTemplate::needs_device_list() const {
    return needs_more_than_a_name() ||
           std::any_of(m_parts.begin(), m_parts.end(),
                       [](const Part& part) { return part.kind == Kind::name; });
}

bool NameTemplate::needs_more_than_a_name() const {
    return std::any_of(m_parts.begin(), m_parts.end(), [](const Part& part) {
        return part.kind == Kind::kind || part.kind == Kind::model || part.kind == Kind::location;
    });
}

PictureName NameTemplate::render(const NameFields& fields) const {
    if (m_is_exact) {
        return PictureName(m_text);
    }
    const auto value_of = [&](const Part& part) -> std::string {
        switch (part.kind) {
        case Kind::text:
            return replace_forbidden(part.text, '_');
        case Kind::id:
            return safe_file_name(fields.id);
        case Kind::name:
            return safe_file_name(fields.name);
        case Kind::kind:
            return safe_file_name(fields.kind);
        case Kind::model:
            return safe_file_name(fields.model);
        case Kind::location:
            return safe_file_name(fields.location);
        case Kind::to:
            return replace_forbidden(base::format_local_time(fields.end, part.text), '-');
        case Kind::from:
        case Kind::time:
            return replace_forbidden(base::format_local_time(fields.time, part.text), '-');
        case Kind::utc:
            return replace_forbidden(base::format_utc_time(fields.time, part.text), '-');
        }
        return {};
    };
    std::string whole;
    for (const Part& part : m_parts) {
        whole += value_of(part);
    }
    const std::vector<std::string_view> parts = split(whole);
    std::string name;
    for (const std::string_view& part : parts) {
        // A conversion may yield nothing, such as %p or %Z.
        if (&part == &parts.back() || !adds_no_folder(part)) {
            name += (name.empty() ? "" : "/") + safe_as_a_whole(part, k_longest_component);
        }
    }
    return PictureName(std::move(name));
}

std::optional<std::pair<std::size_t, std::size_t>>
find_clash(const NameTemplate& name_template, const std::vector<NameFields>& cameras) {
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        NameFields fields = cameras[i];
        fields.time = cameras.front().time;
        fields.end = cameras.front().end;
        const auto [entry, is_new] =
            seen.emplace(base::fold_case(name_template.render(fields).text()), i);
        if (!is_new) {
            return std::pair(entry->second, i);
        }
    }
    return std::nullopt;
}

} // namespace archive
