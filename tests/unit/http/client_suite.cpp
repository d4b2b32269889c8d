// SPDX-License-Identifier: Apache-2.0
// What every http::Client promises, proved for the real one and for the fake that tests use.
#include "http/curl/curl_client.hpp"
#include "support/fake_http_client.hpp"
#include "test_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <map>
#include <memory>
#include <thread>

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

/// A client and the server that it talks to.
class Backend {
public:
    using Handler = std::function<http::Response(const http::Request&)>;

    virtual ~Backend() = default;

    virtual http::Client& client() = 0;
    virtual std::string url(const std::string& target) const = 0;
    /// The handler sees the target as the request's URL.
    virtual void serve(const std::string& method, const std::string& target, Handler handler) = 0;
    /// Makes the connection break in the middle of the answer.
    virtual void break_off(const std::string& method, const std::string& target) = 0;
    /// For use in a handler: does not return before the client has given up.
    virtual void outlast_client() = 0;
    virtual std::size_t requests() const = 0;
};

class CurlBackend final : public Backend {
public:
    CurlBackend() : m_server([this](const std::string& request) { return answer(request); }) {
        test::forget_network_environment();
    }

    ~CurlBackend() override { m_over.count_down(); }

    http::Client& client() override { return m_client; }

    std::string url(const std::string& target) const override { return m_server.url(target); }

    void serve(const std::string& method, const std::string& target, Handler handler) override {
        add(method, target, [handler = std::move(handler)](const http::Request& request) {
            return test::TestServer::Reply{test::bytes_of(handler(request))};
        });
    }

    void break_off(const std::string& method, const std::string& target) override {
        add(method, target, [](const http::Request&) {
            return test::TestServer::Reply{
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", true};
        });
    }

    void outlast_client() override { m_over.wait(); }

    std::size_t requests() const override { return m_server.requests().size(); }

private:
    using Route = std::function<test::TestServer::Reply(const http::Request&)>;

    void add(const std::string& method, const std::string& target, Route route) {
        const std::lock_guard lock(m_mutex);
        m_routes[method + " " + target] = std::move(route);
    }

    test::TestServer::Reply answer(const std::string& bytes) {
        const http::Request request = test::parse_request(bytes);
        Route route;
        {
            const std::lock_guard lock(m_mutex);
            route = m_routes.at(request.method + " " + request.url);
        }
        return route(request);
    }

    std::mutex m_mutex;
    std::map<std::string, Route> m_routes;
    std::latch m_over{1};
    test::TestServer m_server;
    http::CurlClient m_client;
};

class FakeBackend final : public Backend {
public:
    http::Client& client() override { return m_client; }

    std::string url(const std::string& target) const override {
        return "https://api.example.com" + target;
    }

    void serve(const std::string& method, const std::string& target, Handler handler) override {
        m_client.always(method, target, [handler](const http::Request& request) {
            http::Request seen = request;
            seen.url = seen.url.substr(std::string("https://api.example.com").size());
            return handler(seen);
        });
    }

    void break_off(const std::string& method, const std::string& target) override {
        m_client.always(method, target, [](const http::Request&) -> http::Response {
            throw http::TransportError(http::Fault::cut_off, "the connection broke off");
        });
    }

    void outlast_client() override { m_clock.advance(1h); }

    std::size_t requests() const override { return m_client.requests().size(); }

private:
    test::ManualClock m_clock;
    test::FakeHttpClient m_client{m_clock};
};

using MakeBackend = std::unique_ptr<Backend> (*)();

class ClientSuite : public testing::TestWithParam<MakeBackend> {
protected:
    http::Request request(const std::string& target) const {
        http::Request made;
        made.url = m_backend->url(target);
        return made;
    }

    http::Response send(const http::Request& request, std::stop_token stop = {}) {
        return m_backend->client().send(request, std::move(stop));
    }

    http::Fault fault_of(const http::Request& request) {
        try {
            send(request);
        } catch (const http::TransportError& error) {
            EXPECT_EQ(error.code(), base::ErrorCode::service_unavailable);
            EXPECT_FALSE(error.message().empty());
            return error.fault();
        }
        throw std::logic_error("an answer came");
    }

    base::ErrorCode code_of(const http::Request& request, std::stop_token stop) {
        try {
            send(request, std::move(stop));
        } catch (const base::Error& error) {
            return error.code();
        }
        throw std::logic_error("an answer came");
    }

    std::unique_ptr<Backend> m_backend = GetParam()();
};

TEST_P(ClientSuite, any_status_is_a_value) {
    for (const int status :
         {200, 201, 204, 206, 302, 304, 400, 401, 404, 406, 412, 429, 500, 503, 599}) {
        const std::string target = "/status/" + std::to_string(status);
        m_backend->serve("GET", target,
                         [status](const http::Request&) { return test::response(status, "x"); });
        const http::Response response = send(request(target));
        EXPECT_EQ(response.status, status);
        EXPECT_EQ(response.ok(), status < 300);
    }
}

TEST_P(ClientSuite, method_target_and_body_arrive_as_they_are) {
    const std::string body("\0\r\n\xff{}", 6);
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
        m_backend->serve(method, "/a/b%20c?d=e&f=%2B", [&](const http::Request& seen) {
            EXPECT_EQ(seen.method, method);
            EXPECT_EQ(seen.url, "/a/b%20c?d=e&f=%2B");
            EXPECT_EQ(seen.body, body);
            return test::response(200);
        });
        auto asked = request("/a/b%20c?d=e&f=%2B");
        asked.method = method;
        asked.body = body;
        EXPECT_EQ(send(asked).status, 200);
    }
}

TEST_P(ClientSuite, the_body_of_the_answer_comes_byte_for_byte) {
    std::string body;
    for (int i = 0; i < 300'000; ++i) {
        body.push_back(static_cast<char>(i * 7));
    }
    m_backend->serve("GET", "/picture",
                     [&](const http::Request&) { return test::response(200, body, "image/jpeg"); });
    EXPECT_TRUE(send(request("/picture")).body == body);
}

TEST_P(ClientSuite, header_fields_are_sent_as_given_and_empty_ones_too) {
    m_backend->serve("GET", "/", [](const http::Request& seen) {
        EXPECT_EQ(seen.headers.get("hardware_id"), "0a-1b");
        EXPECT_EQ(seen.headers.get("2fa-code"), "");
        EXPECT_EQ(seen.headers.get("User-Agent"), "android:com.ringapp");
        EXPECT_THAT(seen.headers.get_all("X-Twice"), ElementsAre("b", "a"));
        return test::response(200);
    });
    auto asked = request("/");
    asked.headers = {{"hardware_id", "0a-1b"},
                     {"2fa-code", ""},
                     {"User-Agent", "android:com.ringapp"},
                     {"X-Twice", "b"},
                     {"X-Twice", "a"}};
    EXPECT_EQ(send(asked).status, 200);
}

TEST_P(ClientSuite, header_fields_of_the_answer_keep_order_and_number_and_have_no_case) {
    m_backend->serve("GET", "/", [](const http::Request&) {
        http::Response response;
        response.status = 200;
        response.headers = {{"Set-Cookie", "b=1"},
                            {"X-Time", "7"},
                            {"set-cookie", "a=2"},
                            {"Set-Cookie", "b=3"},
                            {"Empty", ""}};
        return response;
    });
    const http::Headers headers = send(request("/")).headers;
    EXPECT_THAT(headers.get_all("SET-COOKIE"), ElementsAre("b=1", "a=2", "b=3"));
    EXPECT_EQ(headers.get("x-time"), "7");
    EXPECT_EQ(headers.get("empty"), "");
    EXPECT_EQ(headers.get("absent"), std::nullopt);
    std::vector<std::string> first_names;
    for (const auto& [name, value] : headers) {
        first_names.push_back(name);
    }
    first_names.resize(3);
    EXPECT_THAT(first_names, ElementsAre("Set-Cookie", "X-Time", "set-cookie"));
}

TEST_P(ClientSuite, an_answer_that_breaks_off_is_a_fault) {
    m_backend->break_off("GET", "/");
    EXPECT_EQ(fault_of(request("/")), http::Fault::cut_off);
}

TEST_P(ClientSuite, a_body_beyond_its_limit_is_a_fault_and_one_at_the_limit_is_none) {
    m_backend->serve("GET", "/", [](const http::Request&) {
        return test::response(200, std::string(50'000, 'x'));
    });
    auto asked = request("/");
    asked.body_limit = 50'000;
    EXPECT_EQ(send(asked).body.size(), 50'000u);
    asked.body_limit = 49'999;
    EXPECT_EQ(fault_of(asked), http::Fault::too_large);
}

TEST_P(ClientSuite, an_answer_that_takes_longer_than_the_time_limit_is_a_fault) {
    m_backend->serve("GET", "/", [this](const http::Request&) {
        m_backend->outlast_client();
        return test::response(200);
    });
    auto asked = request("/");
    asked.time_limit = 30ms;
    EXPECT_EQ(fault_of(asked), http::Fault::timed_out);
}

TEST_P(ClientSuite, a_request_without_time_is_not_answered) {
    m_backend->serve("GET", "/", [](const http::Request&) { return test::response(200); });
    auto asked = request("/");
    asked.time_limit = 0ms;
    EXPECT_EQ(fault_of(asked), http::Fault::timed_out);
}

TEST_P(ClientSuite, nothing_is_sent_after_a_stop_even_with_grace) {
    std::stop_source stop;
    stop.request_stop();
    auto asked = request("/");
    EXPECT_EQ(code_of(asked, stop.get_token()), base::ErrorCode::interrupted);
    asked.stop_grace = 10s;
    EXPECT_EQ(code_of(asked, stop.get_token()), base::ErrorCode::interrupted);
    EXPECT_EQ(m_backend->requests(), 0u);
}

TEST_P(ClientSuite, a_stop_ends_a_call_under_way) {
    std::stop_source stop;
    m_backend->serve("GET", "/", [&](const http::Request&) {
        stop.request_stop();
        m_backend->outlast_client();
        return test::response(200);
    });
    EXPECT_EQ(code_of(request("/"), stop.get_token()), base::ErrorCode::interrupted);
}

TEST_P(ClientSuite, an_answer_still_comes_in_the_grace_after_a_stop) {
    std::stop_source stop;
    m_backend->serve("POST", "/token", [&](const http::Request&) {
        stop.request_stop();
        return test::response(200, "new token");
    });
    auto asked = request("/token");
    asked.method = "POST";
    asked.stop_grace = 1min;
    EXPECT_EQ(send(asked, stop.get_token()).body, "new token");
}

TEST_P(ClientSuite, the_grace_after_a_stop_is_limited) {
    std::stop_source stop;
    m_backend->serve("POST", "/token", [&](const http::Request&) {
        stop.request_stop();
        m_backend->outlast_client();
        return test::response(200);
    });
    auto asked = request("/token");
    asked.method = "POST";
    asked.stop_grace = 20ms;
    EXPECT_EQ(code_of(asked, stop.get_token()), base::ErrorCode::interrupted);
}

TEST_P(ClientSuite, a_call_takes_from_sent_to_received) {
    m_backend->serve("GET", "/", [](const http::Request&) { return test::response(200); });
    const http::Response first = send(request("/"));
    const http::Response second = send(request("/"));
    EXPECT_LE(first.sent, first.received);
    EXPECT_LE(first.received, second.sent);
}

TEST_P(ClientSuite, calls_of_many_threads_each_get_their_own_answer) {
    constexpr int k_threads = 24;
    constexpr int k_calls = 5;
    for (int thread = 0; thread < k_threads; ++thread) {
        const std::string target = "/camera/" + std::to_string(thread + 100);
        m_backend->serve("POST", target, [target](const http::Request& seen) {
            return test::response(200, target + " " + seen.body);
        });
    }
    std::vector<std::future<void>> done;
    for (int thread = 0; thread < k_threads; ++thread) {
        done.push_back(std::async(std::launch::async, [this, thread] {
            const std::string target = "/camera/" + std::to_string(thread + 100);
            for (int call = 0; call < k_calls; ++call) {
                auto asked = request(target);
                asked.method = "POST";
                asked.body = std::to_string(call);
                EXPECT_EQ(send(asked).body, target + " " + asked.body);
            }
        }));
    }
    for (auto& each : done) {
        each.get();
    }
}

TEST_P(ClientSuite, TakesTheHeadersOfAHeadForTheWholeAnswer) {
    m_backend->serve("HEAD", "/picture", [](const http::Request&) {
        http::Response facts = test::response(200);
        facts.headers.add("Content-Length", "1234");
        return facts;
    });
    auto asked = request("/picture");
    asked.method = "HEAD";
    const auto answer = send(asked);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.get("Content-Length"), "1234");
    EXPECT_EQ(answer.body, "");
}

INSTANTIATE_TEST_SUITE_P(Curl, ClientSuite,
                         testing::Values(MakeBackend([]() -> std::unique_ptr<Backend> {
                             return std::make_unique<CurlBackend>();
                         })));
INSTANTIATE_TEST_SUITE_P(Fake, ClientSuite,
                         testing::Values(MakeBackend([]() -> std::unique_ptr<Backend> {
                             return std::make_unique<FakeBackend>();
                         })));

} // namespace
