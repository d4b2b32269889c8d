// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace cli {

/// The words of "a|b|c"; none where the name of a value is not of that kind.
std::vector<std::string> choices_of(std::string_view value_name);

/// Declares the options of a command: name, name of the value, where it goes, and help. The places
/// must outlive the parsing. Values are cleaned for what they hold (FILE, EMAIL, …); the last one
/// counts. An empty value, as of a variable that is not set, stands for "not given".
///
/// A name is "--out", or "-o,--out" with a short form. The name of a value says what it is: FILE,
/// DIR, DURATION …, or "a|b|c" for one of these words.
class OptionDeclarer {
public:
    explicit OptionDeclarer(CLI::App& app) : m_app(app) {}

    /// An option with a value, which is an error when it looks like an option: it was forgotten.
    void add(const char* name, const char* value_name, std::function<void(const std::string&)> take,
             const char* help);
    void add(const char* name, const char* value_name, std::optional<std::string>& value,
             const char* help);
    /// One that may be given several times.
    void add_list(const char* name, const char* value_name,
                  std::optional<std::vector<std::string>>& values, const char* help);
    void add_duration(const char* name, std::optional<std::chrono::milliseconds>& value,
                      const char* help);
    void add_number(const char* name, std::optional<int>& value, int low, int high,
                    const char* help);

    /// An option with a value that may look like an option. An empty one is an error: without it, a
    /// login would go another way than the one asked for, and have a code sent.
    void add_secret(const char* name, const char* value_name, base::Secret& value,
                    const char* help);

    void add_flag(const char* name, bool& value, const char* help);
    void add_flag(const char* name, std::optional<bool>& value, const char* help);

    /// Any number of cameras.
    void add_devices(std::vector<std::string>& devices);

    /// Any number of files or folders.
    void add_paths(const char* name, std::vector<std::string>& paths, const char* help);

    /// One file or folder without an option's name.
    void add_path(const char* name, std::string& path, const char* help);

    /// A single word without an option's name.
    /// @param value_name  what completions may offer
    /// @param check       throws Error{usage} for a wrong word, whose help is not shown either
    void add_word(
        const char* name, std::string& value, const char* help, const char* value_name = "",
        std::function<void(const std::string&)> check = [](const std::string&) {});

    /// Any number of them.
    void add_words(const char* name, std::vector<std::string>& values, const char* help);

    /// Does not offer the option `name`, which is taken all the same, to be refused with a reason.
    void hide(const char* name);

    /// Has what is given for the options declared from now on appended to `words`, cleaned, as
    /// words of a command line. nullptr ends that. It must outlive the parsing.
    void record_into(std::vector<std::string>* words) { m_record = words; }

private:
    CLI::App& m_app;
    std::vector<std::string>* m_record = nullptr;
};

} // namespace cli
