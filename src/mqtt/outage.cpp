// SPDX-License-Identifier: Apache-2.0
#include "mqtt/outage.hpp"

#include <algorithm>

namespace mqtt {

namespace {

constexpr std::chrono::milliseconds k_first_pause = std::chrono::seconds(1);
/// Words of a broker's making could differ each time.
constexpr std::size_t k_most_told = 20;

/// From half the pause to all of it, so that many clients do not come back at the same moment; but
/// never less than the first.
std::chrono::milliseconds with_jitter(std::chrono::milliseconds pause, double fraction) {
    const double share = 0.5 + 0.5 * std::clamp(fraction, 0.0, 1.0);
    const auto shortened =
        static_cast<std::chrono::milliseconds::rep>(static_cast<double>(pause.count()) * share);
    return std::max(std::chrono::milliseconds(shortened), k_first_pause);
}

} // namespace

Outage::Verdict Outage::failed(const base::Error& error,
                               std::optional<std::chrono::nanoseconds> held, double fraction) {
    if (held && *held >= k_holds) {
        m_failures = 0;
        m_told.clear();
    }
    Verdict verdict;
    const bool is_first_loss = held && m_failures == 0;
    verdict.is_new =
        !is_first_loss && m_told.size() < k_most_told && m_told.insert(error.message()).second;
    if (error.pause()) {
        verdict.pause = *error.pause();
        return verdict;
    }
    std::chrono::milliseconds pause = k_first_pause;
    for (int i = 0; i < m_failures && pause < k_longest_pause; ++i) {
        pause *= 2;
    }
    ++m_failures;
    verdict.pause =
        with_jitter(std::min<std::chrono::milliseconds>(pause, k_longest_pause), fraction);
    return verdict;
}

} // namespace mqtt
