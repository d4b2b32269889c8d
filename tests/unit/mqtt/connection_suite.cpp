// SPDX-License-Identifier: Apache-2.0
// What every mqtt::Connection promises, proved for the real one and for the fake that tests use.
#include "mqtt/curl_connection.hpp"
#include "mqtt/packet_writer.hpp"
#include "support/error_of.hpp"
#include "support/fake_broker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// The other end of a connection.
class Peer {
public:
    virtual ~Peer() = default;

    virtual mqtt::Connector connector() = 0;
    virtual mqtt::Broker broker() = 0;
    /// Lets connections come about no longer.
    virtual void refuse() = 0;
    /// Called once connected, before what follows.
    virtual void accept() = 0;
    virtual void send(const std::string& bytes) = 0;
    /// What has come; waits for so many bytes.
    virtual std::string receive(std::size_t count) = 0;
    virtual void stop_reading() = 0;
    virtual void close() = 0;
};

class FakePeer final : public Peer {
public:
    FakePeer() {
        m_fake.answer_by([this](const std::string& packet) {
            m_received += packet;
            return std::string();
        });
        m_fake.let_time_pass(1min);
    }

    mqtt::Connector connector() override { return m_fake.connector(); }

    mqtt::Broker broker() override { return {}; }

    void refuse() override {
        m_fake.refuse(base::Error(base::ErrorCode::cannot_write, "cannot connect to the broker"));
    }

    void accept() override {}

    void send(const std::string& bytes) override { m_fake.send(bytes); }

    std::string receive(std::size_t) override { return std::exchange(m_received, {}); }

    void stop_reading() override { m_fake.set_most_at_once(0); }

    void close() override { m_fake.cut(); }

private:
    test::ManualClock m_clock;
    test::FakeBroker m_fake{m_clock};
    std::string m_received;
};

class SocketPeer final : public Peer {
public:
    SocketPeer() {
        std::signal(SIGPIPE, SIG_IGN);
        m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (m_listener < 0 ||
            ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
            ::listen(m_listener, 4) != 0 ||
            ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
            throw std::runtime_error("cannot listen");
        }
        m_broker.host = "127.0.0.1";
        m_broker.port = ntohs(address.sin_port);
    }

    ~SocketPeer() override {
        close();
        refuse();
    }

    mqtt::Connector connector() override { return mqtt::connect_by_curl; }

    mqtt::Broker broker() override { return m_broker; }

    void refuse() override {
        if (m_listener >= 0) {
            ::close(std::exchange(m_listener, -1));
        }
    }

    void accept() override { m_socket = ::accept(m_listener, nullptr, nullptr); }

    void send(const std::string& bytes) override {
        ASSERT_EQ(::send(m_socket, bytes.data(), bytes.size(), 0),
                  static_cast<ssize_t>(bytes.size()));
    }

    std::string receive(std::size_t count) override {
        std::string bytes(count, '\0');
        const auto received = ::recv(m_socket, bytes.data(), count, MSG_WAITALL);
        bytes.resize(received < 0 ? 0 : static_cast<std::size_t>(received));
        return bytes;
    }

    void stop_reading() override {}

    void close() override {
        if (m_socket >= 0) {
            ::close(std::exchange(m_socket, -1));
        }
    }

private:
    mqtt::Broker m_broker;
    int m_listener = -1;
    int m_socket = -1;
};

using MakePeer = std::function<std::unique_ptr<Peer>()>;

class ConnectionSuite : public testing::TestWithParam<std::pair<const char*, MakePeer>> {
protected:
    void connect() {
        m_connection = m_peer->connector()(m_peer->broker());
        while (!m_connection->connect()) {
            m_connection->wait(false, 10s);
        }
        m_peer->accept();
    }

    /// What comes next.
    std::string receive() {
        char buffer[1'000];
        for (;;) {
            if (const std::size_t count = m_connection->receive(buffer, sizeof buffer)) {
                return {buffer, count};
            }
            m_connection->wait(false, 10s);
        }
    }

    std::unique_ptr<Peer> m_peer = GetParam().second();
    std::unique_ptr<mqtt::Connection> m_connection;
};

TEST_P(ConnectionSuite, carries_bytes_both_ways) {
    connect();
    const std::string ping = mqtt::ping_packet();
    EXPECT_EQ(m_connection->send(ping), ping.size());
    EXPECT_EQ(m_peer->receive(ping.size()), ping);
    m_peer->send("hello");
    EXPECT_EQ(receive(), "hello");
}

TEST_P(ConnectionSuite, is_connected_from_the_first_time_on) {
    connect();
    EXPECT_TRUE(m_connection->connect());
}

TEST_P(ConnectionSuite, receives_nothing_when_nothing_has_come) {
    connect();
    char buffer[10];
    EXPECT_EQ(m_connection->receive(buffer, sizeof buffer), 0U);
}

TEST_P(ConnectionSuite, tells_that_it_was_refused) {
    m_peer->refuse();
    const base::Error error = test::error_of([&] { connect(); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_THAT(error.message(), HasSubstr("cannot connect to "));
}

TEST_P(ConnectionSuite, gives_what_came_before_it_was_closed_and_then_tells_that) {
    connect();
    m_peer->send("last");
    m_peer->close();
    EXPECT_EQ(receive(), "last");
    const base::Error error = test::error_of([&] { receive(); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_THAT(error.message(), HasSubstr("broke off"));
}

TEST_P(ConnectionSuite, tells_that_it_is_broken_when_it_sends) {
    connect();
    m_peer->close();
    const base::Error error = test::error_of([&] {
        for (;;) {
            m_connection->send("bytes");
            m_connection->wait(false, 10s);
        }
    });
    EXPECT_THAT(error.message(), HasSubstr("broke off"));
}

TEST_P(ConnectionSuite, sends_no_more_than_goes_without_waiting) {
    connect();
    m_peer->stop_reading();
    const std::string bytes(1'000'000, 'x');
    std::size_t sent = 0;
    while (const std::size_t count = m_connection->send(bytes)) {
        sent += count;
        ASSERT_LT(sent, std::size_t{1} << 30);
    }
}

TEST_P(ConnectionSuite, does_not_wait_for_output_that_it_was_not_asked_for) {
    connect();
    m_connection->wait(false, 1ms);
    m_connection->wait(true, 10s);
}

TEST_P(ConnectionSuite, wakes_from_the_next_wait) {
    connect();
    m_connection->wake();
    m_connection->wait(false, 1min);
}

TEST_P(ConnectionSuite, wakes_one_that_waits_from_another_thread) {
    connect();
    const std::jthread other([&] { m_connection->wake(); });
    m_connection->wait(false, 1min);
}

TEST_P(ConnectionSuite, wakes_when_something_comes) {
    connect();
    m_peer->send("x");
    m_connection->wait(false, 1min);
    EXPECT_EQ(receive(), "x");
}

INSTANTIATE_TEST_SUITE_P(
    Connections, ConnectionSuite,
    testing::Values(std::pair("fake", MakePeer([] { return std::make_unique<FakePeer>(); })),
                    std::pair("curl", MakePeer([] { return std::make_unique<SocketPeer>(); }))),
    [](const auto& tested) { return tested.param.first; });

TEST(CurlConnection, tells_a_name_that_does_not_exist_and_what_to_check) {
    mqtt::Broker broker;
    broker.host = "no-such-name.invalid";
    const base::Error error = test::error_of([&] {
        const auto connection = mqtt::connect_by_curl(broker);
        while (!connection->connect()) {
            connection->wait(false, 10s);
        }
    });
    EXPECT_EQ(error.message(), "cannot find no-such-name.invalid:1883: name look-up failed");
    EXPECT_EQ(error.hint(), "check that the broker runs, and its address and port");
}

TEST(CurlConnection, tells_that_the_certificates_to_trust_cannot_be_read) {
    SocketPeer peer;
    mqtt::Broker broker = peer.broker();
    broker.tls = true;
    broker.ca_file = "/no/such/file.pem";
    const base::Error error = test::error_of([&] {
        const auto connection = mqtt::connect_by_curl(broker);
        while (!connection->connect()) {
            connection->wait(false, 10s);
        }
    });
    EXPECT_EQ(error.message(), "cannot read certificates to trust from /no/such/file.pem");
    EXPECT_THAT(error.hint(), HasSubstr("--mqtt-ca"));
}

TEST(Broker, is_named_by_host_and_port) {
    mqtt::Broker broker;
    broker.host = "broker.lan";
    EXPECT_EQ(mqtt::display_address(broker), "broker.lan:1883");
    broker.host = "fd00::5";
    EXPECT_EQ(mqtt::display_address(broker), "[fd00::5]:1883");
    broker.host = "[fd00::5]";
    EXPECT_EQ(mqtt::display_address(broker), "[fd00::5]:1883");
}

} // namespace
