// SPDX-License-Identifier: Apache-2.0
#include "home_assistant/camera.hpp"

#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>

namespace home_assistant {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(base::valid_utf8(text));
}

/// In seconds, by now.
Json age_of(const PictureState& picture, const base::Clock& clock) {
    if (!picture.age) {
        return nullptr;
    }
    const auto age = *picture.age + (clock.steady_now() - picture.seen);
    return std::max<std::int64_t>(std::chrono::floor<std::chrono::seconds>(age).count(), 0);
}

} // namespace

std::optional<bool> CameraState::is_online() const {
    if (!device || !device->connection_known) {
        return {};
    }
    return !device->offline;
}

std::string state_json(const CameraState& state, const base::Clock& clock) {
    Json json;
    const auto& picture = state.picture;
    const auto number = [&](auto value) { return picture && value > 0 ? Json(value) : Json(); };
    json["captured_at"] = picture && picture->captured
                              ? Json(base::rfc3339_local(*picture->captured))
                              : Json(nullptr);
    json["age"] = picture ? age_of(*picture, clock) : Json(nullptr);
    json["fresh"] = picture ? or_null(picture->fresh) : Json(nullptr);
    json["width"] = number(picture ? picture->width : 0);
    json["height"] = number(picture ? picture->height : 0);
    json["bytes"] = number(picture ? picture->bytes : 0);
    json["path"] = text_or_null(picture ? picture->path : "");
    const auto& device = state.device;
    json["battery"] = device ? or_null(device->battery_percent) : Json(nullptr);
    json["power"] = name_of(device ? device->power : ring::PowerSource::unknown);
    json["online"] = or_null(state.is_online());
    json["motion_detection"] = device ? Json(device->motion_detection) : Json(nullptr);
    json["error"] = text_or_null(state.error);
    json["request_error"] = text_or_null(state.request_error);
    return json.dump();
}

} // namespace home_assistant
