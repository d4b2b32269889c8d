// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/picture_store.hpp"
#include "base/error.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace test {

/// Keeps pictures in memory, under the locations "/memory/NAME". May be used from many threads.
class MemoryStore final : public archive::PictureStore {
public:
    std::optional<archive::StoredPicture> find(const archive::PictureName& name) const override;
    std::optional<std::string> read(const archive::PictureName& name) const override;
    void put(const archive::PictureName& name, std::string_view bytes,
             base::SystemTime captured) override;
    archive::FileState state_of(const archive::PictureName& name,
                                const archive::PictureDigest& saved) const override;
    archive::FileState remove_if_unchanged(const archive::PictureName& name,
                                           const archive::PictureDigest& saved) override;
    archive::PictureLocation location(const archive::PictureName& name) const override;

    /// While it is set, nothing can be found, read, stored or removed.
    void fail_with(std::optional<base::Error> failure);

private:
    struct Picture {
        std::string bytes;
        base::SystemTime modified;
    };

    void check() const;

    mutable std::mutex m_mutex;
    std::map<archive::PictureName, Picture> m_pictures;
    std::optional<base::Error> m_failure;
};

/// Passes on what it is asked to a store that somebody else owns, and that outlives it.
class BorrowedStore : public archive::PictureStore {
public:
    explicit BorrowedStore(archive::PictureStore& store) : m_store(store) {}

    std::optional<archive::StoredPicture> find(const archive::PictureName& name) const override {
        return m_store.find(name);
    }

    std::optional<std::string> read(const archive::PictureName& name) const override {
        return m_store.read(name);
    }

    void put(const archive::PictureName& name, std::string_view bytes,
             base::SystemTime captured) override {
        m_store.put(name, bytes, captured);
    }

    archive::FileState state_of(const archive::PictureName& name,
                                const archive::PictureDigest& saved) const override {
        return m_store.state_of(name, saved);
    }

    archive::FileState remove_if_unchanged(const archive::PictureName& name,
                                           const archive::PictureDigest& saved) override {
        return m_store.remove_if_unchanged(name, saved);
    }

    archive::PictureLocation location(const archive::PictureName& name) const override {
        return m_store.location(name);
    }

private:
    archive::PictureStore& m_store;
};

} // namespace test
