// SPDX-License-Identifier: Apache-2.0
#include "simulator/server.hpp"
#include "simulator/service.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <thread>

namespace simulator {
namespace {

/// A simulator on a port of its own, with "R0" as a refresh token.
class ServerTest : public testing::Test {
protected:
    ServerTest() : m_service(make_options()), m_server(m_service), m_port(m_server.start(0)) {}

    static Options make_options() {
        Options options;
        options.refresh_tokens = {"R0"};
        return options;
    }

    httplib::Client client() const {
        httplib::Client result{"127.0.0.1", m_port};
        result.set_keep_alive(true);
        result.set_read_timeout(60);
        return result;
    }

    httplib::Headers bearer() {
        return {{"Authorization",
                 "Bearer " + m_service.world().account.grant_for_password().access_token}};
    }

    void set_fault(const std::string& route, const std::string& fault) {
        const auto reply = client().Post(
            "/simulator/faults", fmt::format(R"({{"route":"{}","faults":["{}"]}})", route, fault),
            "application/json");
        ASSERT_TRUE(reply);
        ASSERT_EQ(reply->status, 200) << reply->body;
    }

    Service m_service;
    Server m_server;
    int m_port;
};

TEST_F(ServerTest, AnswersOverItsSocket) {
    auto c = client();
    const auto reply = c.Get("/clients_api/ring_devices", bearer());
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->get_header_value("Content-Type"), "application/json");
    EXPECT_EQ(reply->get_header_value_count("Date"), 1U);
    EXPECT_TRUE(parse_json(reply->body));
}

TEST_F(ServerTest, OneConnectionServesManyRequests) {
    auto c = client();
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(c.Get("/nowhere")->status, 404);
    }
    const auto state = parse_json(c.Get("/simulator/state")->body);
    ASSERT_TRUE(state);
    EXPECT_EQ((*state)["connections"]["accepted"], 1);
    EXPECT_EQ((*state)["connections"]["open"], 1);
}

TEST_F(ServerTest, APutWithoutABodyGets422AtOnce) {
    auto c = client();
    const auto reply = c.Put("/clients_api/snapshots/update_all", bearer(), "", "");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 422);
    EXPECT_EQ(reply->body, "");
}

TEST_F(ServerTest, ARangeDoesNotTurnTheAnswerIntoAPart) {
    auto headers = bearer();
    headers.emplace("Range", "bytes=0-");
    auto c = client();
    const auto reply = c.Get("/clients_api/snapshots/image/31000417", headers);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
    EXPECT_FALSE(reply->has_header("Content-Range"));
    EXPECT_EQ(reply->body.substr(reply->body.size() - 2), "\xff\xd9");
}

TEST_F(ServerTest, ABodyWithoutMeasureIsRefused) {
    auto c = client();
    const auto refused = c.Post("/oauth/token", std::string(5 << 20, 'x'), "application/json");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 413);
    // Far beyond it is not even read.
    const auto unread =
        client().Post("/oauth/token", std::string(20 << 20, 'x'), "application/json");
    EXPECT_TRUE(!unread || unread->status == 413);
    EXPECT_TRUE(client().Get("/clients_api/ring_devices", bearer()));
}

TEST_F(ServerTest, HeadersWithoutAnEndAreNotCollected) {
    httplib::Headers headers;
    for (int i = 0; i < 3000; ++i) {
        headers.emplace("X-" + std::to_string(i), std::string(8000, 'y'));
    }
    const auto refused = client().Get("/clients_api/ring_devices", headers);
    EXPECT_TRUE(!refused || refused->status == 400);
    EXPECT_TRUE(client().Get("/clients_api/ring_devices", bearer()));
}

TEST_F(ServerTest, JsonThatIsNestedWithoutMeasureIsNoJson) {
    std::string body;
    for (int i = 0; i < 300'000; ++i) {
        body += R"({"a":)";
    }
    body += "1" + std::string(300'000, '}');
    auto c = client();
    for (const auto* path : {"/oauth/token", "/clients_api/snapshots/timestamps",
                             "/clients_api/session", "/simulator/state", "/simulator/faults"}) {
        const auto reply = c.Post(path, bearer(), body, "application/json");
        ASSERT_TRUE(reply) << path;
        EXPECT_GE(reply->status, 400) << path;
    }
}

TEST_F(ServerTest, HeadHasNoBody) {
    auto c = client();
    const auto reply = c.Head("/clients_api/ring_devices", bearer());
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, "");
}

TEST_F(ServerTest, BrokenAnswersAreErrorsToTheClient) {
    for (const auto* fault : {"reset", "cut", "lost-reply"}) {
        set_fault("image", fault);
        auto c = client();
        EXPECT_FALSE(c.Get("/clients_api/snapshots/image/31000417", bearer())) << fault;
    }
}

TEST_F(ServerTest, AHangingAnswerEndsWithTheServer) {
    set_fault("next", "hang");
    bool answered = true;
    std::thread waiting{[&, headers = bearer()] {
        auto c = client();
        answered = static_cast<bool>(c.Get("/snapshots/next/31000417", headers));
    }};
    // The request is in the log before it hangs.
    for (auto c = client();
         c.Get("/simulator/requests")->body.find("\"fault\":\"hang\"") == std::string::npos;) {
        std::this_thread::yield();
    }
    m_server.stop();
    waiting.join();
    EXPECT_FALSE(answered);
}

TEST_F(ServerTest, AnEndlessBodyCanBeLeft) {
    set_fault("image", "huge");
    auto c = client();
    std::size_t got = 0;
    c.Get("/clients_api/snapshots/image/31000417", bearer(), [&](const char*, std::size_t size) {
        got += size;
        return got < std::size_t{41} << 20;
    });
    EXPECT_GE(got, std::size_t{41} << 20);
}

TEST_F(ServerTest, ADripSendsByteByByte) {
    set_fault("image", "drip");
    auto c = client();
    std::size_t got = 0;
    c.Get("/clients_api/snapshots/image/31000417", bearer(), [&](const char*, std::size_t size) {
        got += size;
        return false;
    });
    EXPECT_EQ(got, 1U);
}

TEST_F(ServerTest, ManyClientsWaitAtTheSameTime) {
    const auto headers = bearer();
    std::vector<std::thread> clients;
    std::atomic<int> good = 0;
    const auto newest = m_service.world().cameras.newest_ms(518000222).value_or(0);
    for (int i = 0; i < 60; ++i) {
        clients.emplace_back([&] {
            auto c = client();
            const auto reply = c.Get(
                fmt::format("/snapshots/next/518000222?after-ms={}&max-wait-ms=20000", newest),
                headers);
            good += reply && reply->status == 200 ? 1 : 0;
        });
    }
    // One capture releases all that hang on the camera.
    while (m_service.world().cameras.waiting() < static_cast<std::int64_t>(clients.size())) {
        std::this_thread::yield();
    }
    m_service.world().cameras.ask_for_capture(518000222);
    m_service.world().clock.advance(1000);
    m_service.world().cameras.clock_changed();
    for (auto& thread : clients) {
        thread.join();
    }
    EXPECT_EQ(good, 60);
    EXPECT_EQ(m_service.world().cameras.look_at(518000222)->captures(), 1);
}

TEST_F(ServerTest, APortInUseIsAnError) {
    Service second{Options{}};
    Server server{second};
    EXPECT_THROW(server.start(m_port), std::runtime_error);
}

} // namespace
} // namespace simulator
