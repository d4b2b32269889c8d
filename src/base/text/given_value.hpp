// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace base {

// Values that people and their tools hand in (options, environment variables, files, pasted text)
// carry line ends, blanks, quotes or a byte order mark, or are in UTF-16. They are cleaned here,
// each kind in a way that cannot change its meaning.

/// What kind of value a text is.
enum class ValueKind {
    /// Outer blanks, quotes, angle brackets and invisible characters are not part of it.
    email,
    /// A two-factor code: blanks, hyphens and quotes anywhere in it are not part of it.
    code,
    /// A token or an id of the service: what was wrapped over lines is joined.
    token,
    /// Loses a byte order mark and the final line end, nothing else.
    password,
    /// Outer blanks and quotes are not part of it.
    path,
    /// A number, duration, URL or other word: as a path.
    word,
    /// A name, template or command: outer blanks are not part of it.
    text,
};

/// `bytes` as UTF-8 without a byte order mark, when they are UTF-16 or begin with such a mark;
/// otherwise unchanged. UTF-16 without a mark is recognised by its NUL bytes.
std::string decode_text(std::string_view bytes);

/// `text` without what does not belong to a value of this kind; may be empty.
std::string clean_value(ValueKind kind, std::string_view text);

/// Why a cleaned value cannot be one of its kind, to follow the name of its source: "is not an
/// e-mail address". Never quotes the value. Empty when nothing is known to be wrong.
std::string problem_of(ValueKind kind, std::string_view cleaned);

/// Families of systems by how they write paths.
enum class PathStyle { posix, windows };

#ifdef _WIN32
inline constexpr PathStyle k_path_style = PathStyle::windows;
#else
inline constexpr PathStyle k_path_style = PathStyle::posix;
#endif

/// Whether `path` is surely one of another system than `here`: "C:\\Pictures" and
/// "\\\\nas\\pictures" on Unix, "/home/pi" on Windows.
bool is_foreign_path(std::string_view path, PathStyle here);

/// `path` with the home folder in place of a "~" that is its first part. Throws Error{code} when
/// the environment names no home folder.
std::string with_home_folder(std::string_view source, std::string_view path, ErrorCode code);

/// The cleaned value; of a path what with_home_folder() makes of it. Throws Error{code} when it has
/// a problem, or is a path of another system.
/// @param source  what the message names: "--username", "RING_USERNAME"
std::string take_value(ValueKind kind, std::string_view source, std::string_view text,
                       ErrorCode code = ErrorCode::usage);

/// The environment variable `name`, cleaned; std::nullopt when it is not set or blank.
/// Throws Error{usage} as take_value().
std::optional<std::string> take_variable(ValueKind kind, const std::string& name);

} // namespace base
