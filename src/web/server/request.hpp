// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace web {

/// The longest head of a request that is read: its first line and its headers.
inline constexpr std::size_t k_longest_head = std::size_t{16} << 10;

/// A request as a browser sent it. It never has a body.
struct Request {
    /// "GET" or "HEAD".
    std::string method = "GET";
    /// As it was sent, with its percent escapes, without the query; begins with a slash.
    std::string path = "/";
    /// As it was sent, without the question mark.
    std::string query;
    /// Names in lower case, in order.
    std::vector<std::pair<std::string, std::string>> headers;
    /// The address that the connection comes from, as a number.
    std::string peer;
    /// The connection ends after the answer.
    bool closes = false;
    /// The status with which a request must be answered that is not one for a page: 400, 405 (other
    /// methods), 431 (too long) or 505; 0 for one that may be answered. The rest is unknown then.
    int refused = 0;

    /// The value of a header; std::nullopt when there is none. Several of a name are joined by
    /// commas, as RFC 9110 (5.3) has it.
    std::optional<std::string> header(std::string_view name) const;

    /// Whether a header whose name begins so is there.
    bool has_header_like(std::string_view beginning) const;

    /// The first value of a parameter of the query, decoded; std::nullopt when there is none.
    std::optional<std::string> parameter(std::string_view name) const;
};

/// `query` without the parameter `name`, as it was otherwise.
std::string without_parameter(std::string_view query, std::string_view name);

/// Where the head of the request at the start of `bytes` ends, behind its empty line; std::nullopt
/// while it is not complete.
std::optional<std::size_t> end_of_head(std::string_view bytes);

/// Reads a whole head (RFC 9112). What two readers could take in two ways (folded lines, two hosts,
/// a body) is refused.
Request parse_head(std::string_view head);

/// A request that is refused, after which the connection ends.
Request refused_request(int status);

} // namespace web
