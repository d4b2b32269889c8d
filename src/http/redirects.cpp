// SPDX-License-Identifier: Apache-2.0
#include "http/redirects.hpp"

#include "http/curl/curl_failure.hpp"
#include "http/curl/curl_transfer.hpp"
#include "http/url.hpp"

namespace http {

namespace {

constexpr int k_most_redirects = 5;

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Where `response` sends its reader, if anywhere that may be gone to.
std::optional<std::string> next_url(const std::string& url, const Response& response) {
    if (!is_redirect(response.status)) {
        return std::nullopt;
    }
    const auto location = response.headers.get("Location");
    const auto next = location ? resolve_url(url, *location) : std::nullopt;
    const bool loses_tls =
        next && origin_of(url).starts_with("https:") && !origin_of(*next).starts_with("https:");
    return loses_tls ? std::nullopt : next;
}

/// The headers that say nothing of who asks.
Headers without_credentials(const Headers& headers) {
    Headers kept;
    for (const char* name : {"User-Agent", "Accept", "Range"}) {
        if (auto value = headers.get(name)) {
            kept.add(name, std::move(*value));
        }
    }
    return kept;
}

} // namespace

/// The time limit is one for the whole way, however many stops it has.
/// @param spent  how much of `time_limit` is over
Response RedirectingClient::send_within(Request& follow_up, std::chrono::milliseconds time_limit,
                                        base::SteadyTime::duration spent,
                                        std::stop_token stop) const {
    using std::chrono::milliseconds;
    follow_up.time_limit = time_limit - std::chrono::ceil<milliseconds>(spent);
    // Some clients take a limit of no time for no limit.
    if (follow_up.time_limit > milliseconds(0)) {
        try {
            return m_inner.send(follow_up, std::move(stop));
        } catch (const TransportError& error) {
            if (error.fault() != Fault::timed_out) {
                throw;
            }
        }
    }
    throw request_timed_out(display_host(follow_up.url), time_limit);
}

Response RedirectingClient::send(const Request& request, std::stop_token stop) {
    Response response = m_inner.send(request, stop);
    if (request.method != "GET") {
        return response;
    }
    const base::SteadyTime sent = response.sent;
    Request follow_up = request;
    for (int redirects = 0;; ++redirects) {
        auto next = next_url(follow_up.url, response);
        if (!next) {
            return response;
        }
        if (redirects == k_most_redirects) {
            throw TransportError(Fault::broken,
                                 origin_of(request.url) + " redirects without an end");
        }
        if (origin_of(*next) != origin_of(follow_up.url)) {
            follow_up.headers = without_credentials(follow_up.headers);
            follow_up.body.clear();
        }
        follow_up.url = std::move(*next);
        response = send_within(follow_up, request.time_limit, response.received - sent, stop);
    }
}

} // namespace http
