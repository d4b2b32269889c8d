// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"

#include <map>
#include <string>
#include <utility>

namespace ring {

/// The cookies of one origin: all that came, by name. Attributes other than a removal (Max-Age of
/// zero or less, or an Expires date in the past of the answer's Date) are ignored.
class CookieJar {
public:
    /// Takes the Set-Cookie fields of an answer.
    void take(const http::Response& response);

    /// The value of the Cookie header; empty when there is none.
    std::string header() const;

    const std::map<std::string, std::string>& all() const { return m_cookies; }

    void set(std::string name, std::string value) {
        m_cookies.insert_or_assign(std::move(name), std::move(value));
    }

private:
    std::map<std::string, std::string> m_cookies;
};

} // namespace ring
