// SPDX-License-Identifier: Apache-2.0
#include "ring/login/session.hpp"

#include "base/system/random.hpp"
#include "base/text/duration.hpp"
#include "http/retry.hpp"
#include "ring/api/json_read.hpp"
#include "ring/login/login.hpp"
#include "ring/login/refresh.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ring {

namespace {

using base::Error;
using base::ErrorCode;

/// More in an hour do not help (docs/ring-service.md 4.2 knows of endless loops).
constexpr int k_max_sessions_an_hour = 3;

/// More in a minute mean that refreshing does not help: the service takes the new tokens for one
/// call, and refuses them for another.
constexpr int k_max_refreshes_for_401_a_minute = 3;

/// For how long a failed refresh answers for all that need it: the cameras of one round.
constexpr auto k_shared_failure = std::chrono::seconds(30);

constexpr auto k_login_hint = "run: ring-snapshot login";

/// The pause that a refusal asks for.
std::optional<std::chrono::milliseconds> asked_pause(const http::Response& response) {
    return response.ok() ? std::nullopt : http::retry_after(response);
}

Error login_expired() {
    return Error(ErrorCode::not_logged_in, "Ring no longer accepts the stored login", k_login_hint);
}

Error slow_down(std::optional<std::chrono::milliseconds> pause) {
    const std::string length = pause ? base::describe_duration(*pause) : "some minutes";
    return Error(ErrorCode::slow_down, "Ring asks to slow down",
                 fmt::format("wait {} before the next try", length), pause);
}

} // namespace

std::chrono::seconds expiry_margin(std::chrono::seconds life) {
    return std::min(std::chrono::seconds(60), life / 10);
}

Session::Session(http::Client& client, const Endpoints& endpoints, settings::Store& store,
                 base::Clock& clock, std::string device_name)
    : m_client(client),
      m_endpoints(endpoints),
      m_store(store),
      m_clock(clock),
      m_cooldowns(store, clock),
      m_device_name(std::move(device_name)) {
    const settings::Settings settings = store.load();
    if (!settings.has_session()) {
        throw Error(ErrorCode::not_logged_in, "not logged in to Ring", k_login_hint);
    }
    adopt(settings);
    m_hardware_id = settings.hardware_id.empty() ? base::random_uuid() : settings.hardware_id;
}

http::Request Session::request(std::string method, std::string url) const {
    return make_request(std::move(method), std::move(url), {m_hardware_id, m_user_agent});
}

http::Response Session::send(http::Request request, std::stop_token stop) {
    const SessionAttempts sessions_seen{m_session_attempts_ended, m_sessions_made};
    http::Response response = send_with(current_token(stop), request, stop);
    if (asks_for_session(response)) {
        make_session(sessions_seen, stop);
        response = send_with(current_token(stop), request, stop);
    }
    return response;
}

http::Response Session::send_without_refresh(http::Request request, std::stop_token stop) {
    request.headers.set("Authorization", "Bearer " + current_token(stop).reveal());
    return m_client.send(request, stop);
}

void Session::throw_if_rate_limited() const {
    // Cameras that begin after another one was told are told the same, as one cause for all.
    if (!m_was_asked_to_wait) {
        m_cooldowns.throw_if_limited(settings::RateLimitScope::api);
    } else if (const auto rest = m_cooldowns.remaining(settings::RateLimitScope::api)) {
        throw slow_down(rest);
    }
}

Error Session::rate_limited(std::optional<std::chrono::milliseconds> pause) {
    if (pause) {
        m_was_asked_to_wait = true;
        m_cooldowns.remember(settings::RateLimitScope::api, *pause);
    }
    return slow_down(pause);
}

void Session::register_device(std::stop_token stop) {
    try {
        http::Request request = session_request();
        const auto pause = asked_pause(send_with(current_token(stop), request, stop));
        if (pause && *pause > k_longest_wait_for_retry) {
            rate_limited(pause);
        }
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
    }
}

http::Response Session::send_with(const base::Secret& token, http::Request& request,
                                  std::stop_token stop) {
    authorize(request, token);
    http::Response response = m_client.send(request, stop);
    if (response.status == 401) {
        authorize(request, replacement_of(token, stop));
        response = m_client.send(request, stop);
        if (response.status == 401) {
            throw Error(ErrorCode::service_unavailable,
                        "Ring refuses the access token right after it was renewed",
                        "the stored login is kept; try again later");
        }
    }
    const std::lock_guard guard(m_token_mutex);
    m_refresh_unproven = false;
    return response;
}

void Session::authorize(http::Request& request, const base::Secret& token) const {
    request.headers.set("Authorization", "Bearer " + token.reveal());
    // A refresh may have found another one since the request was made.
    request.headers.set("User-Agent", user_agent_header(m_user_agent));
}

base::Secret Session::current_token(std::stop_token stop) {
    const std::lock_guard guard(m_token_mutex);
    const bool usable =
        m_renewal_due ? m_clock.steady_now() < *m_renewal_due : has_good_access(m_login);
    if (!usable) {
        refresh(m_login.access_token, RefreshReason::expired, stop);
    }
    return m_login.access_token;
}

base::Secret Session::replacement_of(const base::Secret& refused, std::stop_token stop) {
    const std::lock_guard guard(m_token_mutex);
    if (m_login.access_token == refused) {
        if (m_refresh_unproven || !count_refresh_for_401()) {
            throw Error(ErrorCode::service_unavailable,
                        "Ring refuses every access token, renewed ones too",
                        "the stored login is kept; try again later");
        }
        refresh(refused, RefreshReason::refused, stop);
        // A token taken over from another process has cost no refresh of ours.
        m_refresh_unproven = m_renewal_due.has_value();
    }
    return m_login.access_token;
}

bool Session::count_refresh_for_401() {
    const base::SteadyTime now = m_clock.steady_now();
    if (m_refreshes_for_401 == 0 || now - m_first_refresh_for_401 >= std::chrono::minutes(1)) {
        m_refreshes_for_401 = 0;
        m_first_refresh_for_401 = now;
    }
    return ++m_refreshes_for_401 <= k_max_refreshes_for_401_a_minute;
}

bool Session::has_good_access(const settings::Settings& settings) const {
    const auto& expires = settings.access_token_expires;
    return !settings.access_token.empty() && expires &&
           m_clock.now() < *expires - expiry_margin(settings.access_token_life);
}

void Session::adopt(const settings::Settings& settings) {
    m_login = settings;
    m_user_agent = settings.user_agent;
}

void Session::refresh(const base::Secret& unwanted, RefreshReason reason, std::stop_token stop) {
    if (m_refresh_failure && m_clock.steady_now() - m_refresh_failed < k_shared_failure) {
        throw Error(*m_refresh_failure);
    }
    try {
        refresh_under_lock(unwanted, reason, stop);
        m_refresh_failure.reset();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::interrupted) {
            m_refresh_failure = error;
            m_refresh_failed = m_clock.steady_now();
        }
        if (error.pause()) {
            m_cooldowns.remember(settings::RateLimitScope::tokens, *error.pause());
        }
        throw;
    }
}

void Session::refresh_under_lock(const base::Secret& unwanted, RefreshReason reason,
                                 std::stop_token stop) {
    const base::SystemTime begin = m_clock.now();
    settings::Transaction transaction = m_store.begin(stop);
    settings::Settings& settings = transaction.settings;
    const base::Secret stored = settings.access_token;
    if (stored != unwanted && has_good_access(settings)) {
        // Another process was quicker.
        adopt(settings);
        m_renewal_due.reset();
        return;
    }
    if (const auto silence = m_cooldowns.silence_since(begin)) {
        // Runs of a scheduler would wait for each other, ever more of them.
        throw Error(*silence);
    }
    try {
        renew(transaction, stop);
    } catch (const Error&) {
        if (reason == RefreshReason::refused && stored == unwanted) {
            remember_refusal(transaction);
        }
        throw;
    }
}

void Session::renew(settings::Transaction& transaction, std::stop_token stop) {
    settings::Settings& settings = transaction.settings;
    if (settings.refresh_token.empty()) {
        throw login_expired();
    }
    if (settings.hardware_id.empty()) {
        settings.hardware_id = m_hardware_id;
    }
    m_cooldowns.throw_if_limited(settings::RateLimitScope::tokens);
    transaction.prove_writable();
    const auto ask = [&] {
        return refresh_tokens(settings, m_client, m_endpoints, m_clock, login_expired(), stop);
    };
    std::chrono::seconds life{0};
    try {
        try {
            life = ask();
        } catch (const Error& error) {
            if (error.code() != ErrorCode::not_logged_in || !has_other_token_than(settings)) {
                throw;
            }
            // Somebody put an older file back while this one was in use.
            settings.refresh_token = m_login.refresh_token;
            life = ask();
        }
    } catch (const Error& error) {
        if (error.code() == ErrorCode::not_logged_in || error.code() == ErrorCode::two_factor) {
            remember_end(transaction);
        }
        if (error.code() == ErrorCode::service_unavailable && !error.pause()) {
            m_cooldowns.remember_silence(error);
        }
        throw;
    }
    // Before they are stored: where that fails, no other ones are good.
    adopt(settings);
    m_renewal_due = m_clock.steady_now() + life - expiry_margin(life);
    transaction.commit();
}

bool Session::has_other_token_than(const settings::Settings& settings) const {
    return !m_login.refresh_token.empty() && m_login.refresh_token != settings.refresh_token &&
           m_login.username == settings.username && m_login.hardware_id == settings.hardware_id;
}

void Session::remember_end(settings::Transaction& transaction) noexcept {
    if (transaction.settings.login_ended) {
        return;
    }
    try {
        transaction.settings.login_ended = m_clock.now();
        transaction.commit();
    } catch (...) {
        // The next run finds out again.
    }
}

void Session::remember_refusal(settings::Transaction& transaction) noexcept {
    // No run is to offer the token again, whatever its end was said to be.
    m_login.access_token_expires.reset();
    m_renewal_due.reset();
    try {
        transaction.settings.access_token_expires.reset();
        transaction.commit();
    } catch (...) {
        // Where it cannot be stored, the next run finds out by itself.
    }
}

bool Session::asks_for_session(const http::Response& response) const {
    if (response.status != 404) {
        return false;
    }
    return text_member(read_json(response.body), "error").find(m_hardware_id) != std::string::npos;
}

void Session::make_session(SessionAttempts seen, std::stop_token stop) {
    const std::lock_guard guard(m_session_mutex);
    if (m_sessions_made != seen.made) {
        // Another thread has made one since the request was sent.
        return;
    }
    if (m_session_attempts_ended != seen.ended && m_session_failure) {
        // Twenty cameras are not to ask for twenty sessions, each in vain.
        std::rethrow_exception(m_session_failure);
    }
    check_session_limit();
    try {
        post_session(stop);
        m_session_failure = nullptr;
        ++m_sessions_made;
        ++m_session_attempts_ended;
    } catch (const Error& error) {
        // Who was stopped has failed for nobody else.
        m_session_failure =
            error.code() == ErrorCode::interrupted ? nullptr : std::current_exception();
        ++m_session_attempts_ended;
        throw;
    }
}

void Session::check_session_limit() {
    const int made = m_sessions_made;
    const base::SteadyTime now = m_clock.steady_now();
    if (made % k_max_sessions_an_hour == 0) {
        if (made > 0 && now - m_first_session_made < std::chrono::hours(1)) {
            throw Error(ErrorCode::service_unavailable,
                        "Ring forgets this installation's session again and again",
                        "the stored login is kept; try again later");
        }
        m_first_session_made = now;
    }
}

void Session::post_session(std::stop_token stop) {
    http::Request request = session_request();
    http::Response response = send_with(current_token(stop), request, stop);
    auto pause = asked_pause(response);
    if (pause && *pause <= k_longest_wait_for_retry) {
        if (!m_clock.sleep_for(*pause, stop)) {
            throw Error(ErrorCode::interrupted, "stopped while waiting for Ring");
        }
        response = send_with(current_token(stop), request, stop);
        pause = asked_pause(response);
    }
    const bool is_long = pause && *pause > k_longest_wait_for_retry;
    if (is_long || (response.status == 429 && !pause)) {
        throw rate_limited(pause);
    }
}

http::Request Session::session_request() const {
    http::Request request = this->request("POST", m_endpoints.api("/clients_api/session"));
    request.headers.add("Accept", "application/json");
    const OrderedJson body = {
        {"device",
         {{"hardware_id", m_hardware_id},
          {"metadata", {{"api_version", 11}, {"device_model", m_device_name}}},
          {"os", "android"}}}};
    set_json_body(request, write_json(body));
    return request;
}

} // namespace ring
