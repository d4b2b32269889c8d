// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"
#include "http/client.hpp"
#include "ring/api/endpoints.hpp"
#include "settings/cooldowns.hpp"
#include "settings/store.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace ring {

/// A `Retry-After` of the API up to this is waited out; a longer one ends the run.
inline constexpr std::chrono::milliseconds k_longest_wait_for_retry = std::chrono::seconds(30);

/// How long before its expiry an access token is no longer used: a tenth of its life, 60 s at most.
std::chrono::seconds expiry_margin(std::chrono::seconds life);

/// The stored login: sends requests with an access token, which it refreshes once for all threads
/// and processes. All members may be called from any thread.
class Session {
public:
    /// @param client       sends the requests; must outlive this object, as must store and clock
    /// @param device_name  how this installation is called in Ring's Control Center
    /// Reads the settings. Throws Error{not_logged_in} when no session is stored, and what
    /// settings::Store::load() throws.
    Session(http::Client& client, const Endpoints& endpoints, settings::Store& store,
            base::Clock& clock, std::string device_name);

    const Endpoints& endpoints() const noexcept { return m_endpoints; }

    /// A request to Ring with the headers that all share; send() adds the token.
    http::Request request(std::string method, std::string url) const;

    /// Sends `request` with the access token. A 401 refreshes the token once for all requests in
    /// flight and repeats the request; so does a 404 that asks for a session of this hardware id
    /// (docs/ring-service.md 4.2), which is made first. Throws as http::Client::send(), and Error:
    /// not_logged_in (the refresh token is no longer accepted), slow_down (too many refreshes),
    /// service_unavailable (the refresh fails, or the 401 remains), cannot_write (the settings
    /// cannot be written; found before the refresh token is spent).
    http::Response send(http::Request request, std::stop_token stop);

    /// As send(), but a 401 and a missing session are answers like any other: for questions whose
    /// refusal is not worth a refresh token.
    http::Response send_without_refresh(http::Request request, std::stop_token stop);

    /// Obtains an access token now unless a good one is stored; throws as send() does.
    void ensure_access(std::stop_token stop) { current_token(stop); }

    /// Throws Error{slow_down} while a pause that the API asked for lasts. For the start of a piece
    /// of work, not for each of its requests. Of a pause that this session was asked for it says
    /// what rate_limited() said.
    void throw_if_rate_limited() const;

    /// Remembers, for later runs too, the pause that the API asked for, unless it is std::nullopt.
    /// @return what to throw then, slow_down
    base::Error rate_limited(std::optional<std::chrono::milliseconds> pause);

    /// The pauses that Ring asked for.
    settings::Cooldowns& cooldowns() { return m_cooldowns; }

    /// Registers this installation by its name; ignores failures, but not a stop request. A long
    /// pause that Ring asks for is remembered.
    void register_device(std::stop_token stop);

private:
    /// Attempts to make a session that have ended, and how many of them succeeded.
    struct SessionAttempts {
        int ended = 0;
        int made = 0;
    };

    /// Why a new access token is needed.
    enum class RefreshReason { expired, refused };

    base::Secret current_token(std::stop_token stop);
    base::Secret replacement_of(const base::Secret& refused, std::stop_token stop);
    void refresh(const base::Secret& unwanted, RefreshReason reason, std::stop_token stop);
    void refresh_under_lock(const base::Secret& unwanted, RefreshReason reason,
                            std::stop_token stop);
    void renew(settings::Transaction& transaction, std::stop_token stop);
    /// Whether this object knows another refresh token of the same login.
    bool has_other_token_than(const settings::Settings& settings) const;
    /// Ring no longer accepts the refresh token, which is kept: who asks again may be lucky.
    void remember_end(settings::Transaction& transaction) noexcept;
    void remember_refusal(settings::Transaction& transaction) noexcept;
    bool has_good_access(const settings::Settings& settings) const;
    void adopt(const settings::Settings& settings);
    /// Whether it is one of the few that a minute allows.
    bool count_refresh_for_401();
    http::Response send_with(const base::Secret& token, http::Request& request,
                             std::stop_token stop);
    void authorize(http::Request& request, const base::Secret& token) const;
    bool asks_for_session(const http::Response& response) const;
    void make_session(SessionAttempts seen, std::stop_token stop);
    void post_session(std::stop_token stop);
    void check_session_limit();
    http::Request session_request() const;

    http::Client& m_client;
    Endpoints m_endpoints;
    settings::Store& m_store;
    base::Clock& m_clock;
    settings::Cooldowns m_cooldowns;
    std::string m_device_name;
    std::string m_hardware_id;
    /// rate_limited() has remembered a pause.
    std::atomic<bool> m_was_asked_to_wait = false;
    /// As stored; a refresh may change it.
    std::atomic<settings::UserAgent> m_user_agent = settings::UserAgent::bare;

    /// Held across a refresh, so that concurrent callers cause one.
    std::mutex m_token_mutex;
    /// As far as this object knows; its access token is the one in use.
    settings::Settings m_login;
    /// Until when a token that this object obtained is used, whatever the wall clock says.
    std::optional<base::SteadyTime> m_renewal_due;
    /// How the last refresh failed, and when: requests at the same time share its failure.
    std::optional<base::Error> m_refresh_failure;
    base::SteadyTime m_refresh_failed;
    /// A refresh after a 401 has not yet been followed by an answer other than 401.
    bool m_refresh_unproven = false;
    /// Refreshes after a 401 in the minute that began then.
    int m_refreshes_for_401 = 0;
    base::SteadyTime m_first_refresh_for_401;

    /// Held while a session is made. A stop of the program ends that at once.
    std::mutex m_session_mutex;
    std::atomic<int> m_session_attempts_ended = 0;
    std::atomic<int> m_sessions_made = 0;
    /// How the last attempt failed; null when it did not, or was stopped.
    std::exception_ptr m_session_failure;
    base::SteadyTime m_first_session_made;
};

} // namespace ring
