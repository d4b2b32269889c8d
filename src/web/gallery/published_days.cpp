// SPDX-License-Identifier: Apache-2.0
#include "web/gallery/published_days.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"
#include "web/content/camera_day.hpp"
#include "web/gallery/gallery_files.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace web {
namespace {

namespace fs = std::filesystem;

struct PublishedPicture {
    std::string address;
    base::SystemTime captured;
};

/// The pictures that the file of a day names; none when it is not one.
std::vector<PublishedPicture> pictures_in(const std::string& text) {
    std::vector<PublishedPicture> published;
    const std::size_t end = text.rfind(')');
    if (!text.starts_with(k_day_mark) || end == std::string::npos) {
        return published;
    }
    const auto json =
        nlohmann::json::parse(text.begin() + k_day_mark.size(),
                              text.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    const auto pictures = json.is_object() ? json.find("pictures") : json.end();
    if (pictures == json.end() || !pictures->is_array()) {
        return published;
    }
    for (const auto& picture : *pictures) {
        const auto file = picture.is_object() ? picture.find("file") : picture.end();
        const auto at = picture.is_object() ? picture.find("at") : picture.end();
        if (file != picture.end() && file->is_string() && at != picture.end() &&
            at->is_number_integer()) {
            published.push_back(
                {*file, base::SystemTime(std::chrono::milliseconds(at->get<std::int64_t>()))});
        }
    }
    return published;
}

/// Compares what is published with a catalogue.
class Memory {
public:
    Memory(archive::Catalogue& catalogue, base::Clock& clock, const fs::path& folder)
        : m_catalogue(catalogue), m_clock(clock), m_folder(folder) {}

    /// Some of the pictures tell: a file that somebody changed is not in the catalogue any more
    /// either, but few are.
    /// @param is_newest  it is the newest day of the camera in the gallery
    bool has_forgotten(const std::string& camera, const std::string& day_file, bool is_newest) {
        const std::vector<PublishedPicture> pictures = pictures_in(day_file);
        if (pictures.empty()) {
            return false;
        }
        const PublishedPicture& last = pictures.back();
        if (last.address.starts_with(k_copies)) {
            return is_newest && has_forgotten_capture(camera, last.captured);
        }
        return has_forgotten_file(pictures.front()) &&
               has_forgotten_file(pictures[pictures.size() / 2]) && has_forgotten_file(last);
    }

private:
    /// Whether a picture is there, but not in the catalogue.
    bool has_forgotten_file(const PublishedPicture& picture) {
        const fs::path file =
            m_folder / base::path_from_utf8(base::percent_decode(picture.address)).make_preferred();
        const archive::FilePlace place{base::utf8_from_path(file.parent_path()),
                                       base::utf8_from_path(file.filename())};
        std::error_code error;
        return !m_catalogue.find(place) && !m_catalogue.find_copy(place) &&
               fs::is_regular_file(base::system_path(file), error);
    }

    /// Whether a capture is not known that a catalogue remembers though its picture was deleted: it
    /// was published in the last two days, or is among the newest ten.
    bool has_forgotten_capture(const std::string& camera, base::SystemTime captured) {
        constexpr std::size_t k_remembered = 10;
        constexpr auto k_remembered_time = std::chrono::hours(48);
        const auto captures =
            m_catalogue.captures_since(camera, captured - std::chrono::milliseconds(1));
        const bool is_known =
            std::any_of(captures.begin(), captures.end(), [&](const archive::Capture& capture) {
                return capture.captured == captured;
            });
        const auto newer =
            std::count_if(captures.begin(), captures.end(), [&](const archive::Capture& capture) {
                return capture.captured > captured;
            });
        return !is_known && (static_cast<std::size_t>(newer) < k_remembered ||
                             m_clock.now() - captured < k_remembered_time);
    }

    archive::Catalogue& m_catalogue;
    base::Clock& m_clock;
    const fs::path& m_folder;
};

/// Those days of a camera that are in the gallery and to be shown, in order, with their files.
std::map<Day, fs::path> published_days(const fs::path& folder, const GalleryOptions& options) {
    std::map<Day, fs::path> days;
    for (const fs::path& file : base::entries_of(folder)) {
        const auto day = parse_day(base::utf8_from_path(file.stem()));
        if (day && (!options.from || *day >= *options.from) &&
            (!options.to || *day <= *options.to)) {
            days.emplace(*day, file);
        }
    }
    return days;
}

} // namespace

void require_known_days(archive::Catalogue& catalogue, base::Clock& clock, const fs::path& folder,
                        const GalleryOptions& options) {
    Memory memory(catalogue, clock, folder);
    std::size_t published = 0;
    std::size_t forgotten = 0;
    std::optional<Day> newest_forgotten;
    bool is_newest_of_camera = false;
    for (const fs::path& camera : base::entries_of(options.folder / "gallery" / "days")) {
        const std::string id = base::utf8_from_path(camera.filename());
        if (!options.choice.includes(id)) {
            continue;
        }
        std::vector<Day> known =
            days_with_pictures(catalogue, id, base::SystemTime(), base::SystemTime::max());
        if (!known.empty()) {
            // The day at which a new catalogue may have begun.
            known.pop_back();
        }
        const std::map<Day, fs::path> days = published_days(camera, options);
        published += days.size();
        for (const auto& [day, file] : days) {
            if (std::binary_search(known.begin(), known.end(), day)) {
                continue;
            }
            const bool is_newest = day == days.rbegin()->first;
            const auto text = contents_of(file);
            if (text && memory.has_forgotten(id, *text, is_newest)) {
                ++forgotten;
                newest_forgotten = std::max(newest_forgotten, std::optional(day));
                is_newest_of_camera = is_newest_of_camera || is_newest;
            }
        }
    }
    // Single days may be of pictures that somebody changed.
    if (is_newest_of_camera || 2 * forgotten > published) {
        throw base::Error(base::ErrorCode::cannot_write,
                          fmt::format("{} shows pictures that the catalogue does not know, of {}",
                                      base::utf8_from_path(options.folder / "index.html"),
                                      day_text(*newest_forgotten)),
                          "record them again: ring-snapshot archive rebuild DIR\n"
                          "or remove the folder gallery in it, to begin again");
    }
}

} // namespace web
