// SPDX-License-Identifier: Apache-2.0
#include "web/content/page_json.hpp"

#include "base/system/zone_name.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"

namespace web {
namespace {

std::int64_t milliseconds_of(base::SystemTime time) {
    return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
}

PageJson optional_day(const std::optional<Day>& day) {
    return day ? PageJson(day_text(*day)) : PageJson(nullptr);
}

/// The full hours of a day, each with its offset, so that one that comes twice can be told.
PageJson hours_json(const CameraDay& day) {
    PageJson hours = PageJson::array();
    for (base::SystemTime hour = day.from; hour < day.to; hour += std::chrono::hours(1)) {
        const std::string local = local_text(hour);
        hours.push_back({{"at", milliseconds_of(hour)},
                         {"label", local.substr(11, 5)},
                         {"offset", local.substr(19)}});
    }
    return hours;
}

/// What is darker hardly shows anything.
constexpr double k_dark = 16;

bool is_dark(const archive::RecordedPicture& picture) {
    return picture.facts.brightness.value_or(k_dark) < k_dark;
}

} // namespace

PageJson camera_json(const CameraView& camera) {
    PageJson json = {{"id", camera.id},
                     {"name", base::valid_utf8(camera.title)},
                     {"state", std::string(archive::name_of(camera.state))},
                     {"at", nullptr},
                     {"local", nullptr},
                     {"day", nullptr},
                     {"picture", nullptr},
                     {"width", nullptr},
                     {"height", nullptr},
                     {"longest_age_seconds", camera.longest_age.count() / 1000},
                     {"pictures", camera.pictures},
                     {"bytes", camera.bytes}};
    if (const auto& newest = camera.newest) {
        json["at"] = milliseconds_of(newest->captured);
        json["local"] = local_text(newest->captured);
        json["day"] = day_text(local_day_of(newest->captured));
        json["picture"] = newest->number;
        if (newest->facts.width > 0) {
            json["width"] = newest->facts.width;
            json["height"] = newest->facts.height;
        }
    }
    return json;
}

PageJson cameras_json(std::string_view title, const std::vector<CameraView>& cameras) {
    PageJson list = PageJson::array();
    for (const CameraView& camera : cameras) {
        list.push_back(camera_json(camera));
    }
    return {{"title", base::valid_utf8(title)},
            {"zone", base::zone_name()},
            {"cameras", std::move(list)}};
}

PageJson month_json(std::chrono::year_month month, const std::vector<Day>& days) {
    PageJson list = PageJson::array();
    for (const Day day : days) {
        list.push_back(day_text(day));
    }
    return {{"month", day_text(month / 1).substr(0, 7)}, {"days", std::move(list)}};
}

PageJson day_json(const Camera& camera, const CameraDay& day,
                  const std::function<void(PageJson&, const archive::RecordedPicture&)>& complete) {
    PageJson gaps = PageJson::array();
    for (const archive::Gap& gap : day.gaps) {
        gaps.push_back({{"from", milliseconds_of(gap.from)},
                        {"to", milliseconds_of(gap.to.value_or(day.to))}});
    }
    PageJson pictures = PageJson::array();
    for (const archive::RecordedPicture& picture : day.pictures) {
        PageJson json = {{"id", picture.number},
                         {"at", milliseconds_of(picture.captured)},
                         {"local", local_text(picture.captured)},
                         {"dark", is_dark(picture)}};
        if (complete) {
            complete(json, picture);
        }
        pictures.push_back(std::move(json));
    }
    return {{"camera", camera.id},
            {"name", base::valid_utf8(camera.title)},
            {"day", day_text(day.day)},
            {"zone", base::zone_name()},
            {"from", milliseconds_of(day.from)},
            {"to", milliseconds_of(day.to)},
            {"previous", optional_day(day.previous)},
            {"next", optional_day(day.next)},
            {"nearest", optional_day(day.nearest())},
            {"hours", hours_json(day)},
            {"gaps", std::move(gaps)},
            {"pictures", std::move(pictures)}};
}

std::string to_text(const PageJson& json) {
    return json.dump(-1, ' ', false, PageJson::error_handler_t::replace);
}

std::string html_escape(std::string_view text) {
    std::string escaped;
    for (const char c : base::valid_utf8(text)) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

} // namespace web
