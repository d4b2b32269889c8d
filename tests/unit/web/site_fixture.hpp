// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "support/manual_clock.hpp"
#include "support/recorded_pictures.hpp"
#include "support/temporary_folder.hpp"
#include "unit/base/system/scoped_zone.hpp"
#include "web/site.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// A page over a catalogue in a folder. It is 2026-09-21 16:13:20 in the zone of the page.
struct SiteTest : testing::Test {
    using Headers = std::vector<std::pair<std::string, std::string>>;

    TemporaryFolder folder;
    ManualClock clock;
    ScopedZone zone{"CET-1CEST,M3.5.0,M10.5.0/3"};
    archive::Catalogue catalogue{folder / "pictures", clock, {}};
    web::SiteOptions options;
    std::unique_ptr<web::Site> site;
    int count = 0;

    SiteTest() { options.access.settings = folder / "page"; }

    /// Saves a picture of `age`.
    archive::RecordedPicture save(std::chrono::seconds age, const std::string& id = "1234",
                                  const std::string& name = "Front Door") {
        archive::RecordedPicture picture = recorded_picture(++count, folder.path().string());
        const std::string bytes = "picture " + std::to_string(count);
        picture.camera_id = id;
        picture.camera_name = name;
        picture.captured = clock.now() - age;
        picture.facts.size = bytes.size();
        picture.facts.sha256 = base::hex_encode(base::sha256(bytes));
        picture.facts.received_sha256 = picture.facts.sha256;
        base::write_file_atomically(file_of(picture), bytes, {});
        picture.number = catalogue.add(picture);
        return picture;
    }

    static std::filesystem::path file_of(const archive::RecordedPicture& picture) {
        return base::path_from_utf8(picture.place.folder) /
               base::path_from_utf8(picture.place.file);
    }

    web::Reply get(const std::string& target, Headers headers = {}) {
        if (!site) {
            site = std::make_unique<web::Site>(options, catalogue, clock);
        }
        web::Request request;
        request.path = target.substr(0, target.find('?'));
        if (target.find('?') != std::string::npos) {
            request.query = target.substr(target.find('?') + 1);
        }
        request.headers = std::move(headers);
        request.headers.emplace_back("host", "127.0.0.1:8642");
        request.peer = "127.0.0.1";
        return site->answer(request);
    }

    nlohmann::json json(const std::string& target) {
        return nlohmann::json::parse(get(target).body);
    }
};

} // namespace test
