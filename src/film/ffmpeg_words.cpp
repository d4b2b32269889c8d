// SPDX-License-Identifier: Apache-2.0
#include "film/ffmpeg_words.hpp"

#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace film {

namespace {

/// Best first. Those of graphics cards are not among them: ffmpeg names them whether there is such
/// a card or not.
constexpr std::array<std::string_view, 5> k_encoders = {
    k_usual_encoder, "libopenh264", "h264_videotoolbox", "h264_mf", "h264_v4l2m2m"};

std::string rate_text(const FrameRate& rate) {
    constexpr int k_ms = 1000;
    return rate.time == std::chrono::seconds(1)
               ? fmt::format("{}", rate.frames)
               : fmt::format("{}/{}", rate.frames * k_ms, rate.time.count());
}

/// Scales each frame into the size of the film, fills what is left with black, and turns the
/// colours of JPEG, all of whose values count, into those of films.
std::string filters(const FilmPlan& plan) {
    const FrameSize& size = plan.size;
    // By "eval=frame" frames of several sizes need no new filters, with which deflicker would lose
    // those that it holds back.
    return fmt::format("scale={0}:{1}:force_original_aspect_ratio=decrease:eval=frame:"
                       "out_range=tv:out_color_matrix=bt601,format=yuv420p,"
                       "pad={0}:{1}:(ow-iw)/2:(oh-ih)/2:eval=frame,setsar=1,{2}"
                       "setparams=range=tv:colorspace=bt470bg:color_primaries=bt709:"
                       "color_trc=bt709",
                       size.width, size.height, plan.look.deflicker ? "deflicker," : "");
}

/// For encoders without a constant quality: what libx264 takes for such pictures, roughly.
std::string bit_rate(const FilmPlan& plan) {
    constexpr double k_bits_of_a_pixel = 0.25;
    constexpr int k_usual_quality = 21;
    constexpr double k_step_that_halves = 6;
    const double bits = k_bits_of_a_pixel * plan.size.width * plan.size.height *
                        plan.rate.per_second() *
                        std::exp2((k_usual_quality - plan.look.quality) / k_step_that_halves);
    constexpr double k_least = 100'000;
    constexpr double k_most = 100'000'000;
    return fmt::format("{:.0f}", std::clamp(bits, k_least, k_most));
}

} // namespace

std::optional<Encoder> choose_encoder(std::string_view list) {
    for (const std::string_view encoder : k_encoders) {
        if (list.find(fmt::format(" {} ", encoder)) != std::string_view::npos) {
            return Encoder{std::string(encoder)};
        }
    }
    return {};
}

std::vector<std::string> ffmpeg_words(const FilmPlan& plan, const std::string& program,
                                      const Encoder& encoder, const std::string& output) {
    std::vector<std::string> words = {program, "-hide_banner", "-nostdin", "-loglevel", "error"};
    const auto add = [&](std::initializer_list<std::string> more) {
        words.insert(words.end(), more);
    };
    if (plan.look.deflicker) {
        add({"-reinit_filter", "0"});
    }
    add({"-f", "image2pipe", "-framerate", rate_text(plan.rate), "-c:v",
         plan.look.stamp ? "ppm" : "mjpeg", "-i", "pipe:0", "-an", "-vf", filters(plan), "-c:v",
         encoder.name});
    if (encoder.name == k_usual_encoder) {
        add({"-crf", std::to_string(plan.look.quality)});
    } else {
        add({"-b:v", bit_rate(plan)});
    }
    const base::SystemTime first = plan.frames.pictures.front().captured;
    add({"-pix_fmt", "yuv420p", "-color_range", "tv", "-movflags", "+faststart", "-metadata",
         "title=" + base::printable(plan.title), "-metadata",
         "creation_time=" + base::format_utc_time(first, "%Y-%m-%dT%H:%M:%SZ"), "-metadata",
         fmt::format("comment={}{}", k_comment_start, plan.fingerprint), "-f", "mp4", "-y",
         // So that nothing in the path is taken for a protocol.
         "file:" + output});
    return words;
}

} // namespace film
