// SPDX-License-Identifier: Apache-2.0
#include "support/memory_store.hpp"

#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"

#include <utility>

namespace test {

using archive::FileState;
using archive::PictureName;

std::optional<archive::StoredPicture> MemoryStore::find(const PictureName& name) const {
    const std::lock_guard guard(m_mutex);
    check();
    const auto picture = m_pictures.find(name);
    if (picture == m_pictures.end()) {
        return {};
    }
    return archive::StoredPicture{picture->second.bytes.size(), picture->second.modified};
}

std::optional<std::string> MemoryStore::read(const PictureName& name) const {
    const std::lock_guard guard(m_mutex);
    check();
    const auto picture = m_pictures.find(name);
    return picture == m_pictures.end() ? std::nullopt : std::optional(picture->second.bytes);
}

void MemoryStore::put(const PictureName& name, std::string_view bytes, base::SystemTime captured) {
    const std::lock_guard guard(m_mutex);
    check();
    m_pictures[name] = {std::string(bytes), captured};
}

FileState MemoryStore::state_of(const PictureName& name,
                                const archive::PictureDigest& saved) const {
    try {
        const auto bytes = read(name);
        if (!bytes) {
            return FileState::missing;
        }
        const bool is_same =
            bytes->size() == saved.size && base::hex_encode(base::sha256(*bytes)) == saved.sha256;
        return is_same ? FileState::unchanged : FileState::changed;
    } catch (const base::Error&) {
        return FileState::unreachable;
    }
}

FileState MemoryStore::remove_if_unchanged(const PictureName& name,
                                           const archive::PictureDigest& saved) {
    const FileState state = state_of(name, saved);
    if (state == FileState::unchanged) {
        const std::lock_guard guard(m_mutex);
        m_pictures.erase(name);
    }
    return state;
}

archive::PictureLocation MemoryStore::location(const PictureName& name) const {
    return {"/memory/" + name.text(), "/memory/" + name.text(), {"/memory", name.text()}};
}

void MemoryStore::fail_with(std::optional<base::Error> failure) {
    const std::lock_guard guard(m_mutex);
    m_failure = std::move(failure);
}

void MemoryStore::check() const {
    if (m_failure) {
        throw base::Error(*m_failure);
    }
}

} // namespace test
