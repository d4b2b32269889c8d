// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/received_pictures.hpp"

#include "archive/maintenance/picture_files.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

namespace archive {
namespace {

/// The first 16 digits.
std::uint64_t beginning_of(const std::string& sha256) {
    constexpr std::size_t k_digits = 16;
    std::uint64_t value = 0;
    std::from_chars(sha256.data(), sha256.data() + std::min(sha256.size(), k_digits), value, 16);
    return value;
}

std::uint64_t name_hash(const std::string& file_name) {
    return std::hash<std::string>()(file_name);
}

bool is_lost_file(const RecordedPicture& picture) {
    std::error_code error;
    return picture.gone || std::filesystem::status(path_of(picture.place), error).type() ==
                               std::filesystem::file_type::not_found;
}

} // namespace

ReceivedPictures::ReceivedPictures(Catalogue& catalogue, std::stop_token stop)
    : m_catalogue(catalogue), m_stop(std::move(stop)) {}

void ReceivedPictures::fill() {
    constexpr std::size_t k_page = 1000;
    for (std::int64_t last = 0;;) {
        if (m_stop.stop_requested()) {
            m_entries.clear();
            throw base::Error(base::ErrorCode::interrupted, "stopped");
        }
        const auto pictures = m_catalogue.page(last, k_page, true);
        for (const RecordedPicture& picture : pictures) {
            last = picture.number;
            if (!picture.facts.received_sha256.empty()) {
                m_entries.push_back(
                    {{beginning_of(picture.facts.received_sha256), name_hash(picture.place.file)},
                     picture.number});
            }
        }
        if (pictures.size() < k_page) {
            break;
        }
    }
    std::sort(m_entries.begin(), m_entries.end());
    m_is_filled = true;
}

std::optional<ReceivedPictures::Match> ReceivedPictures::look_at(const Entry& entry,
                                                                 const std::string& received_sha256,
                                                                 const Fits& fits) {
    auto picture = m_catalogue.picture(entry.number);
    if (!picture || picture->facts.received_sha256 != received_sha256 || !fits(*picture)) {
        return {};
    }
    const bool is_lost = !m_taken.contains(entry.number) && is_lost_file(*picture);
    return Match{std::move(*picture), is_lost};
}

std::optional<ReceivedPictures::Match> ReceivedPictures::find(const std::string& received_sha256,
                                                              const std::string& file_name,
                                                              const Fits& fits) {
    // A frozen camera saves the same bytes for months; one of these is as good as another.
    constexpr int k_most_looks = 100;
    if (!m_is_filled) {
        fill();
    }
    const Key wanted{beginning_of(received_sha256), name_hash(file_name)};
    const auto find_first = [&](const Key& key) {
        return std::lower_bound(
            m_entries.begin(), m_entries.end(), key,
            [](const Entry& entry, const Key& other) { return entry.key < other; });
    };
    std::optional<Match> known;
    int looks = 0;
    const auto search = [&](auto entry, const auto& belongs) -> std::optional<Match> {
        for (; entry != m_entries.end() && belongs(*entry) && looks < k_most_looks; ++entry) {
            ++looks;
            auto match = look_at(*entry, received_sha256, fits);
            if (match && match->is_lost) {
                return match;
            }
            if (match && !known) {
                known = std::move(match);
            }
        }
        return {};
    };
    if (auto match = search(find_first(wanted), [&](const Entry& e) { return e.key == wanted; })) {
        return match;
    }
    looks = 0;
    auto match = search(find_first({wanted.received, 0}),
                        [&](const Entry& e) { return e.key.received == wanted.received; });
    return match ? match : known;
}

} // namespace archive
