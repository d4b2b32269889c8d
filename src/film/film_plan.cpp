// SPDX-License-Identifier: Apache-2.0
#include "film/film_plan.hpp"

#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "base/text/time_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace film {

namespace {

using archive::RecordedPicture;

/// The largest film, unless another size was asked for.
constexpr FrameSize k_largest = {1920, 1080};
/// Of pictures none of which tells its size.
constexpr FrameSize k_usual = {640, 360};
constexpr int k_shortest_side = 16;
constexpr int k_longest_side = 7680;

/// The even number nearest below, as H.264 with halved colours needs it.
int even(double side) {
    return std::max(2, static_cast<int>(std::lround(side)) / 2 * 2);
}

/// The size of most pictures; of several such sizes the one that comes first.
FrameSize usual_size(const std::vector<RecordedPicture>& pictures) {
    std::map<std::pair<int, int>, std::size_t> counts;
    FrameSize usual;
    std::size_t most = 0;
    for (const RecordedPicture& picture : pictures) {
        const archive::PictureFacts& facts = picture.facts;
        most = std::max(
            most, facts.width > 0 && facts.height > 0 ? ++counts[{facts.width, facts.height}] : 0);
    }
    for (const RecordedPicture& picture : pictures) {
        const auto found = counts.find({picture.facts.width, picture.facts.height});
        if (found != counts.end() && found->second == most) {
            return {picture.facts.width, picture.facts.height};
        }
    }
    return k_usual;
}

FrameSize size_of(const std::vector<RecordedPicture>& pictures, const FilmLook& look) {
    const FrameSize usual = usual_size(pictures);
    const double aspect = static_cast<double>(usual.width) / usual.height;
    if (look.size && look.size->height > 0) {
        return *look.size;
    }
    if (look.size) {
        return {look.size->width, std::min(even(look.size->width / aspect), k_longest_side)};
    }
    const double part = std::min({1.0, static_cast<double>(k_largest.width) / usual.width,
                                  static_cast<double>(k_largest.height) / usual.height});
    return {even(usual.width * part), even(usual.height * part)};
}

/// Thins out where the rate would be too high.
FrameRate rate_for(std::vector<RecordedPicture>& pictures, const FilmLook& look) {
    if (!look.length) {
        return {look.fps, std::chrono::seconds(1)};
    }
    const std::int64_t most = look.length->count() * k_most_frames_a_second / 1000;
    if (static_cast<std::int64_t>(pictures.size()) > most) {
        thin_out(pictures, static_cast<std::size_t>(std::max<std::int64_t>(most, 2)));
        return {k_most_frames_a_second, std::chrono::seconds(1)};
    }
    return {static_cast<std::int64_t>(pictures.size()), *look.length};
}

std::string title_of(const std::string& name, const std::vector<RecordedPicture>& pictures) {
    const std::string first = base::format_local_time(pictures.front().captured, "%Y-%m-%d");
    const std::string last = base::format_local_time(pictures.back().captured, "%Y-%m-%d");
    return first == last ? fmt::format("{} {}", name, first)
                         : fmt::format("{} {} to {}", name, first, last);
}

std::string fingerprint_of(const FilmPlan& plan) {
    // The number changes when the same plan makes another film than before.
    std::string text = fmt::format("1 {} {} {} {}x{} {} {} {}\n", plan.title, plan.rate.frames,
                                   plan.rate.time.count(), plan.size.width, plan.size.height,
                                   plan.look.quality, plan.look.stamp, plan.look.deflicker);
    for (const RecordedPicture& picture : plan.frames.pictures) {
        text += fmt::format("{} {}\n", picture.facts.sha256,
                            plan.look.stamp ? stamp_text(picture.captured) : "");
    }
    return base::hex_encode(base::sha256(text));
}

/// The number that `text` is; zero for one that is no side of a frame.
int side_of(std::string_view text) {
    constexpr std::size_t k_most_digits = 4;
    int side = 0;
    if (text.size() > k_most_digits || !std::all_of(text.begin(), text.end(), base::is_digit)) {
        return 0;
    }
    for (const char digit : text) {
        side = side * 10 + (digit - '0');
    }
    return side >= k_shortest_side && side <= k_longest_side && side % 2 == 0 ? side : 0;
}

} // namespace

FilmPlan plan_film(const std::string& name, ChosenFrames frames, const FilmLook& look) {
    FilmPlan plan;
    plan.frames = std::move(frames);
    plan.look = look;
    plan.rate = rate_for(plan.frames.pictures, look);
    plan.size = size_of(plan.frames.pictures, look);
    plan.title = title_of(name, plan.frames.pictures);
    plan.fingerprint = fingerprint_of(plan);
    return plan;
}

std::string stamp_text(base::SystemTime time) {
    return base::format_local_time(time, "%Y-%m-%d %H:%M");
}

std::optional<FrameSize> parse_frame_size(std::string_view text) {
    const std::size_t cross = text.find_first_of("xX");
    const int width = side_of(text.substr(0, cross));
    if (cross == std::string_view::npos) {
        return width > 0 ? std::optional(FrameSize{width, 0}) : std::nullopt;
    }
    const int height = side_of(text.substr(cross + 1));
    return width > 0 && height > 0 ? std::optional(FrameSize{width, height}) : std::nullopt;
}

} // namespace film
