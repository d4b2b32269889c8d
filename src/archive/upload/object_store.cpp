// SPDX-License-Identifier: Apache-2.0
#include "archive/upload/object_store.hpp"

#include "archive/file_name.hpp"
#include "base/error.hpp"
#include "base/text/sha256.hpp"
#include "s3/free_keys.hpp"

#include <fmt/core.h>

#include <utility>

namespace archive {
namespace {

/// The name to take when the `count` before it belong to other pictures.
PictureName candidate(const PictureName& wanted, int count) {
    return count == 0 ? wanted : with_suffix(wanted, fmt::format(" ({})", count + 1));
}

} // namespace

ObjectStore::ObjectStore(s3::BucketClient& client, s3::Target target, std::stop_token stop)
    : m_client(client), m_target(std::move(target)), m_stop(std::move(stop)) {}

std::optional<StoredPicture> ObjectStore::find(const PictureName& name) const {
    const auto facts = m_client.head(key_of(name), m_stop);
    if (!facts) {
        return {};
    }
    return StoredPicture{facts->size, facts->captured.value_or(base::SystemTime())};
}

std::optional<std::string> ObjectStore::read(const PictureName& name) const {
    return m_client.get(key_of(name), m_stop);
}

void ObjectStore::put(const PictureName& name, std::string_view bytes, base::SystemTime captured) {
    m_client.put(key_of(name), bytes, {.captured = captured}, m_stop);
}

FileState ObjectStore::state_of(const PictureName& name, const PictureDigest& saved) const {
    try {
        const std::string key = key_of(name);
        if (holds(key, saved.size, saved.sha256)) {
            return FileState::unchanged;
        }
        return m_client.head(key, m_stop) ? FileState::changed : FileState::missing;
    } catch (const base::Error&) {
        return FileState::unreachable;
    }
}

FileState ObjectStore::remove_if_unchanged(const PictureName& name, const PictureDigest& saved) {
    const FileState state = state_of(name, saved);
    if (state != FileState::unchanged) {
        return state;
    }
    try {
        m_client.remove(key_of(name), m_stop);
        return state;
    } catch (const base::Error&) {
        return FileState::unreachable;
    }
}

PictureLocation ObjectStore::location(const PictureName& name) const {
    const std::string folder(name.folders());
    const std::string root = m_target.text();
    const std::string shown = fmt::format("{}/{}", root, name.text());
    return {shown,
            shown,
            {folder.empty() ? root : fmt::format("{}/{}", root, folder),
             std::string(name.file_name())}};
}

Uploaded ObjectStore::put_new(const PictureName& name, const NewObject& picture) {
    constexpr int k_most_names = 1000;
    const std::string_view bytes = picture.bytes;
    const s3::ObjectFacts facts{.sha256 = picture.sha256.empty() ? base::sha256_hex(bytes)
                                                                 : picture.sha256,
                                .captured = picture.captured,
                                .camera_id = picture.camera_id};
    for (int count = 0; count < k_most_names; ++count) {
        const std::string key = key_of(candidate(name, count));
        if (count == 0 && picture.name_is_free && m_client.asks_before_storing()) {
            m_client.put(key, bytes, facts, m_stop);
            return {key, false};
        }
        if (m_client.put_new(key, bytes, facts, m_stop) == s3::Stored::stored) {
            return {key, false};
        }
        if (holds(key, bytes.size(), facts.sha256)) {
            return {key, true};
        }
    }
    throw s3::StoreError(s3::Refusal::other,
                         fmt::format("cannot upload {}: too many other pictures have that key",
                                     location(name).shown));
}

std::set<std::string> ObjectStore::free_names(const std::set<std::string>& names) const {
    constexpr std::size_t k_fewest = 3;
    if (names.size() < k_fewest || !m_lists || !m_client.asks_before_storing()) {
        return {};
    }
    std::set<std::string> keys;
    for (const std::string& name : names) {
        keys.insert(key_of(PictureName(name)));
    }
    std::set<std::string> found;
    try {
        const std::set<std::string> free = s3::free_keys(m_client, keys, m_stop);
        for (const std::string& name : names) {
            if (free.contains(key_of(PictureName(name)))) {
                found.insert(name);
            }
        }
    } catch (const s3::StoreError&) {
        // Keys that may store need not be allowed to list. What else is wrong the pictures tell.
        m_lists = false;
    }
    return found;
}

/// Whether the object with this key has these bytes.
bool ObjectStore::holds(const std::string& key, std::uintmax_t size,
                        const std::string& sha256) const {
    const auto facts = m_client.head(key, m_stop);
    if (!facts || facts->size != size) {
        return false;
    }
    // One that another program stored says nothing of itself.
    return (facts->sha256.empty() ? base::sha256_hex(m_client.get(key, m_stop).value_or(""))
                                  : facts->sha256) == sha256;
}

} // namespace archive
