// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"
#include "support/manual_clock.hpp"

#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <vector>

namespace test {

/// An http::Client that answers from a script. Each expectation names a method and the start of a
/// path (host left out) and is used once, in the order in which it was given for that route, unless
/// it is said to stand for ever. A request that nothing expects, and an expectation that nobody
/// used, make the test fail. A path may hold the start of the query, too.
///
/// It keeps to the limits of a request as the real client does: an answer that lets the clock pass
/// the time limit, has a larger body, or ends after a stop was requested (or its grace is over)
/// becomes the same exception.
class FakeHttpClient final : public http::Client {
public:
    using Answer = std::function<http::Response(const http::Request&)>;

    /// Answers carry the Date of `clock` unless they bring one, and their times are its times.
    explicit FakeHttpClient(ManualClock& clock);
    ~FakeHttpClient() override;

    /// The next request `method` to a path that starts with `path` gets this answer; an exception
    /// thrown by `answer` (such as http::TransportError) reaches the caller.
    void expect(std::string method, std::string path, Answer answer);
    void expect(std::string method, std::string path, http::Response response);
    /// Any number of requests `method` to a path that starts with `path` get no answer: each ends
    /// when its stop is requested.
    void hang(std::string method, std::string path);
    /// As expect() for any number of requests, none included.
    void always(std::string method, std::string path, Answer answer);

    http::Response send(const http::Request& request, std::stop_token stop) override;

    /// All requests so far, in order.
    std::vector<http::Request> requests() const;

    /// Requests whose path starts with `path`.
    std::vector<http::Request> requests_to(const std::string& path) const;

private:
    struct Expectation {
        std::string method;
        std::string path;
        Answer answer;
        bool for_ever = false;
        bool hangs = false;
    };

    /// The first expectation that fits `request`; uses it up.
    Expectation expectation_for(const http::Request& request);

    ManualClock& m_clock;
    mutable std::mutex m_mutex;
    std::list<Expectation> m_expectations;
    std::vector<http::Request> m_requests;
};

/// A response with this status, body and Content-Type.
http::Response response(int status, std::string body = {},
                        std::string content_type = "application/json");

} // namespace test
