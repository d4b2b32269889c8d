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
#include "support/test_picture.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace test {

/// A catalogue and a folder with pictures.
class MaintenanceTest : public testing::Test {
protected:
    MaintenanceTest() { std::filesystem::create_directories(pictures); }

    /// Writes a file below the folder with pictures; its path.
    std::filesystem::path write(const std::string& name, const std::string& bytes,
                                base::SystemTime modified = k_first_capture) const {
        const std::filesystem::path path = pictures / base::path_from_utf8(name);
        std::filesystem::create_directories(path.parent_path());
        base::write_file_atomically(path, bytes, {.modified = modified});
        return path;
    }

    /// Writes a picture and records it as the program does.
    archive::RecordedPicture save(const std::string& name, int seed) {
        const std::string bytes = make_jpeg(32, 24, seed);
        const std::filesystem::path path = write(name, bytes);
        archive::RecordedPicture picture = recorded_picture(seed);
        picture.place = place_of(path);
        picture.facts.size = bytes.size();
        picture.facts.sha256 = base::hex_encode(base::sha256(bytes));
        picture.facts.received_sha256 = picture.facts.sha256;
        picture.number = catalogue.add(picture);
        return picture;
    }

    static archive::FilePlace place_of(const std::filesystem::path& path) {
        return {base::utf8_from_path(path.parent_path()), base::utf8_from_path(path.filename())};
    }

    std::optional<archive::RecordedPicture> recorded(const std::string& name) {
        return catalogue.find(place_of(pictures / base::path_from_utf8(name)));
    }

    const ScopedZone zone{"UTC0"};
    TemporaryFolder folder;
    ManualClock clock;
    std::filesystem::path pictures = folder / "pictures";
    archive::Catalogue catalogue{folder / "Settings.json.pictures", clock, {}};
    std::stop_source stop;
};

} // namespace test
