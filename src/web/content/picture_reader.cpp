// SPDX-License-Identifier: Apache-2.0
#include "web/content/picture_reader.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"

#include <cstddef>
#include <filesystem>

namespace web {
namespace {

constexpr std::size_t k_most_stamps = 10'000;
/// Larger than any picture that is saved.
constexpr std::uintmax_t k_largest_picture = std::uintmax_t{64} << 20;

std::filesystem::path file_of(const archive::RecordedPicture& picture) {
    return base::system_path(base::path_from_utf8(picture.place.folder) /
                             base::path_from_utf8(picture.place.file));
}

/// The stamp of the file, if it is an ordinary one of the right size.
std::optional<base::FileStamp> stamp_of_picture(const archive::RecordedPicture& picture) {
    const auto stamp = base::stamp_of(file_of(picture));
    const bool fits =
        stamp && stamp->size == picture.facts.size && stamp->size <= k_largest_picture;
    return fits ? stamp : std::nullopt;
}

} // namespace

void PictureReader::remember(std::int64_t number, const base::FileStamp& stamp) {
    const std::lock_guard guard(m_mutex);
    if (m_stamps.size() >= k_most_stamps) {
        m_stamps.clear();
    }
    m_stamps[number] = stamp;
}

std::optional<std::string> PictureReader::read(const archive::RecordedPicture& picture) {
    const auto stamp = stamp_of_picture(picture);
    if (!stamp) {
        return {};
    }
    try {
        auto bytes = base::read_file(file_of(picture), picture.facts.size);
        if (!bytes || base::hex_encode(base::sha256(*bytes)) != picture.facts.sha256) {
            return {};
        }
        remember(picture.number, *stamp);
        return bytes;
    } catch (const base::Error&) {
        return {};
    }
}

bool PictureReader::is_in_place(const archive::RecordedPicture& picture) {
    const auto stamp = stamp_of_picture(picture);
    if (!stamp) {
        return false;
    }
    {
        const std::lock_guard guard(m_mutex);
        const auto known = m_stamps.find(picture.number);
        if (known != m_stamps.end() && known->second == *stamp) {
            return true;
        }
    }
    return read(picture).has_value();
}

} // namespace web
