// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "base/text/encoding.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"
#include "web/access/gatekeeper.hpp"
#include "web/access/password.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;
using web::Target;

struct GatekeeperTest : testing::Test {
    test::TemporaryFolder folder;
    test::ManualClock clock;
    web::AccessOptions options;
    std::unique_ptr<web::Gatekeeper> gatekeeper;
    base::Secret key = web::make_key();

    GatekeeperTest() { options.settings = folder / "page"; }

    void set_password() {
        web::change_page_settings(options.settings, clock, {}, [&](web::PageSettings& settings) {
            settings.password = web::hash_password(base::Secret("secret"), 10);
            settings.keys = {{"tablet", web::hash_key(key), ""}};
        });
    }

    web::Access ask(const std::string& target, Target kind, Headers headers = {}) {
        if (!gatekeeper) {
            gatekeeper = std::make_unique<web::Gatekeeper>(options, clock);
        }
        web::Request request;
        request.path = target.substr(0, target.find('?'));
        request.query =
            target.find('?') == std::string::npos ? "" : target.substr(target.find('?') + 1);
        request.headers = std::move(headers);
        request.peer = "10.0.0.7";
        if (!request.header("host")) {
            request.headers.emplace_back("host", "127.0.0.1:8642");
        }
        return gatekeeper->check(request, kind);
    }

    /// The status of the answer; 0 when the request passes.
    int status(const std::string& target, Target kind, Headers headers = {}) {
        const auto access = ask(target, kind, std::move(headers));
        return access.reply ? access.reply->status : 0;
    }

    static std::pair<std::string, std::string> login(const std::string& text) {
        return {"authorization", "Basic " + base::base64_encode(text)};
    }
};

TEST_F(GatekeeperTest, KnowsAddressesLocalhostAndTheNamesItWasGiven) {
    options.hosts = {"Cameras.example.com"};
    for (const char* const host :
         {"127.0.0.1:8642", "192.168.1.5", "[::1]:8642", "localhost:1", "LOCALHOST",
          "cameras.example.com", "cameras.example.com.:443"}) {
        EXPECT_EQ(status("/", Target::page, {{"host", host}}), 0) << host;
    }
    for (const char* const host : {"evil.example", "", "127.0.0.1.evil.example",
                                   "127.0.0.1@evil.example", "localhost.evil.example"}) {
        for (const Target target : {Target::page, Target::data, Target::asset, Target::health}) {
            const auto access = ask("/", target, {{"host", host}});
            ASSERT_TRUE(access.reply) << host;
            EXPECT_EQ(access.reply->status, 403);
            EXPECT_EQ(access.reply->body.find("evil"), std::string::npos);
        }
    }
}

TEST_F(GatekeeperTest, LetsOtherSitesLeadHereAndNothingElse) {
    const Headers visit = {{"sec-fetch-site", "cross-site"},
                           {"sec-fetch-mode", "navigate"},
                           {"sec-fetch-dest", "document"}};
    const Headers frame = {{"sec-fetch-site", "cross-site"},
                           {"sec-fetch-mode", "navigate"},
                           {"sec-fetch-dest", "iframe"}};
    const Headers fetch = {{"sec-fetch-site", "cross-site"},
                           {"sec-fetch-mode", "no-cors"},
                           {"sec-fetch-dest", "image"}};
    EXPECT_EQ(status("/", Target::page, visit), 0);
    EXPECT_EQ(status("/", Target::page, frame), 403);
    EXPECT_EQ(status("/", Target::page, fetch), 403);
    EXPECT_EQ(status("/api/cameras", Target::data, visit), 403);
    EXPECT_EQ(status("/api/cameras", Target::data, fetch), 403);
    EXPECT_EQ(status("/pictures/1.jpg", Target::picture, fetch), 403);
    EXPECT_EQ(status("/app.js", Target::asset, fetch), 403);
    EXPECT_EQ(status("/api/cameras", Target::data, {{"sec-fetch-site", "same-origin"}}), 0);
}

TEST_F(GatekeeperTest, LetsFramesOfNamedOriginsIn) {
    options.frame_ancestors = {"http://ha.local:8123"};
    EXPECT_EQ(status("/", Target::page,
                     {{"sec-fetch-site", "cross-site"},
                      {"sec-fetch-mode", "navigate"},
                      {"sec-fetch-dest", "iframe"}}),
              0);
    EXPECT_EQ(gatekeeper->frame_ancestors(), "'self' http://ha.local:8123");
}

TEST_F(GatekeeperTest, RefusesWhatAProxyPassesOnWithoutAPassword) {
    for (const char* const name : {"forwarded", "x-forwarded-for", "x-forwarded-host"}) {
        const auto access = ask("/", Target::page, {{name, "1.2.3.4"}});
        ASSERT_TRUE(access.reply) << name;
        EXPECT_EQ(access.reply->status, 403);
        EXPECT_NE(access.reply->body.find("serve --set-password"), std::string::npos);
    }
    set_password();
    EXPECT_EQ(status("/", Target::page, {{"forwarded", "for=1.2.3.4"}}), 401);
    EXPECT_EQ(status("/", Target::page, {{"forwarded", "for=1.2.3.4"}, login("ring:secret")}), 0);
}

TEST_F(GatekeeperTest, AsksForThePasswordAsSoonAsOneIsSet) {
    EXPECT_EQ(status("/", Target::page), 0);
    set_password();
    const auto access = ask("/", Target::page);
    ASSERT_TRUE(access.reply);
    EXPECT_EQ(access.reply->status, 401);
    EXPECT_EQ(access.reply->header("WWW-Authenticate"),
              R"(Basic realm="Ring Snapshot", charset="UTF-8")");
    EXPECT_EQ(status("/", Target::page, {login("ring:secret")}), 0);
    EXPECT_EQ(status("/api/cameras", Target::data, {login("ring:secret")}), 0);
    EXPECT_EQ(status("/", Target::page, {login("admin:secret")}), 401);
    EXPECT_EQ(status("/", Target::page, {login("ring:wrong")}), 401);
    EXPECT_EQ(status("/", Target::page, {login("ring")}), 401);
    EXPECT_EQ(status("/", Target::page, {{"authorization", "Basic ***"}}), 401);
    EXPECT_EQ(status("/", Target::page, {{"authorization", "Bearer x"}}), 401);
    EXPECT_EQ(status("/health", Target::health), 0);
    EXPECT_EQ(status("/app.js", Target::asset), 0);
}

TEST_F(GatekeeperTest, AnswersTheEleventhWrongPasswordWith429) {
    set_password();
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(status("/", Target::page, {login("ring:wrong")}), 401);
    }
    const auto access = ask("/", Target::page, {login("ring:secret")});
    ASSERT_TRUE(access.reply);
    EXPECT_EQ(access.reply->status, 429);
    EXPECT_EQ(access.reply->header("Retry-After"), "60");
}

TEST_F(GatekeeperTest, TakesTheGivenPasswordInPlaceOfTheStoredOne) {
    set_password();
    options.password = base::Secret("given");
    EXPECT_EQ(status("/", Target::page, {login("ring:given")}), 0);
    EXPECT_EQ(status("/", Target::page, {login("ring:secret")}), 401);
}

TEST_F(GatekeeperTest, LetsEverybodyInWithoutPasswordWhenToldSo) {
    set_password();
    options.without_password = true;
    EXPECT_EQ(status("/", Target::page, {{"x-forwarded-for", "1.2.3.4"}}), 0);
}

TEST_F(GatekeeperTest, TurnsAKeyInTheAddressOfAPageIntoACookie) {
    set_password();
    options.cookie = "cookie-8642";
    options.cookie_path = "/cam/";
    const auto access = ask("/cam/day?a=1&key=" + key.reveal() + "&b=2", Target::page);
    ASSERT_TRUE(access.reply);
    EXPECT_EQ(access.reply->status, 303);
    EXPECT_EQ(access.reply->header("Location"), "day?a=1&b=2");
    const std::string cookie = access.reply->header("Set-Cookie");
    EXPECT_EQ(cookie, "cookie-8642=" + key.reveal() +
                          "; Path=/cam/; Max-Age=31536000; HttpOnly; SameSite=Lax");
    EXPECT_EQ(status("/cam/", Target::page, {{"cookie", "a=b; cookie-8642=" + key.reveal()}}), 0);
    EXPECT_EQ(status("/cam/", Target::page, {{"cookie", "cookie-8642=wrong"}}), 401);
    EXPECT_EQ(ask("/cam/?key=" + key.reveal(), Target::page, {{"x-forwarded-proto", "https"}})
                  .reply->header("Set-Cookie")
                  .substr(cookie.size()),
              "; Secure");
}

TEST_F(GatekeeperTest, LeavesAKeyInTheAddressWhereNoCookieCanBe) {
    set_password();
    options.frame_ancestors = {"http://ha.local:8123"};
    const auto frame = ask("/?key=" + key.reveal(), Target::page,
                           {{"sec-fetch-site", "cross-site"},
                            {"sec-fetch-mode", "navigate"},
                            {"sec-fetch-dest", "iframe"}});
    EXPECT_FALSE(frame.reply);
    EXPECT_TRUE(frame.has_key_in_url);
    const auto picture = ask("/cameras/1/latest.jpg?key=" + key.reveal(), Target::picture,
                             {{"sec-fetch-site", "cross-site"}, {"sec-fetch-dest", "image"}});
    EXPECT_FALSE(picture.reply);
    EXPECT_TRUE(picture.has_key_in_url);
    EXPECT_EQ(status("/cameras/1/latest.jpg?key=wrong", Target::picture), 401);
}

TEST_F(GatekeeperTest, LeavesAKeyInTheAddressOfWhatIsOpenedWithinAFrame) {
    set_password();
    options.frame_ancestors = {"http://ha.local:8123"};
    for (const char* const kind : {"iframe", "frame", "embed", "object"}) {
        const auto access = ask("/day?camera=1&key=" + key.reveal(), Target::page,
                                {{"sec-fetch-site", "same-origin"},
                                 {"sec-fetch-mode", "navigate"},
                                 {"sec-fetch-dest", kind}});
        EXPECT_FALSE(access.reply) << kind;
        EXPECT_TRUE(access.has_key_in_url) << kind;
        EXPECT_EQ(access.cookie, "") << kind;
    }
    EXPECT_EQ(status("/day?camera=1&key=" + key.reveal(), Target::page,
                     {{"sec-fetch-site", "same-origin"},
                      {"sec-fetch-mode", "navigate"},
                      {"sec-fetch-dest", "document"}}),
              303);
}

TEST_F(GatekeeperTest, LeavesAKeyInTheAddressWhereAFrameIsNotToldFromAWindow) {
    set_password();
    EXPECT_EQ(status("/?key=" + key.reveal(), Target::page), 303);
    options.frame_ancestors = {"http://ha.local:8123"};
    gatekeeper.reset();
    const auto access = ask("/?key=" + key.reveal(), Target::page);
    EXPECT_FALSE(access.reply);
    EXPECT_TRUE(access.has_key_in_url);
    // For a window, which keeps it.
    EXPECT_EQ(access.cookie, "ring-snapshot-key=" + key.reveal() +
                                 "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
}

TEST_F(GatekeeperTest, NoticesThatAKeyWasRevoked) {
    set_password();
    const std::string address = "/api/cameras?key=" + key.reveal();
    EXPECT_EQ(status(address, Target::data), 0);
    web::change_page_settings(options.settings, clock, {},
                              [](web::PageSettings& settings) { settings.keys.clear(); });
    EXPECT_EQ(status(address, Target::data), 401);
}

TEST_F(GatekeeperTest, LetsNobodyInWhoseRightsCannotBeRead) {
    base::write_file_atomically(options.settings, "{", {});
    EXPECT_EQ(status("/", Target::page), 503);
}

} // namespace
