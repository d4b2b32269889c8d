// SPDX-License-Identifier: Apache-2.0
#include "web/access/password_guard.hpp"

#include "base/system/random.hpp"
#include "web/access/password.hpp"

#include <algorithm>
#include <utility>

namespace web {
namespace {

constexpr std::size_t k_key_bytes = 32;
constexpr std::size_t k_most_addresses = 1000;

/// An IPv4 address, or the network of an IPv6 address: its first 64 bits.
std::string network_of(std::string_view peer) {
    std::size_t end = 0;
    for (int group = 0; group < 4; ++group) {
        const std::size_t colon = peer.find(':', end);
        if (colon == std::string_view::npos || peer.substr(colon).starts_with("::")) {
            return std::string(colon == std::string_view::npos || peer.starts_with("::")
                                   ? peer
                                   : peer.substr(0, colon));
        }
        end = colon + 1;
    }
    return std::string(peer.substr(0, end - 1));
}

/// Counts one while it lives.
class Queued {
public:
    explicit Queued(std::atomic<int>& count) : m_count(count), m_number(++count) {}

    ~Queued() { --m_count; }

    Queued(const Queued&) = delete;
    Queued& operator=(const Queued&) = delete;

    int number() const { return m_number; }

private:
    std::atomic<int>& m_count;
    int m_number;
};

} // namespace

bool FailureCounter::begin(std::string_view peer, base::SteadyTime now) {
    constexpr auto k_span = std::chrono::minutes(1);
    const std::lock_guard guard(m_mutex);
    const std::string network = network_of(peer);
    if (m_failures.size() >= k_most_addresses && !m_failures.contains(network)) {
        std::erase_if(m_failures, [&](const auto& each) {
            return each.second.empty() || now - each.second.back() > k_span;
        });
        if (m_failures.size() >= k_most_addresses) {
            return false;
        }
    }
    std::deque<base::SteadyTime>& times = m_failures[network];
    while (!times.empty() && now - times.front() > k_span) {
        times.pop_front();
    }
    if (times.size() >= k_most_failures) {
        return false;
    }
    times.push_back(now);
    return true;
}

void FailureCounter::take_back(std::string_view peer) {
    const std::lock_guard guard(m_mutex);
    const auto found = m_failures.find(network_of(peer));
    if (found != m_failures.end() && !found->second.empty()) {
        found->second.pop_back();
        if (found->second.empty()) {
            m_failures.erase(found);
        }
    }
}

PasswordGuard::PasswordGuard(base::Clock& clock, std::stop_token stop)
    : m_clock(clock), m_stop(std::move(stop)), m_process_key(base::random_bytes(k_key_bytes)) {}

bool PasswordGuard::is_remembered(const std::string& tag) {
    const std::lock_guard guard(m_mutex);
    return are_equal_in_constant_time(m_remembered, tag);
}

PasswordGuard::Verdict PasswordGuard::check(const base::Secret& password, std::string_view stored,
                                            std::string_view peer,
                                            const std::function<bool()>& check) {
    const std::string tag =
        keyed_hash(m_process_key, std::string(stored) + '\n' + password.reveal());
    if (is_remembered(tag)) {
        return Verdict::right;
    }
    if (!m_failures.begin(peer, m_clock.steady_now())) {
        return Verdict::too_many;
    }
    const Queued queued(m_queued);
    if (queued.number() > k_most_waiting + 1) {
        m_failures.take_back(peer);
        return Verdict::too_many;
    }
    const std::lock_guard hashing(m_hashing);
    // Another request may have brought it meanwhile.
    if (!is_remembered(tag)) {
        if (m_stop.stop_requested()) {
            return Verdict::too_many;
        }
        if (!check()) {
            return Verdict::wrong;
        }
        const std::lock_guard guard(m_mutex);
        m_remembered = tag;
    }
    m_failures.take_back(peer);
    return Verdict::right;
}

} // namespace web
