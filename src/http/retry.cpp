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

/// Reads "120" or "1.5", the latter rounded up to whole seconds; 24 h at most.
std::optional<std::chrono::seconds> parse_seconds(std::string_view text) {
    const auto point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
    const bool has_fraction = point < text.size();
    if (whole.empty() || !std::all_of(whole.begin(), whole.end(), base::is_digit) ||
        (has_fraction && fraction.empty()) ||
        !std::all_of(fraction.begin(), fraction.end(), base::is_digit)) {
        return std::nullopt;
    }
    std::chrono::seconds seconds(0);
    for (const char digit : whole) {
        seconds = std::min(seconds * 10 + std::chrono::seconds(digit - '0'), k_longest_retry_after);
    }
    if (fraction.find_first_not_of('0') != std::string_view::npos) {
        seconds = std::min(seconds + std::chrono::seconds(1), k_longest_retry_after);
    }
    return seconds;
}

} // namespace

bool is_transient(Fault fault) {
    switch (fault) {
    case Fault::not_connected:
    case Fault::timed_out:
    case Fault::broken:
    case Fault::cut_off:
        return true;
    case Fault::tls:
    case Fault::too_large:
        return false;
    }
    return false;
}

bool is_transient_status(int status) {
    if (status == 501 || status == 505) {
        return false;
    }
    return status == 408 || status == 425 || status == 429 || (status >= 500 && status <= 599);
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
