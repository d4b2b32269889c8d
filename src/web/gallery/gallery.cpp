// SPDX-License-Identifier: Apache-2.0
#include "web/gallery/gallery.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"
#include "base/text/given_value.hpp"
#include "web/content/page_json.hpp"
#include "web/content/picture_reader.hpp"
#include "web/gallery/gallery_files.hpp"
#include "web/gallery/published_days.hpp"
#include "web/page_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

namespace web {
namespace {

namespace fs = std::filesystem;

/// A path as part of an address.
std::string address_of(const fs::path& path) {
    std::string address;
    for (const fs::path& part : path) {
        address += (address.empty() ? "" : "/") + base::percent_encode(base::utf8_from_path(part));
    }
    return address;
}

/// `folder` as the catalogue names folders.
fs::path real_path_of(const fs::path& folder) {
    std::error_code error;
    const fs::path absolute = fs::absolute(folder, error).lexically_normal();
    const fs::path real = base::k_path_style == base::PathStyle::windows
                              ? absolute
                              : fs::weakly_canonical(absolute, error);
    return error ? absolute : real;
}

/// Writes one gallery.
class GalleryWriter {
public:
    GalleryWriter(archive::Catalogue& catalogue, base::Clock& clock, const GalleryOptions& options)
        : m_catalogue(catalogue),
          m_clock(clock),
          m_options(options),
          m_folder(real_path_of(options.folder)),
          m_files(options.folder, options.check),
          m_book(catalogue, clock, m_reader, options.choice) {}

    GalleryResult write() {
        m_files.require_own_index();
        if (!m_options.copy) {
            require_reachable_pictures();
        }
        require_known_days(m_catalogue, m_clock, m_folder, m_options);
        m_files.put("gallery/app.js", page_script());
        m_files.put("gallery/app.css", page_style());
        m_files.put("gallery/icon.svg", page_icon());
        PageJson cameras = PageJson::array();
        std::string list;
        for (const Camera& camera : m_book.cameras()) {
            cameras.push_back(write_camera(camera, list));
        }
        m_result.cameras = cameras.size();
        PageJson page = cameras_json(m_options.title, {});
        page["cameras"] = std::move(cameras);
        m_files.put("gallery/cameras.js", fmt::format("window.ringGallery = {};\n", to_text(page)));
        m_files.remove_others();
        const std::string body = "<noscript><h1>" + html_escape(m_options.title) + "</h1><ul>\n" +
                                 list + "</ul></noscript>\n" +
                                 "<script src=\"gallery/cameras.js\"></script>";
        m_files.put("index.html", complete_html({.title = m_options.title,
                                                 .source = "gallery",
                                                 .assets = "gallery/",
                                                 .body = body}));
        m_result.written = m_files.written();
        m_result.removed = m_files.removed();
        return m_result;
    }

private:
    /// Throws Error{usage} when a picture that is to be shown lies outside the folder.
    void require_reachable_pictures() {
        const std::vector<std::string> folders = m_catalogue.folders();
        const bool are_all_inside =
            std::all_of(folders.begin(), folders.end(),
                        [&](const std::string& folder) { return address_within(folder); });
        if (are_all_inside) {
            return;
        }
        for (const Camera& camera : m_book.cameras()) {
            if (const auto newest = newest_of(camera.id)) {
                require_reachable_pictures(*newest);
            }
        }
    }

    /// The same for those of one camera, of which `newest` is the newest.
    void require_reachable_pictures(const archive::RecordedPicture& newest) {
        constexpr std::size_t k_page = 500;
        std::optional<archive::PicturePosition> after;
        std::size_t count = k_page;
        while (count == k_page) {
            const auto pictures = m_catalogue.pictures(newest.camera_id, first_time(),
                                                       just_after(newest), k_page, after);
            for (const archive::RecordedPicture& picture : pictures) {
                folder_address_of(picture);
                after = {picture.captured, picture.number};
            }
            count = pictures.size();
        }
    }

    /// From when on pictures are shown.
    base::SystemTime first_time() const {
        return m_options.from ? start_of(*m_options.from) : base::SystemTime{};
    }

    static base::SystemTime just_after(const archive::RecordedPicture& picture) {
        return picture.captured + std::chrono::milliseconds(1);
    }

    /// The address of a folder, to be followed by the name of a file; std::nullopt when it is
    /// outside.
    std::optional<std::string> address_within(const std::string& folder) const {
        const fs::path relative = base::path_from_utf8(folder).lexically_relative(m_folder);
        if (relative.empty() || *relative.begin() == "..") {
            return {};
        }
        return relative == "." ? "" : address_of(relative) + "/";
    }

    /// Where a picture is seen from the page; empty when it cannot be shown. Copies it if told so.
    std::string place_of(const archive::RecordedPicture& picture) {
        if (!m_options.copy) {
            return folder_address_of(picture) + base::percent_encode(picture.place.file);
        }
        const std::string name =
            fmt::format("{}{}/{}.jpg", k_copies, picture.camera_id, picture.facts.sha256);
        if (!m_files.keep(name, picture.facts.size)) {
            const auto bytes = m_reader.read(picture);
            if (!bytes) {
                return {};
            }
            m_files.put(name, *bytes);
        }
        return address_of(base::path_from_utf8(name));
    }

    /// The address of the folder that a picture lies in, to be followed by the name of its file.
    const std::string& folder_address_of(const archive::RecordedPicture& picture) {
        const auto known = m_folder_addresses.find(picture.place.folder);
        if (known != m_folder_addresses.end()) {
            return known->second;
        }
        const auto address = address_within(picture.place.folder);
        if (!address) {
            throw base::Error(
                base::ErrorCode::usage,
                fmt::format("the pictures of {} lie outside {}",
                            picture.camera_name.empty() ? "camera " + picture.camera_id
                                                        : picture.camera_name,
                            base::utf8_from_path(m_options.folder)),
                "choose the folder that the pictures are in, or copy them with --copy");
        }
        return m_folder_addresses.emplace(picture.place.folder, *address).first->second;
    }

    void write_day(const Camera& camera, Day day, base::SystemTime newest) {
        CameraDay found = look_up_day(m_catalogue, camera.id, day, newest);
        std::unordered_map<std::int64_t, std::string> places;
        std::erase_if(found.pictures, [&](const archive::RecordedPicture& picture) {
            return places.emplace(picture.number, place_of(picture)).first->second.empty();
        });
        m_result.pictures += found.pictures.size();
        PageJson json =
            day_json(camera, found, [&](PageJson& picture, const archive::RecordedPicture& of) {
                picture.erase("id");
                picture["file"] = places.at(of.number);
            });
        // They follow from the list of days, and would change this file with other days.
        for (const char* const name : {"previous", "next", "nearest"}) {
            json.erase(name);
        }
        m_files.put(fmt::format("gallery/days/{}/{}.js", camera.id, day_text(day)),
                    fmt::format("{}{});\n", k_day_mark, to_text(json)));
    }

    /// The newest picture in the days that are shown.
    std::optional<archive::RecordedPicture> newest_of(const std::string& camera_id) {
        auto newest = m_book.newest(camera_id);
        if (newest && m_options.to && newest->captured >= end_of(*m_options.to)) {
            newest = m_catalogue.newest_before(camera_id, {end_of(*m_options.to), 0});
        }
        const bool is_shown =
            newest && (!m_options.from || newest->captured >= start_of(*m_options.from));
        return is_shown ? newest : std::nullopt;
    }

    PageJson write_camera(const Camera& camera, std::string& list) {
        const auto newest = newest_of(camera.id);
        CameraView view;
        static_cast<Camera&>(view) = camera;
        PageJson days = PageJson::array();
        std::string file;
        if (newest) {
            // As it stood when its newest picture came, so that nothing of it changes by itself;
            // the page sees when that grows old.
            view = m_book.look_at(camera, newest, newest->captured);
            const auto found =
                days_with_pictures(m_catalogue, camera.id, first_time(), just_after(*newest));
            for (const Day day : found) {
                if (m_options.stop.stop_requested()) {
                    throw base::Error(base::ErrorCode::interrupted, "stopped");
                }
                write_day(camera, day, newest->captured);
                days.push_back(day_text(day));
            }
            file = view.state == archive::CameraState::missing ? "" : place_of(*newest);
        }
        list += fmt::format("<li>{}{}</li>\n", html_escape(camera.title),
                            file.empty() ? ": no picture"
                                         : fmt::format(", {}:<br><img src=\"{}\" alt=\"\">",
                                                       local_text(newest->captured), file));
        PageJson json = camera_json(view);
        for (const char* const name : {"picture", "pictures", "bytes"}) {
            json.erase(name);
        }
        // Another one each time there is a new picture.
        json["picture"] = file.empty() ? PageJson(nullptr) : PageJson(file);
        json["file"] = file;
        json["days"] = std::move(days);
        return json;
    }

    archive::Catalogue& m_catalogue;
    base::Clock& m_clock;
    const GalleryOptions& m_options;
    fs::path m_folder;
    GalleryFiles m_files;
    /// By the folder as the catalogue names it.
    std::unordered_map<std::string, std::string> m_folder_addresses;
    PictureReader m_reader;
    CameraBook m_book;
    GalleryResult m_result;
};

} // namespace

GalleryResult write_gallery(archive::Catalogue& catalogue, base::Clock& clock,
                            const GalleryOptions& options) {
    return GalleryWriter(catalogue, clock, options).write();
}

} // namespace web
