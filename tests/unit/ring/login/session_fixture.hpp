// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ring/login/session.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <string>
#include <vector>

namespace ring {

inline http::Response get(test::Account& account, std::stop_token stop = {}) {
    Session& session = account.session();
    return session.send(session.request("GET", "https://api.ring.com/x"), stop);
}

inline base::Error error_of_get(test::Account& account) {
    return test::error_of([&] { get(account); });
}

/// GET /x answers 200 to the access token "sim-a<n>" and 401 to any other.
inline void serve(test::Account& account, const std::string& token) {
    account.client.always("GET", "/x", [token](const http::Request& request) {
        return test::response(request.headers.get("Authorization") == "Bearer " + token ? 200
                                                                                        : 401);
    });
}

inline std::size_t refreshes(const test::Account& account) {
    return account.client.requests_to("/oauth/token").size();
}

/// The token that each request to /x carried.
inline std::vector<std::string> tokens_used(const test::Account& account) {
    std::vector<std::string> found;
    for (const http::Request& request : account.client.requests_to("/x")) {
        found.push_back(request.headers.get("Authorization").value_or("none"));
    }
    return found;
}

} // namespace ring
