// SPDX-License-Identifier: Apache-2.0
// What a server that means harm can make the client spend: time and memory have limits whatever it
// sends.
#include "base/text/encoding.hpp"
#include "http/curl/curl_client.hpp"
#include "unit/http/test_server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>

namespace {

using namespace std::chrono_literals;
using http::Fault;
using Reply = test::TestServer::Reply;

/// A mebibyte of zeros by gzip.
constexpr std::size_t k_zeros = std::size_t{1} << 20;

std::string bomb() {
    return *base::base64_decode("H4sIAAAAAAACA+3BMQEAAADCoPVPbQhfo" + std::string(1355, 'A') +
                                "PgMc6jinAAAQAA==");
}

std::string chunk(const std::string& bytes) {
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + bytes + "\r\n";
}

class CurlLimitsTest : public testing::Test {
protected:
    CurlLimitsTest() { test::forget_network_environment(); }

    /// The fault of a request that a server answers so.
    Fault fault_of(Reply reply, std::chrono::milliseconds time_limit, std::size_t body_limit) {
        m_server.emplace([reply = std::move(reply)](const std::string&) { return reply; });
        http::Request request;
        request.url = m_server->url("/");
        request.time_limit = time_limit;
        request.body_limit = body_limit;
        const auto start = std::chrono::steady_clock::now();
        try {
            m_client->send(request, {});
        } catch (const http::TransportError& error) {
            // It ends at all; when, depends on how quick the machine is.
            EXPECT_LT(std::chrono::steady_clock::now() - start, time_limit + 90s);
            return error.fault();
        }
        throw std::logic_error("an answer came");
    }

    std::optional<test::TestServer> m_server;
    std::optional<http::CurlClient> m_client{std::in_place};
};

TEST_F(CurlLimitsTest, an_answer_that_drips_ends_with_the_time_limit) {
    const std::string head = "HTTP/1.1 200 OK\r\n";
    const std::string body = head + "Content-Type: image/jpeg\r\n";
    const Reply table[] = {
        {"", false, "H", 5ms},
        {"HTTP/1.1 200 ", false, "O", 5ms},
        {head + "X: ", false, "y", 5ms},
        {head, false, "X: y\r\n", 20ms},
        {"", false, "HTTP/1.1 103 Early Hints\r\n\r\n", 20ms},
        {body + "Content-Length: 1000000\r\n\r\n", false, "x", 5ms},
        {body + "Transfer-Encoding: chunked\r\n\r\n", false, chunk("x"), 5ms},
        {body + "Transfer-Encoding: chunked\r\n\r\n1;", false, "x", 5ms},
        {body + "Transfer-Encoding: chunked\r\n\r\n0\r\n", false, "X: y\r\n", 20ms},
        {body + "\r\n", false, "x", 5ms},
    };
    for (const Reply& reply : table) {
        const Fault fault = fault_of(reply, 100ms, 1'000'000);
        // The very first bytes of what is no HTTP are enough to know it.
        EXPECT_TRUE(fault == Fault::timed_out || (reply.bytes.empty() && fault == Fault::broken))
            << reply.bytes << reply.endless << static_cast<int>(fault);
    }
}

TEST_F(CurlLimitsTest, headers_without_an_end_are_not_collected) {
    const std::string head = "HTTP/1.1 200 OK\r\n";
    const Reply table[] = {
        {head, false, "Set-Cookie: sid=0123456789; Path=/\r\n"},
        {head, false, "X:\r\n"},
        {head, false, "X: " + std::string(10'000, 'y') + "\r\n"},
        {head + "X: ", false, std::string(10'000, 'y')},
        {head + "X: a\r\n", false, " folded\r\n"},
        {"", false, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"},
        {"", false, "HTTP/1.1 100 Continue\r\n\r\n"},
    };
    for (const Reply& reply : table) {
        const Fault fault = fault_of(reply, 10s, 1'000'000);
        EXPECT_TRUE(fault == Fault::broken || fault == Fault::cut_off)
            << reply.bytes << reply.endless << static_cast<int>(fault);
    }
}

TEST_F(CurlLimitsTest, a_hundred_thousand_cookies_are_a_fault) {
    std::string bytes = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
    for (int i = 0; i < 100'000; ++i) {
        bytes += "Set-Cookie: c" + std::to_string(i) + "=v\r\n";
    }
    const Fault fault = fault_of({bytes + "\r\n", false}, 10s, 1'000'000);
    EXPECT_TRUE(fault == Fault::broken || fault == Fault::cut_off) << static_cast<int>(fault);
}

TEST_F(CurlLimitsTest, a_body_without_an_end_is_cut_at_its_limit) {
    const std::string head = "HTTP/1.1 200 OK\r\n";
    const std::string piece(10'000, 'x');
    const Reply table[] = {
        {head + "\r\n", false, piece},
        {head + "Transfer-Encoding: chunked\r\n\r\n", false, chunk(piece)},
        {head + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", false, piece},
        {head + "Content-Length: 9223372036854775807\r\n\r\n", false, piece},
    };
    for (const Reply& reply : table) {
        EXPECT_EQ(fault_of(reply, 10s, 100'000), Fault::too_large) << reply.bytes;
    }
}

TEST_F(CurlLimitsTest, a_body_that_is_announced_too_large_is_refused_before_it_begins) {
    // Servers that say how much will come, and then nothing.
    for (const char* length : {"100001", "100663296", "9223372036854775807"}) {
        for (const char* status : {"200 OK", "206 Partial Content", "404 Not Found", "503 No"}) {
            const std::string head = std::string("HTTP/1.1 ") + status + "\r\nContent-Length: ";
            EXPECT_EQ(fault_of({head + length + "\r\n\r\n", false}, 10s, 100'000), Fault::too_large)
                << status << length;
        }
    }
}

TEST_F(CurlLimitsTest, a_length_that_says_nothing_of_the_body_refuses_nothing) {
    m_server.emplace([](const std::string& request) {
        return Reply{request.find("/304") != std::string::npos
                         ? "HTTP/1.1 304 Not Modified\r\nContent-Length: 1000000\r\n\r\n"
                         : "HTTP/1.1 103 Early Hints\r\nContent-Length: 1000000\r\n\r\n"
                           "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"};
    });
    http::Request request;
    request.body_limit = 1000;
    for (const char* target : {"/304", "/103"}) {
        request.url = m_server->url(target);
        EXPECT_LT(m_client->send(request, {}).status, 400);
    }
}

TEST_F(CurlLimitsTest, a_small_body_that_unpacks_to_a_huge_one_is_cut_at_its_limit) {
    ASSERT_LT(bomb().size(), k_zeros / 500);
    for (const char* encoding : {"gzip", "x-gzip", "GZIP", "gzip, gzip"}) {
        const std::string head =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: " +
            std::string(encoding) + "\r\n\r\n";
        const Fault fault = fault_of({head + chunk(bomb()), false}, 10s, k_zeros - 1);
        EXPECT_TRUE(fault == Fault::too_large || fault == Fault::cut_off) << encoding;
    }
    // One packed several times is not unpacked once: libcurl allows a few layers only.
    std::string layers = "gzip";
    for (int i = 0; i < 10; ++i) {
        layers += ", gzip";
    }
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: ";
    EXPECT_EQ(fault_of({head + layers + "\r\n\r\n" + chunk(bomb()), false}, 10s, k_zeros),
              Fault::cut_off);
}

} // namespace
