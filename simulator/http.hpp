// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/encoding.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace simulator {

/// Keeps the members in the order in which they were written, as Ring's answers do.
using Json = nlohmann::ordered_json;

/// One request, as the routes see it, without its socket.
struct Request {
    std::string method;
    std::string path; ///< Percent-decoded, without the query.
    Fields query{};   ///< Percent-decoded.
    Fields headers{}; ///< Names in lower case.
    std::string body{};

    /// The header's value; absent and empty are the same to the service.
    std::string header(std::string_view lower_case_name) const;
    std::optional<std::string> query_value(std::string_view name) const;
    /// The token of `Authorization: Bearer`, else of the query's `auth_token` as old clients send
    /// it.
    std::string bearer() const;
    std::string cookie(std::string_view name) const;
};

/// How the reply is sent.
enum class Wire {
    ordinary,
    cut,     ///< announces more bytes than it sends, then closes
    drip,    ///< one byte of the body now and then
    endless, ///< never stops sending
    reset,   ///< the connection is reset without an answer
    hang,    ///< no answer until the client goes or the simulator ends
};

/// One answer. The server adds `Date` and `Content-Length`.
struct Reply {
    int status = 200;
    std::string content_type{};
    std::string body{};
    Fields headers{};
    Wire wire = Wire::ordinary;
    std::int64_t delay_ms = 0; ///< Waited before the answer is sent.

    std::optional<std::string> header(std::string_view name) const;
    Reply& with(std::string name, std::string value);
};

Reply json_reply(const Json& body, int status = 200);
Reply text_reply(std::string body, int status = 200);
Reply html_reply(std::string body, int status = 200);
Reply empty_reply(int status);
Reply redirect_reply(std::string location);

/// The API's own error document: `{"error":…,"status_code":…}`.
Reply error_reply(int status, std::string_view error);

/// The HTML page that the service's edge shows for a status.
Reply edge_page(int status);

/// `text` as JSON; std::nullopt when it is not JSON or is nested more than 100 deep. Never throws.
std::optional<Json> parse_json(std::string_view text);

/// JSON as text, invalid UTF-8 replaced.
std::string to_text(const Json& json);

} // namespace simulator
