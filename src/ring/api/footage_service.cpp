// SPDX-License-Identifier: Apache-2.0
#include "ring/api/footage_service.hpp"

#include "base/text/encoding.hpp"
#include "base/text/time_format.hpp"
#include "http/http_date.hpp"
#include "http/retry.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <set>
#include <utility>

namespace ring {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int k_footage_attempts = 3;
/// Events come along, some kilobytes each.
constexpr std::size_t k_timeline_limit = std::size_t{16} << 20;
/// An hour of pictures is a hundredth of it.
constexpr std::size_t k_film_limit = std::size_t{128} << 20;
constexpr milliseconds k_timeline_time = seconds(20);
constexpr milliseconds k_film_time = std::chrono::minutes(2);
/// Of three hours; more would be a service that goes round in circles.
constexpr int k_most_timeline_pages = 100;

/// Whether Ring says no, rather than that something is out of order.
bool is_refusal(int status) {
    return status == 403 || status == 404 || status == 405 || status == 410;
}

std::string whole_seconds(base::SystemTime time) {
    return base::percent_encode(base::format_utc_time(time, "%Y-%m-%dT%H:%M:%SZ"));
}

std::int64_t in_milliseconds(base::SystemTime time) {
    return std::chrono::floor<milliseconds>(time).time_since_epoch().count();
}

/// Throws for an answer that is not what was asked for.
void check_answer(const http::Response& response, Session& session) {
    if (response.ok()) {
        return;
    }
    const auto asked = http::retry_after(response);
    const bool is_long = asked && *asked > k_longest_wait_for_retry;
    if (response.status == 429 || is_long) {
        throw session.rate_limited(is_long ? asked : std::nullopt);
    }
    if (is_refusal(response.status)) {
        throw Error(
            ErrorCode::no_snapshot,
            fmt::format("Ring does not give its earlier pictures (HTTP {})", response.status),
            "they need a Ring subscription, and Snapshot Capture switched on in the Ring "
            "app (Device Settings)");
    }
    throw Error(ErrorCode::service_unavailable,
                fmt::format("Ring's timeline is unavailable (HTTP {})", response.status),
                "try again later");
}

/// Sorts them, and takes out what was listed twice.
void tidy(std::vector<Footage>& footages) {
    std::stable_sort(footages.begin(), footages.end(),
                     [](const Footage& a, const Footage& b) { return a.start < b.start; });
    std::vector<Footage> kept;
    for (Footage& footage : footages) {
        if (std::none_of(kept.begin(), kept.end(),
                         [&](const Footage& each) { return each.is_same_as(footage); })) {
            kept.push_back(std::move(footage));
        }
    }
    footages = std::move(kept);
}

/// Whether another route may know what this one does not.
bool is_of_route(const Error& error) {
    return error.code() == ErrorCode::no_snapshot || error.code() == ErrorCode::service_unavailable;
}

} // namespace

FootageAnswer FootageService::footages(base::SystemTime from, base::SystemTime to,
                                       std::stop_token stop) {
    try {
        FootageAnswer answer = ask(m_route, from, to, stop);
        if (answer.footages.empty() && !m_other_is_refused) {
            if (auto other = ask_other(from, to, stop)) {
                answer.footages = std::move(other->footages);
            } else {
                m_other_is_refused = true;
            }
        }
        return answer;
    } catch (const Error& error) {
        if (m_other_is_refused || !is_of_route(error)) {
            throw;
        }
        auto other = ask_other(from, to, stop);
        if (!other) {
            throw;
        }
        m_route = m_route == Route::timeline ? Route::footages : Route::timeline;
        m_other_is_refused = true;
        return std::move(*other);
    }
}

std::optional<FootageAnswer> FootageService::ask_other(base::SystemTime from, base::SystemTime to,
                                                       const std::stop_token& stop) {
    try {
        return ask(m_route == Route::timeline ? Route::footages : Route::timeline, from, to, stop);
    } catch (const Error& error) {
        if (!is_of_route(error)) {
            throw;
        }
        return {};
    }
}

FootageAnswer FootageService::ask(Route route, base::SystemTime from, base::SystemTime to,
                                  const std::stop_token& stop) {
    FootageAnswer answer =
        route == Route::timeline ? timeline(from, to, stop) : older_footages(from, to, stop);
    tidy(answer.footages);
    return answer;
}

FootageAnswer FootageService::timeline(base::SystemTime from, base::SystemTime to,
                                       const std::stop_token& stop) {
    const std::string path =
        fmt::format("/evm/v2/timeline/devices/{}?start_time={}&end_time={}&order=asc", m_id,
                    whole_seconds(std::chrono::floor<seconds>(from)),
                    whole_seconds(std::chrono::ceil<seconds>(to)));
    FootageAnswer answer;
    std::set<std::string> keys;
    std::string key;
    do {
        const http::Response response =
            get(key.empty() ? path : path + "&pagination_key=" + base::percent_encode(key), stop);
        answer.answered = http::date_of(response);
        TimelinePage page = read_timeline(response.body);
        std::move(page.footages.begin(), page.footages.end(), std::back_inserter(answer.footages));
        key = std::move(page.next_key);
    } while (!key.empty() && keys.insert(key).second && keys.size() < k_most_timeline_pages);
    return answer;
}

FootageAnswer FootageService::older_footages(base::SystemTime from, base::SystemTime to,
                                             const std::stop_token& stop) {
    const http::Response response =
        get(fmt::format("/recordings/public/footages/{}?start_at_ms={}&end_at_ms={}"
                        "&kinds=online_periodical&kinds=offline_periodical",
                        m_id, in_milliseconds(from), in_milliseconds(to)),
            stop);
    return {read_footages(response.body), http::date_of(response)};
}

http::Response FootageService::get(const std::string& path, const std::stop_token& stop) {
    http::Request request = m_session.request("GET", m_session.endpoints().api(path));
    request.headers.add("Accept", "application/json");
    request.body_limit = k_timeline_limit;
    request.time_limit = k_timeline_time;
    http::Response response = until_answered(
        [&](http::Version version) {
            request.version = version;
            return m_session.send(request, stop);
        },
        stop);
    check_answer(response, m_session);
    return response;
}

http::Response
FootageService::until_answered(const std::function<http::Response(http::Version)>& send,
                               const std::stop_token& stop) {
    http::Attempts attempts(k_footage_attempts);
    return http::retry(attempts, m_clock, stop, send, [](const http::Response& response) {
        const auto asked = http::retry_after(response).value_or(milliseconds(0));
        const bool is_page = response.ok() && http::looks_like_html(response.body);
        const bool is_worth_it = is_page || http::is_transient_status(response.status);
        return is_worth_it && asked <= k_longest_wait_for_retry ? std::optional(asked)
                                                                : std::nullopt;
    });
}

void FootageService::check_address(const std::string& url) const {
    const std::string origin = http::origin_of(url);
    if (!origin.starts_with("https://") &&
        (origin.empty() || origin != http::origin_of(m_session.endpoints().api("/")))) {
        throw Error(ErrorCode::service_unavailable,
                    "Ring gives an address for a film that is not a secure one", "try again later");
    }
}

std::optional<std::string> FootageService::film(const Footage& footage, std::stop_token stop) {
    http::Request request;
    request.url = m_session.endpoints().redirected(footage.url.reveal());
    check_address(request.url);
    // Neither our token nor the hardware id: the address says all, and the host is not Ring's.
    request.headers.add("User-Agent", k_user_agent);
    request.headers.add("Accept", "*/*");
    request.body_limit = k_film_limit;
    request.time_limit = k_film_time;
    request.has_secret_path = true;
    http::Response response = until_answered(
        [&](http::Version version) {
            request.version = version;
            return m_films.send(request, stop);
        },
        stop);
    if (response.ok() && !http::looks_like_html(response.body)) {
        return std::move(response.body);
    }
    if (is_refusal(response.status) || response.status == 400 || response.status == 401) {
        return {};
    }
    throw Error(ErrorCode::service_unavailable,
                fmt::format("{} does not give the film of earlier pictures (HTTP {})",
                            http::host_of(request.url), response.status),
                "try again later");
}

} // namespace ring
