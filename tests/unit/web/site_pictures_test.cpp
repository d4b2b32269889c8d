// SPDX-License-Identifier: Apache-2.0
#include "unit/web/site_fixture.hpp"
#include "web/access/page_settings.hpp"
#include "web/access/password.hpp"
#include "web/content/picture_replies.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using SitePicturesTest = test::SiteTest;

TEST_F(SitePicturesTest, NewestComesWithItsCaptureTime) {
    save(1h);
    const auto newest = save(90s);
    for (const char* const target :
         {"/cameras/1234/latest.jpg", "/cameras/front%20door/latest.jpg?_=17&x"}) {
        const web::Reply reply = get(target);
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.body, "picture 2");
        EXPECT_EQ(reply.header("Content-Type"), "image/jpeg");
        EXPECT_EQ(reply.header("ETag"), '"' + newest.facts.sha256 + '"');
        EXPECT_EQ(reply.header("Last-Modified"), "Mon, 21 Sep 2026 14:11:50 GMT");
        EXPECT_EQ(reply.header("Cache-Control"), "no-cache");
        EXPECT_EQ(reply.header("X-Captured-At"), "2026-09-21T16:11:50+02:00");
        EXPECT_EQ(reply.header("X-Age-Seconds"), "90");
        EXPECT_EQ(reply.header("Accept-Ranges"), "bytes");
    }
}

TEST_F(SitePicturesTest, NewestIsNotSentAgain) {
    const auto newest = save(90s);
    const web::Reply reply =
        get("/cameras/1234/latest.jpg", {{"if-none-match", '"' + newest.facts.sha256 + '"'}});
    EXPECT_EQ(reply.status, 304);
    EXPECT_EQ(reply.body, "");
    EXPECT_EQ(reply.header("X-Age-Seconds"), "90");
    EXPECT_EQ(
        get("/cameras/1234/latest.jpg", {{"if-modified-since", "Mon, 21 Sep 2026 14:11:50 GMT"}})
            .status,
        304);
}

TEST_F(SitePicturesTest, NewestIsSentInParts) {
    save(90s);
    const web::Reply reply = get("/cameras/1234/latest.jpg", {{"range", "bytes=0-2"}});
    EXPECT_EQ(reply.status, 206);
    EXPECT_EQ(reply.body, "pic");
    EXPECT_EQ(get("/cameras/1234/latest.jpg", {{"range", "bytes=0-1,2-3"}}).status, 200);
}

TEST_F(SitePicturesTest, NewestMayBeTooOld) {
    save(11min);
    EXPECT_EQ(get("/cameras/1234/latest.jpg?max-age=10m").status, 503);
    EXPECT_EQ(get("/cameras/1234/latest.jpg?max-age=10m").header("X-Age-Seconds"), "660");
    EXPECT_EQ(get("/cameras/1234/latest.jpg?max-age=12m").status, 200);
    EXPECT_EQ(get("/cameras/1234/latest.jpg?max-age=soon").status, 400);
}

TEST_F(SitePicturesTest, OfAWrongClockIsNotTheNewest) {
    save(5min);
    archive::RecordedPicture future = test::recorded_picture(900, folder.path().string());
    future.captured = clock.now() + 48h;
    future.is_timed = false;
    catalogue.add(future);
    EXPECT_EQ(get("/cameras/1234/latest.jpg").body, "picture 1");
}

TEST_F(SitePicturesTest, AreNeverOtherBytes) {
    const auto picture = save(1min);
    const std::string target = "/pictures/" + std::to_string(picture.number) + ".jpg";
    EXPECT_EQ(get(target).status, 200);
    // The same size, and the same time: only the hash tells.
    const auto modified = std::filesystem::last_write_time(file_of(picture));
    base::write_file_atomically(file_of(picture), "PICTURE 1", {});
    std::filesystem::last_write_time(file_of(picture), modified);
    EXPECT_EQ(get(target).status, 404);
    EXPECT_EQ(get("/cameras/1234/latest.jpg").status, 404);
    EXPECT_EQ(json("/api/cameras")["cameras"][0]["state"], "missing");
    std::filesystem::remove(file_of(picture));
    EXPECT_EQ(get(target).status, 404);
    std::filesystem::create_directory(file_of(picture));
    EXPECT_EQ(get(target).status, 404);
}

TEST_F(SitePicturesTest, StayForEverUnderTheirNumber) {
    const auto picture = save(1min, "1234", "Tür \"a/b\"");
    const std::string target = "/pictures/" + std::to_string(picture.number) + ".jpg";
    EXPECT_EQ(get(target).header("Cache-Control"), "private, max-age=31536000, immutable");
    EXPECT_EQ(get(target).header("Content-Disposition"), "");
    EXPECT_EQ(get(target + "?download").header("Content-Disposition"),
              "attachment; filename=\"T__r _a_b_ 2026-09-21 16-12-20.jpg\"; "
              "filename*=UTF-8''T%C3%BCr%20_a_b_%202026-09-21%2016-12-20.jpg");
    catalogue.close({picture.number});
    EXPECT_EQ(get(target).status, 404);
}

TEST_F(SitePicturesTest, MayBeShownElsewhereWithAKeyInTheAddress) {
    save(1min);
    const base::Secret key = web::make_key();
    web::change_page_settings(options.access.settings, clock, {}, [&](web::PageSettings& settings) {
        settings.password = "pbkdf2-sha256$1$AA==$AA==";
        settings.keys = {{"mirror", web::hash_key(key), ""}};
    });
    const std::string query = "?key=" + key.reveal();
    EXPECT_EQ(get("/cameras/1234/latest.jpg" + query).header("Cross-Origin-Resource-Policy"),
              "cross-origin");
    EXPECT_EQ(get("/pictures/1.jpg" + query).header("Cross-Origin-Resource-Policy"),
              "cross-origin");
    EXPECT_EQ(get("/api/cameras" + query).header("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(get("/cameras/1234/latest.jpg").status, 401);
}

TEST_F(SitePicturesTest, OfTwoCamerasOfOneNameAreAskedForById) {
    save(1min, "1", "Door");
    save(1min, "2", "Door");
    EXPECT_EQ(get("/cameras/door/latest.jpg").status, 404);
    EXPECT_EQ(get("/cameras/2/latest.jpg").status, 200);
}

} // namespace
