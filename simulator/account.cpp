// SPDX-License-Identifier: Apache-2.0
#include "simulator/account.hpp"

#include "base/system/random.hpp"
#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "simulator/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace simulator {

namespace {

constexpr std::int64_t k_code_window_ms = 600'000;
constexpr std::size_t k_codes_in_window = 10;
constexpr std::int64_t k_refresh_window_ms = 60'000;
constexpr std::size_t k_tokens_kept = 20'000;

/// A token that looks like a JWT; the signature is random, so that each is unique.
std::string make_jwt(const std::string& claims) {
    return fmt::format("{}.{}.{}", base::base64url_encode(R"({"alg":"none","typ":"JWT"})"),
                       base::base64url_encode(claims),
                       base::base64url_encode(base::random_bytes(24)));
}

void forget_before(std::deque<std::int64_t>& times, std::int64_t limit_ms) {
    while (!times.empty() && times.front() <= limit_ms) {
        times.pop_front();
    }
}

} // namespace

std::optional<TwoFactor> parse_two_factor(std::string_view text) {
    const auto it = std::ranges::find(k_two_factor_names, text);
    return it == k_two_factor_names.end()
               ? std::nullopt
               : std::optional{static_cast<TwoFactor>(it - k_two_factor_names.begin())};
}

std::string_view to_string(TwoFactor two_factor) {
    return k_two_factor_names[static_cast<std::size_t>(two_factor)];
}

Account::Account(AccountOptions options, Clock& clock)
    : m_options(std::move(options)), m_clock(clock), m_two_factor(m_options.two_factor) {}

bool Account::credentials_match(std::string_view username, std::string_view password) const {
    return base::to_lower(username) == base::to_lower(m_options.username) &&
           password == m_options.password;
}

TwoFactor Account::two_factor() const {
    const std::lock_guard lock{m_mutex};
    return m_two_factor;
}

void Account::set_two_factor(TwoFactor two_factor) {
    const std::lock_guard lock{m_mutex};
    m_two_factor = two_factor;
}

CodeRequest Account::request_code() {
    const std::lock_guard lock{m_mutex};
    if (m_two_factor == TwoFactor::totp || m_two_factor == TwoFactor::none) {
        return CodeRequest::not_needed;
    }
    const auto now = m_clock.now_ms();
    forget_before(m_codes_sent_at, now - k_code_window_ms);
    if (m_codes_sent_at.size() >= k_codes_in_window) {
        return CodeRequest::throttled;
    }
    m_codes_sent_at.push_back(now);
    ++m_counters.codes_sent;
    return CodeRequest::sent;
}

Grant Account::issue(std::int64_t chain) {
    const auto now = m_clock.now_ms();
    const auto end = now + m_options.access_token_life_ms;
    Grant grant;
    grant.expires_in = (m_options.access_token_life_ms + 999) / 1000;
    grant.access_token =
        make_jwt(fmt::format(R"({{"exp":{},"iat":{},"sub":"40012345","scope":"client"}})",
                             (end + 999) / 1000, now / 1000));
    grant.refresh_token = make_jwt(fmt::format(R"({{"iat":{},"use":"refresh"}})", now / 1000));

    if (m_access_tokens.size() > k_tokens_kept) {
        std::erase_if(m_access_tokens, [&](const auto& token) { return token.second <= now; });
    }
    m_access_tokens[grant.access_token] = end;
    m_refresh_tokens[grant.refresh_token] = {chain, m_chains[chain].generation};
    return grant;
}

Grant Account::grant_for_password() {
    const std::lock_guard lock{m_mutex};
    ++m_counters.password_grants;
    return start_chain();
}

Grant Account::grant_for_code() {
    const std::lock_guard lock{m_mutex};
    ++m_counters.code_grants;
    return start_chain();
}

Grant Account::start_chain() {
    const auto chain = static_cast<std::int64_t>(m_chains.size());
    m_chains[chain] = {};
    return issue(chain);
}

void Account::add_refresh_token(const std::string& refresh_token) {
    const std::lock_guard lock{m_mutex};
    const auto chain = static_cast<std::int64_t>(m_chains.size());
    m_chains[chain] = {};
    m_refresh_tokens[refresh_token] = {chain, 0};
}

bool Account::refresh_token_good(const RefreshToken& token, std::int64_t now_ms) const {
    const auto& chain = m_chains.at(token.chain);
    if (token.generation == chain.generation || m_options.grace_ms < 0) {
        return true;
    }
    return token.generation == chain.generation - 1 && m_options.grace_ms > 0 &&
           now_ms < chain.replaced_at_ms + m_options.grace_ms;
}

Account::RefreshResult Account::refresh(const std::string& refresh_token) {
    const std::lock_guard lock{m_mutex};
    const auto now = m_clock.now_ms();
    forget_before(m_refreshed_at, now - k_refresh_window_ms);
    if (m_options.refresh_limit > 0 &&
        m_refreshed_at.size() >= static_cast<std::size_t>(m_options.refresh_limit)) {
        const auto free_at = m_refreshed_at.front() + k_refresh_window_ms;
        return {Refreshed::too_often, {}, (free_at - now + 999) / 1000};
    }
    const auto it = m_refresh_tokens.find(refresh_token);
    if (it == m_refresh_tokens.end() || !refresh_token_good(it->second, now)) {
        ++m_counters.refused_refreshes;
        return {Refreshed::unknown_token, {}, 0};
    }
    m_refreshed_at.push_back(now);
    ++m_counters.refreshes;
    auto& chain = m_chains[it->second.chain];
    if (it->second.generation == chain.generation) {
        ++chain.generation;
        chain.replaced_at_ms = now;
    }
    return {Refreshed::yes, issue(it->second.chain), 0};
}

bool Account::access_token_valid(const std::string& access_token) const {
    const std::lock_guard lock{m_mutex};
    const auto it = m_access_tokens.find(access_token);
    return it != m_access_tokens.end() && m_clock.now_ms() < it->second;
}

void Account::revoke_access_tokens() {
    const std::lock_guard lock{m_mutex};
    m_access_tokens.clear();
}

void Account::revoke_refresh_tokens() {
    const std::lock_guard lock{m_mutex};
    m_refresh_tokens.clear();
}

bool Account::refuses_hardware_id(const std::string& hardware_id) {
    const std::lock_guard lock{m_mutex};
    if (hardware_id.empty()) {
        return false;
    }
    if (m_options.refuse_first_hardware_id && !m_knows_hardware_ids) {
        m_refused_hardware_ids.insert(hardware_id);
    }
    m_knows_hardware_ids = true;
    return m_refused_hardware_ids.contains(hardware_id);
}

void Account::refuse_hardware_id(const std::string& hardware_id) {
    const std::lock_guard lock{m_mutex};
    m_refused_hardware_ids.insert(hardware_id);
}

void Account::create_session(const std::string& hardware_id) {
    const std::lock_guard lock{m_mutex};
    m_sessions[hardware_id] = 0;
    ++m_counters.sessions_created;
}

bool Account::use_session(const std::string& hardware_id) {
    const std::lock_guard lock{m_mutex};
    const auto it = m_sessions.find(hardware_id);
    if (it == m_sessions.end()) {
        return false;
    }
    if (m_options.session_calls > 0 && it->second >= m_options.session_calls) {
        m_sessions.erase(it);
        return false;
    }
    ++it->second;
    return true;
}

void Account::forget_sessions() {
    const std::lock_guard lock{m_mutex};
    m_sessions.clear();
}

Account::Counters Account::counters() const {
    const std::lock_guard lock{m_mutex};
    return m_counters;
}

} // namespace simulator
