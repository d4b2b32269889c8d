// SPDX-License-Identifier: Apache-2.0
#include "unit/web/site_fixture.hpp"
#include "web/access/page_settings.hpp"
#include "web/access/password.hpp"
#include "web/site.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>

namespace {

using namespace std::chrono_literals;
using test::SiteTest;
using testing::HasSubstr;
using testing::Not;

TEST_F(SiteTest, SendsSecurityHeadersWithEveryAnswer) {
    save(1min);
    for (const char* const target :
         {"/", "/day", "/plain", "/app.js", "/app.css", "/icon.svg", "/api/cameras", "/metrics",
          "/health", "/pictures/1.jpg", "/pictures/99.jpg", "/nothing", "/../etc/passwd"}) {
        const web::Reply reply = get(target);
        EXPECT_EQ(reply.header("Content-Security-Policy"),
                  "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; "
                  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
            << target;
        EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff") << target;
        EXPECT_EQ(reply.header("Referrer-Policy"), "no-referrer") << target;
        EXPECT_EQ(reply.header("Cross-Origin-Resource-Policy"), "same-origin") << target;
        EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "") << target;
    }
}

TEST_F(SiteTest, RefusesWhatIsNotARequestForAPage) {
    save(1min);
    get("/");
    web::Request request;
    request.refused = 405;
    const web::Reply reply = site->answer(request);
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(reply.header("Allow"), "GET, HEAD");
    EXPECT_THAT(reply.header("Content-Security-Policy"), HasSubstr("default-src 'none'"));
}

TEST_F(SiteTest, HasNothingElse) {
    save(1min);
    for (const char* const target :
         {"/etc/passwd", "/pictures/../../etc/passwd", "/pictures/%2e%2e%2fpage", "/pictures/0.jpg",
          "/pictures/-1.jpg", "/pictures/1", "/pictures/99999999999999999999.jpg", "/api", "/api/",
          "/api/cameras/9999", "/api/cameras/1234/x", "/cameras/1234/other.jpg", "//"}) {
        EXPECT_EQ(get(target).status, 404) << target;
    }
}

TEST_F(SiteTest, TellsTheStateOfEachCamera) {
    save(1min, "1", "Current");
    save(3h, "2", "Old");
    std::filesystem::remove(file_of(save(1min, "3", "Missing")));
    const auto frozen = save(1min, "4", "Frozen");
    for (int i = 2; i < 12; ++i) {
        archive::RecordedPicture again = frozen;
        again.number = 0;
        again.captured -= i * 1min;
        again.place.file = "frozen" + std::to_string(i);
        catalogue.add(again);
    }
    options.choice.ids = {"5", "1", "2", "3", "4"};
    const auto answer = json("/api/cameras");
    std::vector<std::string> states;
    for (const auto& camera : answer["cameras"]) {
        states.push_back(camera["name"].get<std::string>() + " " +
                         camera["state"].get<std::string>());
    }
    EXPECT_THAT(states, testing::ElementsAre("camera 5 none", "Current current", "Old old",
                                             "Missing missing", "Frozen frozen"));
}

TEST_F(SiteTest, CallsAPictureOldByTheUsualIntervalOrAsItIsTold) {
    for (int i = 0; i < 10; ++i) {
        save(40min + i * 20min);
    }
    EXPECT_EQ(json("/api/cameras")["cameras"][0]["state"], "current");
    EXPECT_EQ(json("/api/cameras")["cameras"][0]["longest_age_seconds"], 3600);
    clock.advance(21min);
    EXPECT_EQ(json("/api/cameras")["cameras"][0]["state"], "old");
    site.reset();
    options.choice.max_age = 2h;
    EXPECT_EQ(json("/api/cameras")["cameras"][0]["state"], "current");
}

TEST_F(SiteTest, SendsCamerasAgainOnlyWhenSomethingHappened) {
    save(1min);
    const std::string tag = get("/api/cameras").header("ETag");
    clock.advance(10s);
    EXPECT_EQ(get("/api/cameras", {{"if-none-match", tag}}).status, 304);
    save(0s);
    EXPECT_EQ(get("/api/cameras", {{"if-none-match", tag}}).status, 200);
}

TEST_F(SiteTest, GivesTheDaysOfAMonthAndADay) {
    const auto picture = save(1h);
    EXPECT_EQ(json("/api/cameras/1234/days?month=2026-09")["days"], nlohmann::json({"2026-09-21"}));
    EXPECT_EQ(json("/api/cameras/1234/days")["month"], "2026-09");
    EXPECT_EQ(get("/api/cameras/1234/days?month=x").status, 400);
    const auto day = json("/api/cameras/Front%20Door/days/2026-09-21");
    EXPECT_EQ(day["pictures"][0]["id"], picture.number);
    EXPECT_EQ(day["pictures"][0]["local"], "2026-09-21T15:13:20+02:00");
    EXPECT_EQ(day["pictures"][0]["dark"], false);
    EXPECT_EQ(json("/api/cameras/1234/days/2026-09-20")["nearest"], "2026-09-21");
    EXPECT_EQ(get("/api/cameras/1234/days/2026-09-31").status, 400);
}

TEST_F(SiteTest, ShowsOnlyTheCamerasThatWereChosen) {
    const auto hidden = save(1min, "1", "Hidden");
    const auto shown = save(1min, "2", "Shown");
    options.choice.ids = {"2"};
    EXPECT_EQ(json("/api/cameras")["cameras"].size(), 1U);
    EXPECT_EQ(get("/cameras/1/latest.jpg").status, 404);
    EXPECT_EQ(get("/api/cameras/1/days").status, 404);
    EXPECT_EQ(get("/pictures/" + std::to_string(hidden.number) + ".jpg").status, 404);
    EXPECT_EQ(get("/pictures/" + std::to_string(shown.number) + ".jpg").status, 200);
}

TEST_F(SiteTest, EscapesWhatStrangersNamed) {
    save(1min, "1", "<script>alert(1)</script>\"'&\xff");
    options.title = "<b>{{body}}</b>";
    for (const char* const target : {"/", "/day", "/plain"}) {
        const std::string html = get(target).body;
        EXPECT_THAT(html, Not(HasSubstr("<script>alert"))) << target;
        EXPECT_THAT(html, HasSubstr("&lt;b&gt;{{body}}&lt;/b&gt;")) << target;
    }
    EXPECT_NE(json("/api/cameras")["cameras"][0]["name"], "");
}

TEST_F(SiteTest, HasAPageWithoutScript) {
    save(3h, "1", "Garage");
    save(1min, "2", "Door");
    const web::Reply reply = get("/plain?refresh=5&theme=dark");
    EXPECT_THAT(reply.body, HasSubstr("1 of 2 cameras are current; Garage: last picture 3 h ago"));
    EXPECT_THAT(reply.body, HasSubstr("content=\"5\""));
    EXPECT_THAT(reply.body, HasSubstr("<body class=\"dark\">"));
    EXPECT_THAT(reply.body, HasSubstr("src=\"cameras/1/latest.jpg?v=1\""));
    EXPECT_THAT(reply.body, Not(HasSubstr("<script")));
    EXPECT_THAT(get("/plain?camera=door").body, Not(HasSubstr("<b>Garage")));
}

TEST_F(SiteTest, PassesTheKeyOnInAFrame) {
    save(1min, "1", "Garage");
    const base::Secret key = web::make_key();
    web::change_page_settings(options.access.settings, clock, {}, [&](web::PageSettings& settings) {
        settings.password = web::hash_password(base::Secret("secret"), 10);
        settings.keys = {{"panel", web::hash_key(key), ""}};
    });
    options.access.frame_ancestors = {"http://ha.local:8123"};
    const std::string query = "key=" + key.reveal();
    const Headers framed = {{"sec-fetch-site", "same-origin"},
                            {"sec-fetch-mode", "navigate"},
                            {"sec-fetch-dest", "iframe"}};
    EXPECT_THAT(get("/plain?" + query, framed).body,
                HasSubstr("src=\"cameras/1/latest.jpg?v=1&amp;" + query + "\""));
    const web::Reply reply = get("/?" + query, framed);
    EXPECT_EQ(reply.status, 200);
    EXPECT_THAT(reply.body, HasSubstr("<a href=\"plain?" + query + "\">"));
    EXPECT_EQ(reply.header("Set-Cookie"), "");
    // A browser that does not tell frames from windows keeps the cookie in a window.
    EXPECT_THAT(get("/?" + query).header("Set-Cookie"), HasSubstr(key.reveal()));
}

TEST_F(SiteTest, StandsBelowItsBasePath) {
    save(1min);
    options.base_path = "/cam/";
    EXPECT_EQ(get("/cam/").status, 200);
    EXPECT_EQ(get("/cam/api/cameras").status, 200);
    EXPECT_EQ(get("/cam/health").status, 200);
    EXPECT_EQ(get("/").status, 404);
    EXPECT_EQ(get("/camera/").status, 404);
    EXPECT_EQ(get("/cam?a=1").status, 303);
    EXPECT_EQ(get("/cam?a=1").header("Location"), "/cam/?a=1");
}

TEST_F(SiteTest, SaysThatItIsWell) {
    EXPECT_EQ(get("/health").body, "{\"status\":\"ok\"}\n");
    save(1min);
    EXPECT_EQ(get("/health").status, 200);
}

TEST_F(SiteTest, SaysThatTheCatalogueCannotBeRead) {
    base::write_file_atomically(folder / "broken.db", std::string(5000, 'x'), {});
    archive::Catalogue broken(folder / "broken", clock, {.read_only = true});
    web::Site other(options, broken, clock);
    web::Request request;
    request.headers = {{"host", "localhost"}};
    request.path = "/health";
    EXPECT_EQ(other.answer(request).status, 503);
    request.path = "/api/cameras";
    EXPECT_EQ(other.answer(request).status, 503);
}

TEST_F(SiteTest, CountsForPrometheus) {
    save(1min, "1", "A \"door\"\\");
    get("/nothing");
    const std::string text = get("/metrics").body;
    EXPECT_THAT(text, HasSubstr("ring_snapshot_build_info{version=\""));
    EXPECT_THAT(text, HasSubstr("ring_snapshot_picture_captured_timestamp_seconds{camera=\"1\","
                                "name=\"A \\\"door\\\"\\\\\"} 1789999940.000\n"));
    EXPECT_THAT(text, HasSubstr("ring_snapshot_pictures{camera=\"1\""));
    EXPECT_THAT(text, HasSubstr("ring_snapshot_http_requests_total{code=\"404\"} 1\n"));
}

} // namespace
