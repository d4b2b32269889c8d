// SPDX-License-Identifier: Apache-2.0
// What the real client does on the wire, beyond the promises of every client (client_suite.cpp).
#include "base/text/encoding.hpp"
#include "http/curl/curl_client.hpp"
#include "unit/http/test_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>

namespace {

using namespace std::chrono_literals;
using http::Fault;
using testing::AllOf;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Reply = test::TestServer::Reply;

/// "hello, camera" by gzip.
constexpr const char* k_gzip_hello = "H4sIAAAAAAACA8tIzcnJ11FITsxNLUoEAP77ABINAAAA";
constexpr const char* k_deflate_hello = "eJzLSM3JyddRSE7MTS1KBAAhcwTK";
/// 65,536 zeros by gzip.
constexpr std::size_t k_bomb_size = 65'536;
constexpr const char* k_gzip_bomb =
    "H4sIAAAAAAACA+3BAQEAAACAkP6v7ggKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAauuOl9cAAAEA";

std::string ok(const std::string& body, const std::string& headers = {}) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
           "\r\n" + body;
}

class CurlClientTest : public testing::Test {
protected:
    CurlClientTest() { test::forget_network_environment(); }

    /// Starts a server that says this to every request.
    void serve(std::string bytes, bool close = false) {
        serve([reply = Reply{std::move(bytes), close}](const std::string&) { return reply; });
    }

    void serve(test::TestServer::Script script) { m_server.emplace(std::move(script)); }

    http::Request request(const std::string& target = "/") const {
        http::Request made;
        made.url = m_server->url(target);
        return made;
    }

    http::Response send(const http::Request& request) { return m_client->send(request, {}); }

    http::TransportError fault_of(const http::Request& request) {
        try {
            send(request);
        } catch (const http::TransportError& error) {
            return error;
        }
        throw std::logic_error("an answer came");
    }

    base::Error error_of(const http::Request& request) {
        try {
            send(request);
        } catch (const base::Error& error) {
            return error;
        }
        throw std::logic_error("an answer came");
    }

    std::string host() const { return "127.0.0.1:" + std::to_string(m_server->port()); }

    std::optional<test::TestServer> m_server;
    std::optional<http::CurlClient> m_client{std::in_place};
};

TEST_F(CurlClientTest, a_get_holds_nothing_but_what_was_asked_for) {
    serve(ok("x"));
    auto asked = request("/a?b=c");
    asked.headers = {{"User-Agent", "ring"}, {"hardware_id", "h"}, {"Empty", ""}};
    send(asked);
    EXPECT_THAT(m_server->requests(),
                ElementsAre("GET /a?b=c HTTP/1.1\r\nHost: " + host() +
                            "\r\nAccept-Encoding: gzip, deflate\r\n"
                            "User-Agent: ring\r\nhardware_id: h\r\nEmpty:\r\n\r\n"));
}

TEST_F(CurlClientTest, a_post_holds_nothing_but_what_was_asked_for) {
    serve(ok("x"));
    auto asked = request("/a");
    asked.method = "POST";
    asked.body = "b=c";
    asked.accept_compressed = false;
    send(asked);
    asked.body.clear();
    asked.headers = {{"Accept", "*/*"}, {"Content-Type", "text/plain"}};
    send(asked);
    EXPECT_THAT(
        m_server->requests(),
        ElementsAre("POST /a HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: 3\r\n\r\nb=c",
                    "POST /a HTTP/1.1\r\nHost: " + host() +
                        "\r\nAccept: */*\r\nContent-Type: text/plain\r\n"
                        "Content-Length: 0\r\n\r\n"));
}

TEST_F(CurlClientTest, a_large_body_is_sent_without_waiting_for_leave) {
    serve(ok("x"));
    auto asked = request();
    asked.method = "PUT";
    asked.body.assign(3'000'000, 'x');
    send(asked);
    const std::string sent = m_server->requests().at(0);
    EXPECT_THAT(sent.substr(0, 500), Not(HasSubstr("Expect")));
    EXPECT_TRUE(sent.ends_with(asked.body));
}

TEST_F(CurlClientTest, a_compressed_body_is_decoded) {
    serve(ok(*base::base64_decode(k_gzip_hello), "Content-Encoding: gzip\r\n"));
    EXPECT_EQ(send(request()).body, "hello, camera");
    serve(ok(*base::base64_decode(k_deflate_hello), "Content-Encoding: deflate\r\n"));
    EXPECT_EQ(send(request()).body, "hello, camera");
}

TEST_F(CurlClientTest, a_body_stays_compressed_when_nobody_asked_for_that) {
    const std::string bytes = *base::base64_decode(k_gzip_hello);
    serve(ok(bytes, "Content-Encoding: gzip\r\n"));
    auto asked = request();
    asked.accept_compressed = false;
    EXPECT_EQ(send(asked).body, bytes);
    EXPECT_THAT(m_server->requests().at(0), Not(HasSubstr("Accept-Encoding")));
}

TEST_F(CurlClientTest, the_body_limit_counts_decoded_bytes) {
    serve(ok(*base::base64_decode(k_gzip_bomb), "Content-Encoding: gzip\r\n"));
    auto asked = request();
    asked.body_limit = k_bomb_size;
    EXPECT_EQ(send(asked).body.size(), k_bomb_size);
    asked.body_limit = k_bomb_size - 1;
    EXPECT_EQ(fault_of(asked).fault(), Fault::too_large);
}

TEST_F(CurlClientTest, a_body_that_cannot_be_decoded_is_a_fault) {
    serve(ok("no gzip at all", "Content-Encoding: gzip\r\n"));
    EXPECT_EQ(fault_of(request()).fault(), Fault::cut_off);
}

TEST_F(CurlClientTest, a_body_announced_as_too_large_is_not_waited_for) {
    serve("HTTP/1.1 200 OK\r\nContent-Length: 17000000000\r\n\r\nx");
    EXPECT_EQ(fault_of(request()).fault(), Fault::too_large);
}

TEST_F(CurlClientTest, an_answer_that_stops_halfway_ends_with_the_time_limit) {
    serve("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe first of it");
    auto asked = request();
    asked.time_limit = 50ms;
    const auto error = fault_of(asked);
    EXPECT_EQ(error.fault(), Fault::timed_out);
    EXPECT_EQ(error.message(), "no answer from " + host() + " within 50 ms");
}

TEST_F(CurlClientTest, a_redirect_is_a_value) {
    serve("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
    const auto response = send(request());
    EXPECT_EQ(response.status, 302);
    EXPECT_EQ(response.headers.get("Location"), "/elsewhere");
    EXPECT_EQ(m_server->requests().size(), 1u);
}

TEST_F(CurlClientTest, a_cookie_is_not_sent_back_on_its_own) {
    serve(ok("x", "Set-Cookie: a=b\r\n"));
    send(request());
    send(request());
    EXPECT_THAT(m_server->requests().at(1), Not(HasSubstr("Cookie")));
}

TEST_F(CurlClientTest, informational_answers_and_trailers_leave_no_headers) {
    serve("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nX: early\r\n\r\n"
          "HTTP/1.1 200 OK\r\nX: final\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n"
          "2\r\nhi\r\n0\r\nX: late\r\n\r\n");
    const auto response = send(request());
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "hi");
    EXPECT_THAT(response.headers.get_all("X"), ElementsAre("final"));
    EXPECT_EQ(response.headers.get("Link"), std::nullopt);
}

TEST_F(CurlClientTest, a_body_without_length_lasts_until_the_connection_ends) {
    serve("HTTP/1.1 200 OK\r\n\r\nall of it", true);
    EXPECT_EQ(send(request()).body, "all of it");
}

TEST_F(CurlClientTest, headers_without_an_end_are_a_fault) {
    std::string large = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 10; ++i) {
        large += "X: " + std::string(40'000, 'y') + "\r\n";
    }
    serve(large + "\r\n", true);
    EXPECT_THAT(fault_of(request()).fault(), AnyOf(Fault::broken, Fault::cut_off));

    serve("HTTP/1.1 200 OK\r\nX: " + std::string(1'000'000, 'y') + "\r\n\r\n", true);
    EXPECT_EQ(fault_of(request()).fault(), Fault::broken);
}

TEST_F(CurlClientTest, an_answer_in_damaged_pieces_is_cut_off) {
    serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\nzz\r\n", true);
    EXPECT_EQ(fault_of(request()).fault(), Fault::cut_off);
    serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", true);
    EXPECT_EQ(fault_of(request()).fault(), Fault::cut_off);
}

TEST_F(CurlClientTest, what_is_no_http_is_a_fault) {
    for (const char* bytes :
         {"", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx"}) {
        serve(bytes, true);
        EXPECT_EQ(fault_of(request()).fault(), Fault::broken) << bytes;
    }
}

TEST_F(CurlClientTest, requests_in_turn_share_one_connection) {
    serve(ok("x"));
    for (const char* method : {"GET", "POST", "GET", "PUT"}) {
        auto asked = request();
        asked.method = method;
        send(asked);
    }
    EXPECT_EQ(m_server->connections(), 1u);
}

TEST_F(CurlClientTest, a_kept_connection_that_died_is_replaced) {
    std::atomic<int> count = 0;
    serve([&](const std::string&) {
        return ++count == 2 ? Reply{"", true} : Reply{ok("x"), false};
    });
    EXPECT_EQ(send(request()).status, 200);
    EXPECT_EQ(send(request()).status, 200);
    EXPECT_EQ(count, 3);
}

TEST_F(CurlClientTest, a_request_whose_answer_must_not_be_lost_is_sent_once_only) {
    std::atomic<int> count = 0;
    serve([&](const std::string&) {
        return ++count == 2 ? Reply{"", true} : Reply{ok("x"), false};
    });
    EXPECT_EQ(send(request()).status, 200);
    auto asked = request();
    asked.method = "POST";
    asked.stop_grace = 10s;
    EXPECT_EQ(fault_of(asked).fault(), Fault::broken);
    EXPECT_EQ(count, 2);
}

TEST_F(CurlClientTest, a_refused_connection_names_the_host_and_not_the_query) {
    const int port = test::unused_port();
    http::Request asked;
    asked.url = "http://127.0.0.1:" + std::to_string(port) + "/path?token=secret";
    const auto error = fault_of(asked);
    EXPECT_EQ(error.fault(), Fault::not_connected);
    EXPECT_EQ(error.message(),
              "cannot connect to 127.0.0.1:" + std::to_string(port) + ": Connection refused");
    EXPECT_FALSE(error.hint().empty());
}

TEST_F(CurlClientTest, a_server_that_hangs_up_is_named) {
    serve("", true);
    const auto error = fault_of(request("/path?token=secret"));
    EXPECT_EQ(error.fault(), Fault::broken);
    EXPECT_THAT(error.message(), AllOf(HasSubstr(host()), Not(HasSubstr("secret"))));
}

TEST_F(CurlClientTest, a_request_that_cannot_be_sent_as_it_is_is_a_mistake) {
    serve(ok("x"));
    const auto with = [&](auto change) {
        auto changed = request("/?token=secret");
        change(changed);
        const auto error = error_of(changed);
        EXPECT_EQ(error.code(), base::ErrorCode::unexpected);
        EXPECT_THAT(error.message(), Not(HasSubstr("secret")));
    };
    with([](auto& asked) { asked.headers.add("A", "b\r\nC: secret"); });
    with([](auto& asked) { asked.headers.add("A", "b\nsecret"); });
    with([](auto& asked) { asked.headers.add("A", std::string("secret\0", 7)); });
    with([](auto& asked) { asked.url = "/relative?token=secret"; });
    with([](auto& asked) { asked.url = "ftp://127.0.0.1/?token=secret"; });
    with([](auto& asked) { asked.url = "file:///etc/passwd"; });
    with([](auto& asked) { asked.url = ""; });
    with([](auto& asked) { asked.url.insert(std::string("http://").size(), "user:secret@"); });
    EXPECT_EQ(m_server->connections(), 0u);
}

TEST_F(CurlClientTest, the_log_gets_each_exchange_without_query_or_body) {
    std::vector<http::Exchange> log;
    m_client.emplace([&](const http::Exchange& exchange) { log.push_back(exchange); });
    serve("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nbody");
    auto asked = request("/clients_api/x?token=secret");
    asked.method = "POST";
    send(asked);
    asked.body_limit = 1;
    fault_of(asked);

    ASSERT_EQ(log.size(), 2u);
    EXPECT_EQ(log[0].method, "POST");
    EXPECT_EQ(log[0].host, host());
    EXPECT_EQ(log[0].path, "/clients_api/x");
    EXPECT_EQ(log[0].status, 404);
    EXPECT_EQ(log[0].failure, "");
    EXPECT_EQ(log[0].body_bytes, 4u);
    EXPECT_GE(log[0].duration, 0ms);
    EXPECT_EQ(log[1].status, 0);
    EXPECT_EQ(log[1].failure, "the answer of " + host() + " is larger than 1 bytes");
    EXPECT_EQ(log[1].path, "/clients_api/x");
}

TEST_F(CurlClientTest, connecting_ahead_sends_no_request_and_leaves_the_next_one_as_it_is) {
    std::promise<http::Exchange> connected;
    m_client.emplace([&](const http::Exchange& exchange) {
        if (exchange.method == "connect") {
            connected.set_value(exchange);
        }
    });
    serve(ok("x"));
    m_client->connect_ahead(m_server->url("/"));
    const http::Exchange ahead = connected.get_future().get();
    EXPECT_EQ(ahead.failure, "");
    EXPECT_EQ(ahead.host, host());
    EXPECT_TRUE(m_server->requests().empty());

    EXPECT_EQ(send(request()).body, "x");
    EXPECT_EQ(m_server->requests().size(), 1u);
}

TEST_F(CurlClientTest, that_no_connection_can_be_made_ahead_is_only_told_to_the_log) {
    std::promise<http::Exchange> failed;
    m_client.emplace([&](const http::Exchange& exchange) { failed.set_value(exchange); });
    m_client->connect_ahead("http://127.0.0.1:" + std::to_string(test::unused_port()) + "/");
    EXPECT_EQ(failed.get_future().get().failure, "not connected");
}

TEST_F(CurlClientTest, a_client_may_end_while_it_connects_ahead) {
    serve(ok("x"));
    for (int i = 0; i < 20; ++i) {
        m_client.emplace();
        m_client->connect_ahead(m_server->url("/"));
        m_client.reset();
    }
}

} // namespace
