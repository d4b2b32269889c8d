// SPDX-License-Identifier: Apache-2.0
#include "cli/archive/archive_words.hpp"

#include "archive/maintenance/picture_files.hpp"
#include "base/text/time_format.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace cli {

namespace {

/// A time with the offset that was recorded for it: that of the machine that saved the picture.
std::string rfc3339(base::SystemTime time, std::chrono::seconds offset) {
    const auto part = std::chrono::floor<std::chrono::milliseconds>(time) -
                      std::chrono::floor<std::chrono::seconds>(time);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
    return fmt::format("{}.{:03}{}{:02}:{:02}",
                       base::format_utc_time(time + offset, "%Y-%m-%dT%H:%M:%S"), part.count(),
                       minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
}

Json number_or_null(int number) {
    return number > 0 ? Json(number) : Json(nullptr);
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

} // namespace

std::string grouped(std::uintmax_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

std::string counted(std::uintmax_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string describe_size(std::uintmax_t bytes) {
    constexpr std::array<const char*, 5> k_units = {"KB", "MB", "GB", "TB", "PB"};
    constexpr double k_thousand = 1000;
    if (bytes < 1000) {
        return counted(bytes, "byte", "bytes");
    }
    double value = static_cast<double>(bytes) / k_thousand;
    std::size_t unit = 0;
    // What would be shown as 1000 is one of the next unit.
    for (; value >= k_thousand - 0.5 && unit + 1 < k_units.size(); ++unit) {
        value /= k_thousand;
    }
    return value < 9.95 ? fmt::format("{:.1f} {}", value, k_units[unit])
                        : fmt::format("{:.0f} {}", value, k_units[unit]);
}

std::string camera_title(const std::string& id, const std::string& name) {
    return name.empty() ? "camera " + id : name;
}

Json camera_name_json(const std::string& id, const std::string& name) {
    // That is how a camera without a name may be recorded.
    return name == "camera " + id ? Json(nullptr) : text_or_null(name);
}

Json to_json(const archive::RecordedPicture& picture) {
    const archive::PictureFacts& facts = picture.facts;
    return {{"number", picture.number},
            {"id", picture.camera_id},
            {"name", camera_name_json(picture.camera_id, picture.camera_name)},
            {"path", archive::path_text(picture.place)},
            {"captured_at", rfc3339(picture.captured, picture.utc_offset)},
            {"timed", picture.is_timed},
            {"bytes", facts.size},
            {"width", number_or_null(facts.width)},
            {"height", number_or_null(facts.height)},
            {"brightness", facts.brightness ? Json(*facts.brightness) : Json(nullptr)},
            {"sha256", text_or_null(facts.sha256)},
            {"received_sha256", text_or_null(facts.received_sha256)},
            {"saved_at", base::rfc3339_local(picture.saved)},
            {"gone_at", picture.gone ? Json(base::rfc3339_local(*picture.gone)) : Json(nullptr)}};
}

} // namespace cli
