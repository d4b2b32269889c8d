// SPDX-License-Identifier: Apache-2.0
#include "web/content/camera_book.hpp"

#include "archive/picture_history.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <utility>

namespace web {
namespace {

Camera camera_of(const archive::CameraTotals& totals) {
    return {.id = totals.id,
            .title = totals.name.empty() ? "camera " + totals.id : totals.name,
            .pictures = totals.pictures,
            .bytes = totals.bytes};
}

} // namespace

CameraBook::CameraBook(archive::Catalogue& catalogue, base::Clock& clock, PictureReader& reader,
                       CameraChoice choice)
    : m_catalogue(catalogue), m_clock(clock), m_reader(reader), m_choice(std::move(choice)) {}

std::vector<Camera> CameraBook::cameras() {
    const std::vector<archive::CameraTotals> known = m_catalogue.cameras();
    std::vector<Camera> cameras;
    for (const archive::CameraTotals& totals : known) {
        if (m_choice.ids.empty() && totals.pictures > 0) {
            cameras.push_back(camera_of(totals));
        }
    }
    for (const std::string& id : m_choice.ids) {
        const auto found = std::find_if(known.begin(), known.end(),
                                        [&](const auto& totals) { return totals.id == id; });
        archive::CameraTotals totals;
        totals.id = id;
        cameras.push_back(camera_of(found == known.end() ? totals : *found));
    }
    return cameras;
}

std::optional<Camera> CameraBook::find(std::string_view key) {
    std::optional<Camera> found;
    const std::string folded = base::fold_case(key);
    bool is_ambiguous = false;
    for (Camera& camera : cameras()) {
        if (camera.id == key) {
            return camera;
        }
        if (base::fold_case(camera.title) == folded) {
            is_ambiguous = found.has_value();
            found = std::move(camera);
        }
    }
    return is_ambiguous ? std::nullopt : found;
}

std::optional<archive::RecordedPicture> CameraBook::newest(const std::string& camera_id) {
    return m_catalogue.newest(camera_id, m_clock.now() + archive::k_clock_tolerance);
}

std::optional<archive::RecordedPicture> CameraBook::picture(std::int64_t number) {
    auto picture = m_catalogue.picture(number);
    const bool is_shown = picture && !picture->gone && m_choice.includes(picture->camera_id);
    return is_shown ? picture : std::nullopt;
}

CameraView CameraBook::look_at(const Camera& camera) {
    return look_at(camera, newest(camera.id), m_clock.now());
}

CameraView CameraBook::look_at(const Camera& camera, std::optional<archive::RecordedPicture> newest,
                               base::SystemTime when) {
    archive::CameraTotals totals;
    totals.id = camera.id;
    const archive::CameraReport report =
        make_report(look_up_history(m_catalogue, totals, when), when);
    CameraView view;
    static_cast<Camera&>(view) = camera;
    view.newest = std::move(newest);
    view.longest_age = archive::longest_current_age(m_choice.max_age, report.usual_interval);
    archive::CameraFacts facts;
    facts.has_picture = view.newest.has_value();
    facts.is_in_place = view.newest && m_reader.is_in_place(*view.newest);
    facts.is_frozen = report.is_frozen;
    facts.longest_age = view.longest_age;
    facts.age = view.newest ? archive::age_of(view.newest->captured, when) : std::nullopt;
    view.state = archive::judge(facts);
    return view;
}

std::vector<CameraView> CameraBook::look() {
    std::vector<CameraView> views;
    for (const Camera& camera : cameras()) {
        views.push_back(look_at(camera));
    }
    return views;
}

} // namespace web
