// SPDX-License-Identifier: Apache-2.0
#include "http/redirects.hpp"
#include "support/fake_http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;

http::Response redirect(int status, std::string location) {
    auto response = test::response(status);
    response.headers.add("Location", std::move(location));
    return response;
}

class Redirects : public testing::Test {
protected:
    Redirects() {
        m_request.url = "https://a.com/start?x=1";
        m_request.headers = {
            {"Authorization", "Bearer t"}, {"User-Agent", "ua"}, {"Cookie", "c=d"},
            {"hardware_id", "h"},          {"Accept", "*/*"},    {"Range", "bytes=0-"}};
    }

    http::Response send() { return m_client.send(m_request, {}); }

    std::vector<std::string> urls() const {
        std::vector<std::string> sent;
        for (const auto& request : m_fake.requests()) {
            sent.push_back(request.url);
        }
        return sent;
    }

    /// Sends; the message speaks of the whole time that the caller gave.
    void expect_timed_out_after(const std::string& words) {
        try {
            send();
            FAIL() << "an answer came";
        } catch (const http::TransportError& error) {
            EXPECT_EQ(error.fault(), http::Fault::timed_out);
            EXPECT_EQ(error.message(), "no answer from a.com within " + words);
        }
    }

    test::ManualClock m_clock;
    test::FakeHttpClient m_fake{m_clock};
    http::RedirectingClient m_client{m_fake};
    http::Request m_request;
};

TEST_F(Redirects, an_answer_that_is_none_comes_as_it_is) {
    for (const int status : {200, 300, 304, 305, 306, 404}) {
        m_fake.expect("GET", "/start", redirect(status, "/elsewhere"));
        EXPECT_EQ(send().status, status);
    }
}

TEST_F(Redirects, all_kinds_are_followed_from_where_they_came) {
    for (const int status : {301, 302, 303, 307, 308}) {
        m_fake.expect("GET", "/start?x=1", redirect(status, "there?y=2"));
        m_fake.expect("GET", "/there?y=2", test::response(200, "here"));
        EXPECT_EQ(send().body, "here");
    }
}

TEST_F(Redirects, the_same_origin_gets_all_headers) {
    m_fake.expect("GET", "/start", redirect(302, "https://A.com:443/there"));
    m_fake.expect("GET", "/there", test::response(200));
    send();
    EXPECT_TRUE(std::ranges::equal(m_fake.requests().at(1).headers, m_request.headers));
}

TEST_F(Redirects, another_origin_gets_no_header_that_says_who_asks) {
    for (const char* location :
         {"https://b.com/there", "https://a.com:444/there", "//sub.a.com/there",
          "https://a.com.b.com/there", "https://a.com@b.com/there"}) {
        m_fake.expect("GET", "/start", redirect(302, location));
        m_fake.expect("GET", "/there", test::response(200));
        send();
        EXPECT_THAT(
            m_fake.requests().back().headers,
            ElementsAre(Pair("User-Agent", "ua"), Pair("Accept", "*/*"), Pair("Range", "bytes=0-")))
            << location;
    }
}

TEST_F(Redirects, what_was_lost_on_the_way_does_not_come_back) {
    m_fake.expect("GET", "/start", redirect(302, "https://b.com/there"));
    m_fake.expect("GET", "/there", redirect(302, "https://a.com/back"));
    m_fake.expect("GET", "/back", test::response(200));
    send();
    EXPECT_EQ(m_fake.requests().back().headers.get("Authorization"), std::nullopt);
}

TEST_F(Redirects, a_way_out_of_tls_is_not_taken) {
    m_fake.expect("GET", "/start", redirect(302, "http://a.com/there"));
    EXPECT_EQ(send().status, 302);
    m_request.url = "HTTPS://a.com/start";
    m_fake.expect("GET", "/start", redirect(302, "http://a.com/there"));
    EXPECT_EQ(send().status, 302);
}

TEST_F(Redirects, a_way_into_tls_is_taken) {
    m_request.url = "http://a.com/start";
    m_fake.expect("GET", "/start", redirect(301, "https://a.com/there"));
    m_fake.expect("GET", "/there", test::response(200));
    EXPECT_EQ(send().status, 200);
    EXPECT_EQ(m_fake.requests().back().headers.get("Authorization"), std::nullopt);
}

TEST_F(Redirects, one_that_leads_nowhere_comes_as_it_is) {
    m_fake.expect("GET", "/start", test::response(302));
    EXPECT_EQ(send().status, 302);
    m_fake.expect("GET", "/start", redirect(302, "javascript:alert(1)"));
    EXPECT_EQ(send().status, 302);
}

TEST_F(Redirects, only_those_of_get_are_followed) {
    for (const char* method : {"POST", "PUT", "HEAD"}) {
        m_request.method = method;
        m_fake.expect(method, "/start", redirect(307, "/there"));
        EXPECT_EQ(send().status, 307);
    }
}

TEST_F(Redirects, five_are_followed) {
    for (const char* location : {"/1", "/2", "/3", "/4", "/5"}) {
        m_fake.expect("GET", "/", redirect(302, location));
    }
    m_fake.expect("GET", "/5", test::response(200, "at last"));
    EXPECT_EQ(send().body, "at last");
    EXPECT_THAT(urls(), ElementsAre("https://a.com/start?x=1", "https://a.com/1", "https://a.com/2",
                                    "https://a.com/3", "https://a.com/4", "https://a.com/5"));
}

TEST_F(Redirects, more_than_five_are_a_fault) {
    for (int i = 0; i < 6; ++i) {
        m_fake.expect("GET", "/start", redirect(302, "/start?again"));
    }
    try {
        send();
        FAIL() << "an answer came";
    } catch (const http::TransportError& error) {
        EXPECT_EQ(error.fault(), http::Fault::broken);
        EXPECT_THAT(error.message(), testing::HasSubstr("a.com"));
        EXPECT_THAT(error.message(), testing::Not(testing::HasSubstr("again")));
    }
}

TEST_F(Redirects, the_time_limit_is_one_for_the_whole_way) {
    m_request.time_limit = 20s;
    m_fake.expect("GET", "/start", [this](const http::Request&) {
        m_clock.advance(15s);
        return redirect(302, "/there");
    });
    m_fake.expect("GET", "/there", [this](const http::Request& request) {
        EXPECT_EQ(request.time_limit, 5s);
        m_clock.advance(6s);
        return test::response(200);
    });
    expect_timed_out_after("20 s");
}

TEST_F(Redirects, a_redirect_that_uses_up_the_time_is_not_followed) {
    // 20 s to the last microsecond, and more, as an answer can arrive in the driver's last moment.
    for (const std::chrono::microseconds taken : {20'000'000us - 1us, 20'000'000us}) {
        m_request.time_limit = 20s;
        m_fake.expect("GET", "/start", [this, taken](const http::Request&) {
            m_clock.advance(taken);
            return redirect(302, "/there");
        });
        expect_timed_out_after("20 s");
        EXPECT_EQ(m_fake.requests_to("/there").size(), 0U);
    }
}

} // namespace
