// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/camera_state.hpp"
#include "archive/catalogue/catalogue.hpp"
#include "base/clock.hpp"
#include "web/content/picture_reader.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

/// Which cameras are shown.
struct CameraChoice {
    /// Ring's ids, in order; empty: all that have pictures, by name.
    std::vector<std::string> ids;
    /// From when on a picture is old; std::nullopt: as archive::longest_current_age() says.
    std::optional<std::chrono::milliseconds> max_age = std::nullopt;

    bool includes(const std::string& id) const {
        return ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end();
    }
};

/// A camera of the page.
struct Camera {
    std::string id;
    /// Its name, or "camera ID".
    std::string title;
    std::uintmax_t pictures = 0;
    std::uintmax_t bytes = 0;
};

/// A camera and how it stands.
struct CameraView : Camera {
    archive::CameraState state = archive::CameraState::none;
    /// The newest picture whose file should be there.
    std::optional<archive::RecordedPicture> newest;
    /// From this age on a picture is old.
    std::chrono::milliseconds longest_age{0};
};

/// The cameras of the catalogue, looked up each time: index look-ups only. May be used from many
/// threads. Members throw as archive::Catalogue does.
class CameraBook {
public:
    /// All references must outlive this object.
    CameraBook(archive::Catalogue& catalogue, base::Clock& clock, PictureReader& reader,
               CameraChoice choice);

    std::vector<Camera> cameras();

    /// The camera with this id or name, whatever the case; std::nullopt when there is none, or
    /// several have that name.
    std::optional<Camera> find(std::string_view key);

    std::optional<archive::RecordedPicture> newest(const std::string& camera_id);

    /// A picture by its number, if its camera is shown and its file should be there.
    std::optional<archive::RecordedPicture> picture(std::int64_t number);

    CameraView look_at(const Camera& camera);
    /// How the camera stood at `when`, with `newest` as its newest picture.
    CameraView look_at(const Camera& camera, std::optional<archive::RecordedPicture> newest,
                       base::SystemTime when);
    std::vector<CameraView> look();

    archive::Catalogue& catalogue() { return m_catalogue; }

private:
    archive::Catalogue& m_catalogue;
    base::Clock& m_clock;
    PictureReader& m_reader;
    CameraChoice m_choice;
};

} // namespace web
