// SPDX-License-Identifier: Apache-2.0
#include "base/process/command.hpp"
#include "service/quoting.hpp"
#include "support/error_of.hpp"
#include "unit/service/plans.hpp"

#include <string>
#include <vector>

namespace service {

namespace {

using test::k_nasty_words;
using Words = std::vector<std::string>;

/// Reads a line as systemd.service(5) says: quotes, backslashes, then "%%" and "$$".
Words read_by_systemd(const std::string& line) {
    Words words;
    std::string word;
    bool is_quoted = false;
    bool is_word = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '\\') {
            word += line.at(++i);
        } else if (c == '"') {
            is_quoted = !is_quoted;
            is_word = true;
        } else if (c == ' ' && !is_quoted) {
            words.push_back(word);
            word.clear();
            is_word = false;
        } else {
            const bool is_doubled = c == '%' || (c == '$' && !words.empty());
            if (is_doubled) {
                EXPECT_EQ(line.at(i + 1), c) << line;
                ++i;
            }
            word += c;
            is_word = true;
        }
    }
    EXPECT_FALSE(is_quoted) << line;
    if (is_word) {
        words.push_back(word);
    }
    return words;
}

/// Reads a command line as the C library of Windows does.
Words read_by_windows(const std::string& line) {
    Words words(1);
    bool is_quoted = false;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t backslashes = 0;
        while (i < line.size() && line[i] == '\\') {
            ++backslashes;
            ++i;
        }
        if (i < line.size() && line[i] == '"') {
            words.back().append(backslashes / 2, '\\');
            if (backslashes % 2 == 1) {
                words.back() += '"';
            } else {
                is_quoted = !is_quoted;
            }
            ++i;
            continue;
        }
        words.back().append(backslashes, '\\');
        if (i < line.size()) {
            if (line[i] == ' ' && !is_quoted) {
                words.emplace_back();
            } else {
                words.back() += line[i];
            }
            ++i;
        }
    }
    return words;
}

std::string without_references(std::string xml) {
    EXPECT_EQ(xml.find_first_of("<>\""), std::string::npos) << xml;
    for (std::size_t at = 0; (at = xml.find("&#", at)) != std::string::npos; ++at) {
        const std::size_t end = xml.find(';', at);
        const int code = std::stoi(xml.substr(at + 2, end - at - 2));
        EXPECT_LT(code, 0x110000);
        if (code < 0x80) {
            xml.replace(at, end + 1 - at, 1, static_cast<char>(code));
        }
    }
    return xml;
}

} // namespace

#ifndef _WIN32 // split_command() reads as the system's shell does.
TEST(ShellQuoting, BringsEachWordThrough) {
    for (const std::string& word : k_nasty_words) {
        EXPECT_EQ(base::split_command("x " + shell_word(word)), (Words{"x", word})) << word;
    }
    EXPECT_EQ(base::split_command(shell_line(k_nasty_words)), k_nasty_words);
    EXPECT_EQ(shell_word("a\nb"), "'a\nb'");
}
#endif

TEST(ShellQuoting, LeavesOrdinaryWordsAlone) {
    EXPECT_EQ(shell_line({"/usr/bin/ring-snapshot", "service", "run", "--every", "5m"}),
              "/usr/bin/ring-snapshot service run --every 5m");
}

TEST(CrontabQuoting, HidesPercentSignsFromCron) {
    EXPECT_EQ(crontab_line({"/h/100%/x y", "%"}), "'/h/100\\%/x y' \\%");
}

TEST(CrontabQuoting, RefusesWhatNoLineCanHold) {
    EXPECT_EQ(test::error_of([] { crontab_line({"/h/a\nb"}); }).code(), base::ErrorCode::usage);
    EXPECT_EQ(test::error_of([] { crontab_line({std::string(1000, 'a')}); }).code(),
              base::ErrorCode::usage);
}

TEST(SystemdQuoting, BringsEachWordThrough) {
    Words words = {"/opt/a $b %c/;#/ring-snapshot"};
    words.insert(words.end(), k_nasty_words.begin(), k_nasty_words.end());
    EXPECT_EQ(read_by_systemd(systemd_command(words)), words);
}

TEST(SystemdQuoting, RefusesProgramsThatSystemdWouldNotStart) {
    for (const char* program : {"/o'neil/x", "/a\"b/x", "/a\\b/x"}) {
        EXPECT_EQ(test::error_of([&] { systemd_command({program}); }).code(),
                  base::ErrorCode::usage)
            << program;
    }
}

TEST(SystemdQuoting, RefusesControlCharacters) {
    EXPECT_EQ(test::error_of([] {
                  systemd_command({"/x", "a\tb"});
              }).code(),
              base::ErrorCode::usage);
    EXPECT_EQ(test::error_of([] { systemd_command({"/h/a\nExecStart=/bin/sh"}); }).code(),
              base::ErrorCode::usage);
    EXPECT_EQ(test::error_of([] { systemd_folder("/h/a\nUser=root"); }).code(),
              base::ErrorCode::usage);
}

TEST(SystemdQuoting, WritesFoldersOrRefusesThem) {
    EXPECT_EQ(systemd_folder("/srv/pictures"), "/srv/pictures");
    EXPECT_EQ(systemd_folder("/srv/my 100% pictures"), "\"/srv/my 100%% pictures\"");
    for (const char* folder : {"/srv/\"x\"", "/srv/o'neil", "/srv/a\\b"}) {
        const base::Error error = test::error_of([&] { systemd_folder(folder); });
        EXPECT_EQ(error.code(), base::ErrorCode::usage) << folder;
        EXPECT_NE(error.message().find(folder), std::string::npos) << folder;
    }
}

TEST(XmlQuoting, BringsEachWordThroughInAsciiAlone) {
    for (const char* word : {"/h/a<b>&\"c\"", "plain", "&amp;", "]]>"}) {
        EXPECT_EQ(without_references(xml_text(word)), word);
    }
    EXPECT_EQ(xml_text("/h/ä€📷"), "/h/&#228;&#8364;&#128247;");
    EXPECT_EQ(xml_text("\xC3"), "&#65533;");
    EXPECT_EQ(test::error_of([] {
                  xml_text("a\x01"
                           "b");
              }).code(),
              base::ErrorCode::usage);
}

TEST(WindowsQuoting, BringsEachWordThrough) {
    EXPECT_EQ(read_by_windows(windows_line(k_nasty_words)), k_nasty_words);
    EXPECT_EQ(windows_line({"C:\\Program Files\\x\\", "run"}), "\"C:\\Program Files\\x\\\\\" run");
}

} // namespace service
