// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cli {

/// Declares the options of a command: name, name of the value, where it goes, and help. The places
/// must outlive the parsing. Values are cleaned for what they hold (FILE, EMAIL, …); the last one
/// counts. An empty value, as of a variable that is not set, stands for "not given".
class OptionDeclarer {
public:
    explicit OptionDeclarer(CLI::App& app) : m_app(app) {}

    /// An option with a value, which is an error when it looks like an option: it was forgotten.
    void add(const char* name, const char* value_name, std::function<void(const std::string&)> take,
             const char* help);
    void add(const char* name, const char* value_name, std::optional<std::string>& value,
             const char* help);
    void add_duration(const char* name, std::optional<std::chrono::milliseconds>& value,
                      const char* help);
    void add_number(const char* name, std::optional<int>& value, int low, int high,
                    const char* help);

    /// An option with a value that may look like an option.
    void add_secret(const char* name, const char* value_name, base::Secret& value,
                    const char* help);

    void add_flag(const char* name, bool& value, const char* help);
    void add_flag(const char* name, std::optional<bool>& value, const char* help);

    /// Any number of cameras.
    void add_devices(std::vector<std::string>& devices);

    /// A single word without an option's name.
    void add_word(const char* name, std::string& value, const char* help);

private:
    CLI::App& m_app;
};

} // namespace cli
