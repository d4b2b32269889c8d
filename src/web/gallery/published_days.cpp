// SPDX-License-Identifier: Apache-2.0
#include "web/gallery/published_days.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"
#include "web/content/camera_day.hpp"
#include "web/gallery/gallery_files.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

namespace web {
namespace {

namespace fs = std::filesystem;

/// The addresses of the pictures that the file of a day names; empty when it is not one.
std::vector<std::string> addresses_in(const std::string& text) {
    std::vector<std::string> addresses;
    const std::size_t end = text.rfind(')');
    if (!text.starts_with(k_day_mark) || end == std::string::npos) {
        return addresses;
    }
    const auto json =
        nlohmann::json::parse(text.begin() + k_day_mark.size(),
                              text.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    const auto pictures = json.is_object() ? json.find("pictures") : json.end();
    if (pictures == json.end() || !pictures->is_array()) {
        return addresses;
    }
    for (const auto& picture : *pictures) {
        const auto file = picture.is_object() ? picture.find("file") : picture.end();
        if (file != picture.end() && file->is_string()) {
            addresses.push_back(*file);
        }
    }
    return addresses;
}

/// Whether a picture is there, but not in the catalogue.
bool is_forgotten(archive::Catalogue& catalogue, const fs::path& folder,
                  const std::string& address) {
    if (address.starts_with(k_copies)) {
        return false;
    }
    const fs::path file =
        folder / base::path_from_utf8(base::percent_decode(address)).make_preferred();
    std::error_code error;
    return !catalogue.find(
               {base::utf8_from_path(file.parent_path()), base::utf8_from_path(file.filename())}) &&
           fs::is_regular_file(base::system_path(file), error);
}

/// Some of the pictures tell: a file that somebody changed is not in the catalogue any more either,
/// but few are.
bool is_forgotten_day(archive::Catalogue& catalogue, const fs::path& folder,
                      const std::string& text) {
    const std::vector<std::string> addresses = addresses_in(text);
    if (addresses.empty()) {
        return false;
    }
    const auto is_lost = [&](std::size_t index) {
        return is_forgotten(catalogue, folder, addresses[index]);
    };
    return is_lost(0) && is_lost(addresses.size() / 2) && is_lost(addresses.size() - 1);
}

bool is_to_be_shown(const GalleryOptions& options, const std::string& camera, Day day) {
    const auto& ids = options.choice.ids;
    return (ids.empty() || std::find(ids.begin(), ids.end(), camera) != ids.end()) &&
           (!options.from || day >= *options.from) && (!options.to || day <= *options.to);
}

} // namespace

void require_known_days(archive::Catalogue& catalogue, const fs::path& folder,
                        const GalleryOptions& options) {
    std::error_code error;
    const fs::path days = base::system_path(options.folder / "gallery" / "days");
    for (const fs::directory_entry& camera : fs::directory_iterator(days, error)) {
        const std::string id = base::utf8_from_path(camera.path().filename());
        std::vector<Day> known =
            days_with_pictures(catalogue, id, base::SystemTime(), base::SystemTime::max());
        if (!known.empty()) {
            // The day at which a new catalogue may have begun.
            known.pop_back();
        }
        for (const fs::directory_entry& file : fs::directory_iterator(camera.path(), error)) {
            const auto day = parse_day(base::utf8_from_path(file.path().stem()));
            if (!day || std::binary_search(known.begin(), known.end(), *day) ||
                !is_to_be_shown(options, id, *day)) {
                continue;
            }
            const auto text = contents_of(file.path());
            if (text && is_forgotten_day(catalogue, folder, *text)) {
                throw base::Error(
                    base::ErrorCode::cannot_write,
                    fmt::format("{} shows pictures that the catalogue does not know, of {}",
                                base::utf8_from_path(options.folder / "index.html"),
                                day_text(*day)),
                    "record them again: ring-snapshot archive rebuild DIR");
            }
        }
    }
}

} // namespace web
