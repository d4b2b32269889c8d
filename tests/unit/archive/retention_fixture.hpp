// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/folder_store.hpp"
#include "archive/retention.hpp"
#include "base/files/files.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_store.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace archive {

inline constexpr auto k_camera = "31000417";
/// 2026-09-21 14:13:20 UTC.
inline constexpr base::SystemTime k_cleaned_at{std::chrono::seconds(1'790'000'000)};

/// Counts how often it is looked into.
class CountedStore final : public test::BorrowedStore {
public:
    CountedStore(PictureStore& store, int& looks) : BorrowedStore(store), m_looks(looks) {}

    std::optional<StoredPicture> find(const PictureName& name) const override {
        ++m_looks;
        return BorrowedStore::find(name);
    }

    FileState state_of(const PictureName& name, const PictureDigest& saved) const override {
        ++m_looks;
        return BorrowedStore::state_of(name, saved);
    }

private:
    int& m_looks;
};

/// An archive with the pictures "1.jpg" (captured an hour ago) to "4.jpg" (four hours ago).
struct RemoveExpired : testing::Test {
    RemoveExpired() {
        std::filesystem::create_directory(archive);
        for (int i = 4; i >= 1; --i) {
            save(std::to_string(i) + ".jpg", std::chrono::hours(i));
        }
    }

    void save(const std::string& name, std::chrono::milliseconds ago) {
        base::write_file_atomically(archive / name, "the picture " + name, {});
        record_on(archive, name, ago);
    }

    /// Enters a picture of another folder, without its file.
    void record_on(const std::filesystem::path& place, const std::string& name,
                   std::chrono::milliseconds ago, const char* camera = k_camera) {
        const std::string bytes = "the picture " + name;
        const std::string digest = base::hex_encode(base::sha256(bytes));
        RecordedPicture picture;
        picture.camera_id = camera;
        picture.captured = k_cleaned_at - ago;
        picture.place = {place.string(), name};
        picture.facts = {.size = bytes.size(), .sha256 = digest, .received_sha256 = digest};
        catalogue.add(picture);
    }

    std::size_t remove(const Retention& retention, Unsent unsent = Unsent::left_out) {
        const auto open = [this](const std::string& name) {
            ++opened;
            auto& store = folders.try_emplace(name, name).first->second;
            return std::make_unique<CountedStore>(store, looks);
        };
        return remove_expired(catalogue, open, k_camera, retention, k_cleaned_at, stop.get_token(),
                              unsent);
    }

    /// What would be deleted, by for_each_expired().
    std::vector<std::string> listed(const Retention& retention) {
        std::vector<std::string> names;
        for_each_expired(
            catalogue, [](const std::string& name) { return std::make_unique<FolderStore>(name); },
            k_camera, retention, k_cleaned_at,
            [&](const RecordedPicture& picture, bool is_unsent) {
                names.push_back(picture.place.file + (is_unsent ? ", unsent" : ""));
            });
        return names;
    }

    bool is_there(const std::string& name) const { return std::filesystem::exists(archive / name); }

    /// What is recorded, by number.
    std::vector<std::string> recorded() {
        std::vector<std::string> names;
        catalogue.for_each(
            false, [&](const RecordedPicture& picture) { names.push_back(picture.place.file); });
        return names;
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    std::filesystem::path archive = folder / "pictures";
    std::stop_source stop;
    Catalogue catalogue{folder / "record", clock, {}};
    /// How many folders were looked into, and how often.
    int opened = 0;
    int looks = 0;
    /// By name.
    std::map<std::string, FolderStore> folders;
};

} // namespace archive
