// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace web {

/// An answer. That to HEAD is the one to GET; the server leaves its body out.
struct Reply {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    /// Sets a header, in place of one of that name.
    void set(std::string_view name, std::string value);

    /// The value of a header; empty when there is none.
    std::string header(std::string_view name) const;
};

/// An answer with a text that a person or a program can read.
Reply text_reply(int status, std::string text);

/// The first line and the headers of an answer, with Date, Content-Length and Connection.
std::string head_of(const Reply& reply, bool closes, base::SystemTime now);

} // namespace web
