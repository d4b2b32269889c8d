// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

/// Header fields in the order in which they are sent or came. Names are compared without case.
class Headers {
public:
    using value_type = std::pair<std::string, std::string>;
    using const_iterator = std::vector<value_type>::const_iterator;

    Headers() = default;
    Headers(std::initializer_list<value_type> fields);

    /// Appends a field; the same name may stand several times.
    void add(std::string name, std::string value);
    /// Replaces all fields of that name by one.
    void set(std::string name, std::string value);
    void remove(std::string_view name);

    /// The first field of that name, surrounding white space removed.
    std::optional<std::string> get(std::string_view name) const;
    /// All fields of that name.
    std::vector<std::string> get_all(std::string_view name) const;

    const_iterator begin() const { return m_fields.begin(); }

    const_iterator end() const { return m_fields.end(); }

private:
    std::vector<value_type> m_fields;
};

/// By which HTTP a request may go.
enum class Version {
    /// HTTP/2 where the server agrees to it, else HTTP/1.1.
    any,
    /// HTTP/1.1, on a connection of its own.
    http1,
};

/// One request. Headers and body may hold secrets; nothing in this folder logs them.
struct Request {
    /// GET, HEAD, or a method that has a body, such as POST and PUT.
    std::string method = "GET";
    /// Absolute, http or https.
    std::string url;
    Headers headers;
    std::string body;
    /// From start to end, name look-up included. No request can hang for ever.
    std::chrono::milliseconds time_limit = std::chrono::seconds(20);
    /// A longer (decoded) body ends the transfer with Fault::too_large.
    std::size_t body_limit = std::size_t{16} << 20;
    /// How long the request may still go on after a stop was requested, for one whose answer must
    /// not be lost. Zero: it ends at once. Such a request travels on a connection of its own,
    /// because a kept one may turn out dead, and the request would then be sent a second time.
    std::chrono::milliseconds stop_grace = std::chrono::milliseconds(0);
    /// Ask for a compressed body (gzip, deflate) and decode it.
    bool accept_compressed = true;
    Version version = Version::any;
    /// The path tells a secret too, and is left out of Exchange.
    bool has_secret_path = false;
};

/// A whole answer; any status is a value.
struct Response {
    int status = 0;
    Headers headers;
    std::string body;
    /// When the request was handed over and when the answer was complete, by the steady clock.
    base::SteadyTime sent;
    base::SteadyTime received;

    bool ok() const { return status >= 200 && status < 300; }
};

/// Whether `body` looks like an HTML page rather than what was asked for.
bool looks_like_html(std::string_view body);

} // namespace http
