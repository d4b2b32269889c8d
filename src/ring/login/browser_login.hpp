// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "http/client.hpp"
#include "ring/api/endpoints.hpp"
#include "ring/login/sign_in_page.hpp"
#include "ring/login/token_endpoint.hpp"
#include "ring/login/token_reply.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ring {

/// The authorization-code flow with PKCE (docs/ring-service.md 3), as a browser goes through it.
/// Redirects are followed by hand and never leave the login service. An object does one login:
/// sign_in(), then verify() once or more when a code is wanted.
class BrowserLogin {
public:
    /// @param client       must outlive this object
    /// @param device_name  how this installation is named to Ring
    BrowserLogin(http::Client& client, const Endpoints& endpoints, Identity identity,
                 std::string device_name);

    /// Opens the sign-in page and sends name and password. A redirect after the password means that
    /// it was accepted, wherever it leads (docs/ring-service.md 3.1 step 3). Throws
    /// Error{service_unavailable} for a page without a CSRF token, with a captcha, or that
    /// redirects away.
    TokenReply sign_in(const Credentials& credentials, std::stop_token stop);

    /// Sends the code and fetches the tokens.
    TokenReply verify(const base::Secret& code, std::stop_token stop);

    /// What verify() needs in a later process, without the password. Holds secrets.
    base::Secret save_state() const;

    /// Takes up what save_state() returned; false when it is not that.
    bool restore_state(std::string_view text);

    /// Whether verify() has had a code accepted: save_state() is of no use then.
    bool is_code_accepted() const { return m_code_accepted; }

    /// What Ring took so far: after each 406 the other User-Agent is tried.
    const Identity& identity() const { return m_identity; }

private:
    /// An answer and the URL that it came from.
    struct Page {
        http::Response response;
        std::string url;
    };

    http::Request request(std::string method, const std::string& url) const;
    http::Response post(const std::string& url,
                        const std::vector<std::pair<std::string, std::string>>& fields,
                        std::stop_token stop);
    http::Response exchange_cookies(http::Request request, std::stop_token stop);
    Page follow(std::string url, std::stop_token stop);
    std::string authorize_url();
    TokenReply collect_tokens(const std::string& url, std::stop_token stop);

    http::Client& m_client;
    Endpoints m_endpoints;
    Identity m_identity;
    std::string m_device_name;
    CookieJar m_cookies;
    base::Secret m_csrf_token;
    base::Secret m_code_verifier;
    std::string m_state;
    bool m_code_accepted = false;
};

} // namespace ring
