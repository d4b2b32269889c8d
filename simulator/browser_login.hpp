// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/clock.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace simulator {

/// How far a sign-in in the browser has come.
struct Flow {
    std::string client_id{};
    std::string redirect_uri{};
    std::string state{};
    std::string challenge{};
    std::string csrf{};
    bool password_ok = false;
    bool signed_in = false;
    std::int64_t started_ms = 0;
};

/// An authorization code that waits to be exchanged.
struct PendingCode {
    std::string client_id{};
    std::string redirect_uri{};
    std::string challenge{};
    std::int64_t issued_ms = 0;
};

/// The sign-ins under way, found by their cookie, and the authorization codes handed out.
/// For all threads at once. Source: docs/ring-service.md 3.
class BrowserLogin {
public:
    explicit BrowserLogin(Clock& clock) : m_clock(clock) {}

    /// Starts a sign-in; the answer is the value of its cookie.
    std::string start(Flow flow);

    /// A copy of the sign-in; std::nullopt when the cookie is unknown or older than 15 minutes.
    std::optional<Flow> find(const std::string& cookie) const;

    void set_password_ok(const std::string& cookie) { set(cookie, &Flow::password_ok); }

    void set_signed_in(const std::string& cookie) { set(cookie, &Flow::signed_in); }

    /// Ends the sign-in and hands out its authorization code.
    std::string finish(const std::string& cookie);

    /// Takes a code out, so that it can be used once; std::nullopt when unknown or older than 2
    /// minutes.
    std::optional<PendingCode> take_code(const std::string& code);

private:
    void set(const std::string& cookie, bool Flow::*flag);

    Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<std::string, Flow> m_flows;
    std::map<std::string, PendingCode> m_codes;
};

/// Whether base64url(SHA-256(verifier)) is the challenge: PKCE's method S256.
bool verifier_matches(const std::string& verifier, const std::string& challenge);

} // namespace simulator
