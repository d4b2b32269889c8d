// SPDX-License-Identifier: Apache-2.0
#include "http/redirects.hpp"

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
Headers impersonal(const Headers& headers) {
    Headers kept;
    for (const char* name : {"User-Agent", "Accept", "Range"}) {
        if (auto value = headers.get(name)) {
            kept.add(name, std::move(*value));
        }
    }
    return kept;
}

} // namespace

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
            follow_up.headers = impersonal(follow_up.headers);
            follow_up.body.clear();
        }
        follow_up.url = std::move(*next);
        // The time limit is one for the whole way, however many stops it has.
        follow_up.time_limit = request.time_limit - std::chrono::ceil<std::chrono::milliseconds>(
                                                        response.received - sent);
        response = m_inner.send(follow_up, stop);
    }
}

} // namespace http
