// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/clock.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace simulator {

/// How the account wants its second factor.
enum class TwoFactor { sms, email, totp, whatsapp, voice, none };

/// By which name each goes, in that order.
inline constexpr std::array<std::string_view, 6> k_two_factor_names = {"sms",      "email", "totp",
                                                                       "whatsapp", "voice", "none"};

std::optional<TwoFactor> parse_two_factor(std::string_view text);
std::string_view to_string(TwoFactor two_factor);

struct AccountOptions {
    std::string username = "demo@example.com";
    std::string password = "demo-password";
    std::string code = "123456";
    TwoFactor two_factor = TwoFactor::sms;
    std::int64_t access_token_life_ms = 3'600'000;
    std::int64_t grace_ms = 60'000; ///< For the previous refresh token; below 0: for ever.
    int refresh_limit = 0;          ///< Per minute; 0: none.
    bool refuse_first_hardware_id = false;
    int session_calls = 0; ///< A session is forgotten after so many calls; 0: never.
};

/// A pair of fresh tokens.
struct Grant {
    std::string access_token;
    std::string refresh_token;
    std::int64_t expires_in = 0; ///< Seconds.
};

enum class CodeRequest { sent, not_needed, throttled };
enum class Refreshed { yes, unknown_token, too_often };

/// The one account of the simulated service: credentials, sent codes, tokens and sessions.
/// For all threads at once. Source: docs/ring-service.md 2.4 to 2.8 and 4.
class Account {
public:
    Account(AccountOptions options, Clock& clock);

    bool credentials_match(std::string_view username, std::string_view password) const;

    bool code_matches(std::string_view code) const { return code == m_options.code; }

    TwoFactor two_factor() const;
    void set_two_factor(TwoFactor two_factor);

    std::string username() const { return m_options.username; }

    /// Sends a two-factor code, unless ten were sent in the last ten minutes.
    CodeRequest request_code();

    /// A new chain of tokens, after a login with the password or with an authorization code.
    Grant grant_for_password();
    Grant grant_for_code();

    struct RefreshResult {
        Refreshed outcome;
        Grant grant;                  ///< When `yes`.
        std::int64_t retry_after = 0; ///< Seconds, when `too_often`.
    };

    /// Exchanges a refresh token for a new pair. The newest token of its chain is always good, the
    /// one before it for the grace time after it was replaced, all older ones are dead.
    RefreshResult refresh(const std::string& refresh_token);

    /// Makes `refresh_token` a valid one, as if it had been handed out before the start.
    void add_refresh_token(const std::string& refresh_token);

    bool access_token_valid(const std::string& access_token) const;
    void revoke_access_tokens();
    void revoke_refresh_tokens();

    /// Whether logins by this installation are refused: of one that refuse_hardware_id() named, and
    /// where the options say so, of the first that is asked about.
    bool refuses_hardware_id(const std::string& hardware_id);
    void refuse_hardware_id(const std::string& hardware_id);

    void create_session(const std::string& hardware_id);
    /// Whether there is a session; counts as one use of it.
    bool use_session(const std::string& hardware_id);
    void forget_sessions();

    struct Counters {
        std::int64_t codes_sent = 0;
        std::int64_t refreshes = 0;
        std::int64_t refused_refreshes = 0;
        std::int64_t password_grants = 0;
        std::int64_t code_grants = 0;
        std::int64_t sessions_created = 0;
    };

    Counters counters() const;

private:
    struct Chain {
        std::int64_t generation = 0;
        std::int64_t replaced_at_ms =
            0; ///< When the generation before the present one was replaced.
    };

    struct RefreshToken {
        std::int64_t chain;
        std::int64_t generation;
    };

    Grant start_chain();
    Grant issue(std::int64_t chain);
    bool refresh_token_good(const RefreshToken& token, std::int64_t now_ms) const;

    const AccountOptions m_options;
    Clock& m_clock;
    mutable std::mutex m_mutex;
    TwoFactor m_two_factor;
    std::deque<std::int64_t> m_codes_sent_at;
    std::deque<std::int64_t> m_refreshed_at;
    std::map<std::string, std::int64_t> m_access_tokens; ///< Token to end of life.
    std::map<std::string, RefreshToken> m_refresh_tokens;
    std::map<std::int64_t, Chain> m_chains;
    std::set<std::string> m_refused_hardware_ids;
    bool m_knows_hardware_ids = false;     ///< Asked about one already.
    std::map<std::string, int> m_sessions; ///< Hardware id to calls made.
    Counters m_counters;
};

} // namespace simulator
