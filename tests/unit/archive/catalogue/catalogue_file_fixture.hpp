// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue_file.hpp"
#include "base/files/files.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace test {

inline constexpr auto k_add_folder = "INSERT INTO folder(path) VALUES(hex(randomblob(8)))";
inline constexpr auto k_count_folders = "SELECT count(*) FROM folder";

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string bytes_in(const std::filesystem::path& path) {
    return base::read_file(path, std::size_t{1} << 24).value_or("");
}

inline mode_t mode_of_file(const std::filesystem::path& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

/// Waits with one folder to take in.
class OneFolder final : public archive::Intake {
public:
    bool is_waiting() const override { return waits; }

    void take_in(archive::Database& database) override {
        ++tries;
        if (failure) {
            throw base::Error(*failure);
        }
        database.run(k_add_folder);
    }

    void finish() override { waits = false; }

    bool waits = true;
    int tries = 0;
    std::optional<base::Error> failure;
};

/// A catalogue file in a folder of its own.
class CatalogueFileTest : public testing::Test {
protected:
    archive::CatalogueFile::Options options() {
        return {.file = file,
                .lock = folder / "x.lock",
                .tell = [this](const archive::CatalogueNews& one) { news.push_back(one); },
                .shared_file_system = [this](const std::filesystem::path&) { return file_system; }};
    }

    void make() {
        archive::CatalogueFile(options(), clock).write([](archive::Database&) {});
    }

    void add(archive::CatalogueFile& catalogue) {
        catalogue.write([](archive::Database& database) { database.run(k_add_folder); });
    }

    std::int64_t count(archive::CatalogueFile& catalogue) {
        std::int64_t result = -1;
        catalogue.read(
            [&](archive::Database& database) { result = database.number_of(k_count_folders); });
        return result;
    }

    archive::Database open_directly() {
        return {file, archive::Database::Access::full, {.clock = &clock}};
    }

    std::vector<std::filesystem::path> set_aside() const {
        std::vector<std::filesystem::path> result;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
            if (entry.path().filename().string().find(".corrupt-") != std::string::npos) {
                result.push_back(entry.path());
            }
        }
        std::sort(result.begin(), result.end());
        return result;
    }

    TemporaryFolder folder;
    std::filesystem::path file = folder / "x.db";
    ManualClock clock;
    std::string file_system;
    std::vector<archive::CatalogueNews> news;
};

} // namespace test
