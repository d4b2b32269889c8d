// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/core.h>

#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace base {

/// A text that must not be shown: password, two-factor code, token. No stream, formatter or log
/// accepts it; the only way to the text is reveal(), which is easy to search for.
///
/// It does not promise that the memory is wiped: it is copied on its way through HTTP and JSON
/// libraries.
class Secret {
public:
    Secret() = default;

    explicit Secret(std::string text) : m_text(std::move(text)) {}

    /// The text itself. Call it only where the text leaves for the service or the settings file.
    const std::string& reveal() const noexcept { return m_text; }

    bool empty() const noexcept { return m_text.empty(); }

    friend bool operator==(const Secret&, const Secret&) = default;

    friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

private:
    std::string m_text;
};

/// `text` with most of it hidden, so that its owner still recognises it:
/// "my@example.com" becomes "m***@e***.com".
std::string masked_email(std::string_view text);

} // namespace base

template <>
struct fmt::formatter<base::Secret> {
    formatter() = delete;
};
