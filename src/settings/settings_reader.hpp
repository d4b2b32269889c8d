// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "base/text/given_value.hpp"
#include "settings/json_object.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settings {

/// A value that stands as a word in the file.
template <typename T>
struct Named {
    std::string_view name;
    T value;
};

/// What a number may be; others are clamped.
struct Range {
    std::int64_t low;
    std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

/// Reads one key of the settings file with each call of read(). An absent or null one, which is
/// normal, leaves the value as it is; so does one of a wrong type, which is noted. Throws
/// Error{cannot_write} for a text that cannot be what its key holds.
class SettingsReader {
public:
    /// All must outlive this object.
    /// @param file  the name of the file, for messages
    SettingsReader(const Json& json, const std::string& file, std::vector<std::string>& notices)
        : m_json(json), m_file(file), m_notices(notices) {}

    /// A text, cleaned.
    void read(const char* key, std::optional<std::string>& value, base::ValueKind kind);
    /// A token or id is checked too: it goes to the service.
    void read(const char* key, std::string& value, base::ValueKind kind);
    void read(const char* key, base::Secret& value, base::ValueKind kind);
    void read(const char* key, std::optional<base::Secret>& value, base::ValueKind kind);
    void read(const char* key, std::optional<bool>& value);
    void read(const char* key, std::optional<int>& value, Range range);
    /// An id; 0 stands for none.
    void read(const char* key, std::optional<std::int64_t>& value, Range range);
    void read(const char* key, std::optional<base::SystemTime>& value, Range range);
    void read(const char* key, std::chrono::seconds& value, Range range);
    void read(const char* key, std::optional<std::chrono::milliseconds>& value);
    void read(const char* key, std::vector<std::string>& values);
    void read(const char* key, std::optional<std::vector<std::string>>& values);

    template <typename T, std::size_t size>
    void read(const char* key, T& value, const Named<T> (&names)[size]) {
        std::optional<std::string> text;
        read(key, text, base::ValueKind::word);
        for (const auto& [name, named_value] : names) {
            if (name == text) {
                value = named_value;
            }
        }
    }

private:
    template <typename Fits>
    const Json* find(const char* key, const char* wanted, Fits fits);

    std::optional<std::int64_t> find_number(const char* key, Range range);
    std::optional<std::int64_t> number_in(const char* key, const Json& member) const;
    [[noreturn]] void throw_wrong(const char* key, const std::string& problem,
                                  const std::string& advice) const;

    const Json& m_json;
    const std::string& m_file;
    std::vector<std::string>& m_notices;
};

} // namespace settings
