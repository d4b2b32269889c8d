// SPDX-License-Identifier: Apache-2.0
#include "http/retry.hpp"

#include "base/system/random.hpp"
#include "base/text/ascii.hpp"
#include "http/http_date.hpp"

#include <algorithm>

namespace http {

namespace {

constexpr std::chrono::seconds k_longest_retry_after = std::chrono::hours(24);
constexpr std::chrono::milliseconds k_first_delay = std::chrono::seconds(1);
constexpr std::chrono::milliseconds k_longest_delay = std::chrono::seconds(30);

/// Reads a number such as "120"; 24 h at most.
std::optional<std::chrono::seconds> parse_seconds(std::string_view text) {
    if (text.empty() || !std::all_of(text.begin(), text.end(), base::is_digit)) {
        return std::nullopt;
    }
    std::chrono::seconds seconds(0);
    for (const char digit : text) {
        seconds = std::min(seconds * 10 + std::chrono::seconds(digit - '0'), k_longest_retry_after);
    }
    return seconds;
}

} // namespace

bool is_transient(Fault fault) {
    return fault != Fault::tls && fault != Fault::too_large;
}

bool is_transient_status(int status) {
    return status == 408 || status == 425 || status == 429 ||
           (status >= 500 && status <= 599 && status != 501 && status != 505);
}

std::optional<std::chrono::milliseconds> retry_after(const Response& response) {
    const auto value = response.headers.get("Retry-After");
    if (!value) {
        return std::nullopt;
    }
    if (const auto seconds = parse_seconds(*value)) {
        return *seconds;
    }
    const auto then = parse_http_date(*value);
    const auto now = date_of(response);
    if (!then || !now) {
        return std::nullopt;
    }
    // Compared in whole seconds, which no two dates can make overflow.
    const auto wait = std::chrono::floor<std::chrono::seconds>(*then) -
                      std::chrono::floor<std::chrono::seconds>(*now);
    return std::clamp(wait, std::chrono::seconds(0), k_longest_retry_after);
}

bool asks_to_wait(const Response& response) {
    return retry_after(response).value_or(std::chrono::milliseconds(0)).count() > 0;
}

std::chrono::milliseconds retry_delay(int attempt, double fraction) {
    auto delay = k_first_delay;
    for (int i = 1; i < attempt && delay < k_longest_delay; ++i) {
        delay *= 2;
    }
    delay = std::min(delay, k_longest_delay);
    const auto half = static_cast<double>(delay.count()) / 2;
    return std::chrono::milliseconds(
        static_cast<std::chrono::milliseconds::rep>(half + half * std::clamp(fraction, 0.0, 1.0)));
}

std::chrono::milliseconds Attempts::delay() const {
    return retry_delay(m_number, base::random_fraction());
}

} // namespace http
