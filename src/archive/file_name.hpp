// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/picture_name.hpp"
#include "base/clock.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace archive {

/// What a file name can be made of.
struct NameFields {
    std::string id;
    std::string name;
    std::string kind;
    std::string model;
    std::string location;
    /// The moment of capture; of a film, the first one that it may show.
    base::SystemTime time;
    /// Of a film, the last one.
    base::SystemTime end = {};
};

/// `text` made safe as one file or folder name on Windows, macOS and Linux: no separators and none
/// of <>:"|?* (each becomes '_'), no control characters (blanks), no leading or trailing blanks and
/// dots, none of Windows' reserved names (CON, NUL, COM1 … with or without extension: "CON_",
/// "con_.jpg"), valid UTF-8, at most 120 bytes (cut between characters, before the extension).
/// Never empty: "unnamed" when nothing is left.
std::string safe_file_name(std::string_view text);

/// `name` with `suffix` between the stem of its file name and the extension: "a.jpg" and " (2)"
/// make "a (2).jpg". The stem is cut where the name would become too long.
PictureName with_suffix(const PictureName& name, std::string_view suffix);

/// A file name with fields: {id}, {name}, {kind}, {model}, {location}, {time:FORMAT} (local time)
/// and {utc:FORMAT}, FORMAT as for strftime without braces; "{{" and "}}" are braces. May contain
/// folders, written with '/', in a FORMAT too.
class NameTemplate {
public:
    /// Throws Error{usage} that names the place when `text` is not such a template: unknown field,
    /// brace not closed, bad or missing time format, empty, absolute, with a part of nothing but
    /// dots and blanks such as '..' ("./" aside), or ending in '/'.
    explicit NameTemplate(std::string text) : NameTemplate(std::move(text), Subject::picture) {}

    /// The name of a film, with the fields {id}, {name}, {from:FORMAT} and {to:FORMAT}. Throws the
    /// same.
    static NameTemplate of_film(std::string text) {
        return NameTemplate(std::move(text), Subject::film);
    }

    /// `file_name` as it is: no fields, and nothing in it is replaced.
    static NameTemplate exact(std::string file_name);

    const std::string& text() const noexcept { return m_text; }

    /// Whether a time field stands in it, so that each capture gets a name of its own.
    bool holds_time() const;

    /// Whether it holds a field that only the device list can fill: name, kind, model, location.
    bool needs_device_list() const;

    /// Whether it holds kind, model or location.
    bool needs_more_than_a_name() const;

    /// The name for these fields. Field values are made safe each by itself, so that none
    /// adds a folder. Text of the template that is not allowed in file names becomes '_', and what
    /// a time format yields '-' (12:30 is "12-30"), '/' aside. Each folder and the file name are
    /// then made safe as a whole and cut to 255 bytes, the extension kept.
    PictureName render(const NameFields& fields) const;

private:
    NameTemplate() = default;

    enum class Subject { picture, film };
    enum class Kind { text, id, name, from, to, kind, model, location, time, utc };

    NameTemplate(std::string text, Subject subject);

    static bool is_time(Kind kind) { return kind >= Kind::time || is_of_film(kind); }

    static bool is_of_film(Kind kind) { return kind == Kind::from || kind == Kind::to; }

    static bool is_of_picture(Kind kind) { return kind >= Kind::kind; }

    struct Part {
        Kind kind;
        /// Literal text, or the time format.
        std::string text;
    };

    Part read_field(std::size_t start, std::size_t end) const;
    void check_folders() const;

    std::string m_text;
    std::vector<Part> m_parts;
    Subject m_subject = Subject::picture;
    bool m_is_exact = false;
};

/// Two of `cameras` (their positions) that would share a file under `name_template` when captured
/// at the same moment, letter case and Unicode composition ignored as some file systems do.
std::optional<std::pair<std::size_t, std::size_t>>
find_clash(const NameTemplate& name_template, const std::vector<NameFields>& cameras);

} // namespace archive
