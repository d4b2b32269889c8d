// SPDX-License-Identifier: Apache-2.0
#include "support/fake_http_client.hpp"

#include "base/text/time_format.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <optional>
#include <stop_token>
#include <string_view>

namespace test {

namespace {

/// Path and query: what expectations are compared with.
std::string_view target_of(std::string_view url) {
    url = url.substr(0, url.find('#'));
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
        url.remove_prefix(scheme + 3);
        url.remove_prefix(std::min(url.find_first_of("/?"), url.size()));
    }
    return url.empty() ? "/" : url;
}

base::Error interrupted() {
    return {base::ErrorCode::interrupted, "stopped before the fake server answered"};
}

/// What a client that keeps to the limits of `request` makes of an answer.
void enforce_limits(const http::Request& request, const http::Response& response,
                    std::optional<base::SteadyTime> stopped, base::SteadyTime now) {
    const bool in_grace = stopped && request.stop_grace > std::chrono::milliseconds(0) &&
                          now - *stopped <= request.stop_grace;
    if (stopped && !in_grace) {
        throw interrupted();
    }
    if (request.time_limit <= std::chrono::milliseconds(0) ||
        now - response.sent > request.time_limit) {
        throw http::TransportError(http::Fault::timed_out, "no answer from the fake server");
    }
    if (response.body.size() > request.body_limit) {
        throw http::TransportError(http::Fault::too_large, "the fake answer is too large");
    }
}

} // namespace

FakeHttpClient::FakeHttpClient(ManualClock& clock) : m_clock(clock) {}

FakeHttpClient::~FakeHttpClient() {
    for (const Expectation& expectation : m_expectations) {
        if (!expectation.for_ever) {
            ADD_FAILURE() << "expected but never sent: " << expectation.method << " "
                          << expectation.path;
        }
    }
}

void FakeHttpClient::expect(std::string method, std::string path, Answer answer) {
    const std::lock_guard lock(m_mutex);
    m_expectations.push_back({std::move(method), std::move(path), std::move(answer), false, false});
}

void FakeHttpClient::expect(std::string method, std::string path, http::Response response) {
    expect(std::move(method), std::move(path),
           [response = std::move(response)](const http::Request&) { return response; });
}

void FakeHttpClient::always(std::string method, std::string path, Answer answer) {
    const std::lock_guard lock(m_mutex);
    m_expectations.push_back({std::move(method), std::move(path), std::move(answer), true, false});
}

void FakeHttpClient::hang(std::string method, std::string path) {
    const std::lock_guard lock(m_mutex);
    m_expectations.push_back({std::move(method), std::move(path), {}, true, true});
}

http::Response FakeHttpClient::send(const http::Request& request, std::stop_token stop) {
    if (stop.stop_requested()) {
        throw interrupted();
    }
    const Expectation expectation = expectation_for(request);
    if (expectation.hangs) {
        std::mutex mutex;
        std::condition_variable_any never_notified;
        std::unique_lock lock(mutex);
        never_notified.wait(lock, stop, [] { return false; });
        throw interrupted();
    }
    std::mutex stopped_mutex;
    std::optional<base::SteadyTime> stopped;
    const std::stop_callback on_stop(std::move(stop), [&] {
        const std::lock_guard lock(stopped_mutex);
        stopped = m_clock.steady_now();
    });
    const base::SteadyTime sent = m_clock.steady_now();

    http::Response response = expectation.answer(request);

    response.sent = sent;
    response.received = m_clock.steady_now();
    if (!response.headers.get("Date")) {
        response.headers.add("Date",
                             base::format_utc_time(m_clock.now(), "%a, %d %b %Y %H:%M:%S GMT"));
    }
    const std::lock_guard lock(stopped_mutex);
    enforce_limits(request, response, stopped, response.received);
    return response;
}

FakeHttpClient::Expectation FakeHttpClient::expectation_for(const http::Request& request) {
    const std::lock_guard lock(m_mutex);
    m_requests.push_back(request);
    const std::string_view target = target_of(request.url);
    const auto expectation =
        std::find_if(m_expectations.begin(), m_expectations.end(), [&](const Expectation& each) {
            return each.method == request.method && target.starts_with(each.path);
        });
    if (expectation == m_expectations.end()) {
        ADD_FAILURE() << "nobody expected: " << request.method << " " << request.url;
        throw http::TransportError(http::Fault::not_connected,
                                   "nobody expected " + request.method + " " + request.url);
    }
    Expectation found = *expectation;
    if (!expectation->for_ever) {
        m_expectations.erase(expectation);
    }
    return found;
}

std::vector<http::Request> FakeHttpClient::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

std::vector<http::Request> FakeHttpClient::requests_to(const std::string& path) const {
    const std::lock_guard lock(m_mutex);
    std::vector<http::Request> found;
    std::copy_if(m_requests.begin(), m_requests.end(), std::back_inserter(found),
                 [&](const http::Request& each) { return target_of(each.url).starts_with(path); });
    return found;
}

http::Response response(int status, std::string body, std::string content_type) {
    http::Response made;
    made.status = status;
    made.headers.add("Content-Type", std::move(content_type));
    made.body = std::move(body);
    return made;
}

} // namespace test
