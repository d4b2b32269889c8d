// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace service {

// How words stand in the files and command lines of other programs, each so that it comes out as it
// went in. All texts are UTF-8.

/// One word for a POSIX shell.
std::string shell_word(std::string_view word);

/// Words for a POSIX shell, with blanks between them.
std::string shell_line(const std::vector<std::string>& words);

/// A line of a crontab that runs `words`, without the times. Throws Error{usage} for words that no
/// line of a crontab can hold: line ends and other control characters, or too much text.
std::string crontab_line(const std::vector<std::string>& words);

/// The value of systemd's ExecStart=: the first word is the program. Throws Error{usage} for
/// control characters, and for a program whose path holds a quote or a backslash, which systemd
/// refuses.
std::string systemd_command(const std::vector<std::string>& words);

/// A folder in a list such as ReadWritePaths=. Throws Error{usage} for characters that systemd
/// gives no way to write there.
std::string systemd_folder(std::string_view folder);

/// Text of an XML element, in ASCII alone, so that the encoding of the file cannot matter. Throws
/// Error{usage} for control characters, which XML 1.0 cannot hold.
std::string xml_text(std::string_view text);

/// Arguments as the C library of a Windows program reads them back from a command line.
std::string windows_line(const std::vector<std::string>& words);

} // namespace service
