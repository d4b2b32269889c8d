// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "web/content/camera_book.hpp"
#include "web/content/camera_day.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

// What the page is drawn from, in JSON: docs/archive.md describes it. Times are milliseconds since
// 1970 (`at`, `from`, `to`) and local times with their offsets (`local`).

using PageJson = nlohmann::ordered_json;

/// All cameras; nothing in it changes while nothing happens.
PageJson cameras_json(std::string_view title, const std::vector<CameraView>& cameras);

/// One of them.
PageJson camera_json(const CameraView& camera);

/// The days of a month that have pictures.
PageJson month_json(std::chrono::year_month month, const std::vector<Day>& days);

/// One day.
/// @param complete  may add to the object of a picture
PageJson
day_json(const Camera& camera, const CameraDay& day,
         const std::function<void(PageJson&, const archive::RecordedPicture&)>& complete = {});

/// In one line; invalid UTF-8 is replaced.
std::string to_text(const PageJson& json);

/// `text` with what has a meaning in HTML escaped.
std::string html_escape(std::string_view text);

} // namespace web
