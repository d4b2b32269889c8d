// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"

namespace http {

/// Follows redirects of GET requests, five at most, in place of its caller. A redirect to another
/// origin (scheme, host or port) keeps User-Agent, Accept and Range and loses every other header:
/// no token, cookie or hardware id leaves its origin. A redirect from https to http is not followed
/// but answered as it is. After five: TransportError{broken}. The time limit of a request covers
/// the whole way: what is left of it when a redirect comes is all that the next request gets, and
/// with nothing left the end is TransportError{timed_out}.
class RedirectingClient final : public Client {
public:
    /// @param inner  does the sending; must outlive this object
    explicit RedirectingClient(Client& inner) : m_inner(inner) {}

    Response send(const Request& request, std::stop_token stop) override;

private:
    Response send_within(Request& follow_up, std::chrono::milliseconds time_limit,
                         base::SteadyTime::duration spent, std::stop_token stop) const;

    Client& m_inner;
};

} // namespace http
