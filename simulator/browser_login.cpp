// SPDX-License-Identifier: Apache-2.0
#include "simulator/browser_login.hpp"

#include "base/system/random.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"

#include <utility>

namespace simulator {

namespace {

constexpr std::int64_t k_flow_life_ms = 15 * 60'000;
constexpr std::int64_t k_code_life_ms = 2 * 60'000;

} // namespace

std::string BrowserLogin::start(Flow flow) {
    flow.started_ms = m_clock.now_ms();
    flow.csrf = base::hex_encode(base::random_bytes(16));
    auto cookie = base::hex_encode(base::random_bytes(16));
    const std::lock_guard lock{m_mutex};
    std::erase_if(m_flows, [&](const auto& entry) {
        return entry.second.started_ms + k_flow_life_ms < flow.started_ms;
    });
    m_flows[cookie] = std::move(flow);
    return cookie;
}

std::optional<Flow> BrowserLogin::find(const std::string& cookie) const {
    const std::lock_guard lock{m_mutex};
    const auto it = m_flows.find(cookie);
    if (it == m_flows.end() || m_clock.now_ms() > it->second.started_ms + k_flow_life_ms) {
        return std::nullopt;
    }
    return it->second;
}

void BrowserLogin::set(const std::string& cookie, bool Flow::*flag) {
    const std::lock_guard lock{m_mutex};
    if (const auto it = m_flows.find(cookie); it != m_flows.end()) {
        it->second.*flag = true;
    }
}

std::string BrowserLogin::finish(const std::string& cookie) {
    auto code = base::base64url_encode(base::random_bytes(24));
    const std::lock_guard lock{m_mutex};
    const auto it = m_flows.find(cookie);
    if (it != m_flows.end()) {
        m_codes[code] = {it->second.client_id, it->second.redirect_uri, it->second.challenge,
                         m_clock.now_ms()};
        m_flows.erase(it);
    }
    return code;
}

std::optional<PendingCode> BrowserLogin::take_code(const std::string& code) {
    const std::lock_guard lock{m_mutex};
    const auto it = m_codes.find(code);
    if (it == m_codes.end()) {
        return std::nullopt;
    }
    auto pending = std::move(it->second);
    m_codes.erase(it);
    if (m_clock.now_ms() > pending.issued_ms + k_code_life_ms) {
        return std::nullopt;
    }
    return pending;
}

bool verifier_matches(const std::string& verifier, const std::string& challenge) {
    return base::base64url_encode(base::sha256(verifier)) == challenge;
}

} // namespace simulator
