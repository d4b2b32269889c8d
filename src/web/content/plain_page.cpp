// SPDX-License-Identifier: Apache-2.0
#include "web/content/plain_page.hpp"

#include "archive/picture_history.hpp"
#include "base/text/duration.hpp"
#include "base/text/encoding.hpp"
#include "web/content/camera_day.hpp"
#include "web/content/page_json.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace web {
namespace {

using archive::CameraState;

std::string describe_age(const CameraView& camera, base::SystemTime now) {
    const auto age = camera.newest ? archive::age_of(camera.newest->captured, now) : std::nullopt;
    return !camera.newest ? ""
           : !age         ? "age unknown"
           : *age < std::chrono::minutes(1)
               ? "just now"
               : base::describe_duration(std::chrono::floor<std::chrono::minutes>(*age)) + " ago";
}

std::string describe_problem(const CameraView& camera, base::SystemTime now) {
    switch (camera.state) {
    case CameraState::old:
        return "last picture " + describe_age(camera, now);
    case CameraState::missing:
        return "the newest picture is missing";
    default:
        return std::string(describe_state(camera.state));
    }
}

std::string plain_tile(const PlainPage& page, const CameraView& camera, base::SystemTime now) {
    const std::string name = html_escape(camera.title);
    std::string tile = "<div class=\"tile " + std::string(archive::name_of(camera.state)) + "\">\n";
    if (camera.newest && camera.state != CameraState::missing) {
        tile +=
            fmt::format("<img src=\"cameras/{}/latest.jpg?v={}{}\" alt=\"Newest picture of {}\" "
                        "width=\"640\">\n",
                        base::percent_encode(camera.id), camera.newest->number,
                        page.key.empty() ? "" : "&amp;key=" + base::percent_encode(page.key), name);
    }
    std::string facts = std::string(describe_state(camera.state));
    if (camera.newest) {
        facts += ", " + describe_age(camera, now) + ", " +
                 local_text(camera.newest->captured).replace(10, 1, " ").substr(0, 19);
    }
    return tile + "<p><b>" + name + "</b><br>" + facts + "</p>\n</div>\n";
}

} // namespace

std::string_view describe_state(CameraState state) {
    switch (state) {
    case CameraState::current:
        return "current";
    case CameraState::old:
        return "old";
    case CameraState::none:
        return "no picture yet";
    case CameraState::missing:
        return "picture missing";
    case CameraState::frozen:
        break;
    }
    return "frozen or covered";
}

std::string describe_cameras(const std::vector<CameraView>& cameras, base::SystemTime now) {
    if (cameras.empty()) {
        return "No pictures yet";
    }
    const auto current = std::count_if(cameras.begin(), cameras.end(), [](const auto& camera) {
        return camera.state == CameraState::current;
    });
    const auto total = static_cast<std::ptrdiff_t>(cameras.size());
    std::string sentence = total == 1 ? (current == 1 ? cameras.front().title + " is current" : "")
                           : current == total
                               ? fmt::format("All {} cameras are current", total)
                               : fmt::format("{} of {} cameras are current", current, total);
    for (const CameraView& camera : cameras) {
        if (camera.state != CameraState::current) {
            sentence += fmt::format("{}{}: {}", sentence.empty() ? "" : "; ", camera.title,
                                    describe_problem(camera, now));
        }
    }
    return sentence;
}

std::string plain_page(const PlainPage& page, const std::vector<CameraView>& cameras,
                       base::SystemTime now) {
    const std::string title = html_escape(page.title);
    std::string html =
        fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta http-equiv=\"refresh\" content=\"{}\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<title>{}</title>\n<link rel=\"stylesheet\" href=\"plain.css\">\n<link "
                    "rel=\"icon\" href=\"icon.svg\">\n</head>\n"
                    "<body class=\"{}\">\n<h1>{}</h1>\n<p>{}</p>\n",
                    page.refresh.count(), title, page.is_dark ? "dark" : "light", title,
                    html_escape(describe_cameras(cameras, now)));
    for (const CameraView& camera : cameras) {
        html += plain_tile(page, camera, now);
    }
    return html + "</body>\n</html>\n";
}

} // namespace web
