// SPDX-License-Identifier: Apache-2.0
#include "film/ffmpeg_words.hpp"
#include "support/recorded_pictures.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace film {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

FilmPlan plan_of(const FilmLook& look) {
    return plan_film("Front Door", {{test::recorded_picture(1), test::recorded_picture(2)}, {}},
                     look);
}

std::string line_of(const FilmLook& look, const std::string& encoder = "libx264") {
    return fmt::format(
        "{}",
        fmt::join(ffmpeg_words(plan_of(look), "/bin/ffmpeg", Encoder{encoder}, "-x:y.mp4"), " "));
}

TEST(FfmpegWords, make_a_film_for_any_player_of_jpegs_on_standard_input) {
    const std::string line = line_of({});
    EXPECT_THAT(line, testing::StartsWith("/bin/ffmpeg -hide_banner -nostdin -loglevel error "
                                          "-f image2pipe -framerate 24 -c:v mjpeg -i pipe:0 "));
    EXPECT_THAT(line, HasSubstr("scale=640:360:"));
    EXPECT_THAT(line, HasSubstr("-c:v libx264 -crf 21 -pix_fmt yuv420p -color_range tv -movflags "
                                "+faststart -metadata title=Front Door 2026-09-21"));
    EXPECT_THAT(line, HasSubstr("creation_time=2026-09-21T14:14:20Z"));
    EXPECT_THAT(line, HasSubstr("comment=ring-snapshot film " + plan_of({}).fingerprint));
    EXPECT_THAT(line, testing::EndsWith(" -f mp4 -y file:-x:y.mp4"));
}

TEST(FfmpegWords, follow_the_look) {
    EXPECT_THAT(line_of({.length = 30s}), HasSubstr("-framerate 2000/30000 "));
    EXPECT_THAT(line_of({.quality = 0}), HasSubstr("-crf 0 "));
    EXPECT_THAT(line_of({.stamp = true}), HasSubstr("-c:v ppm -i pipe:0"));
    EXPECT_THAT(line_of({.deflicker = true}), HasSubstr("setsar=1,deflicker,setparams"));
    EXPECT_THAT(line_of({.deflicker = true}), HasSubstr("-reinit_filter 0 "));
    EXPECT_THAT(line_of({}), Not(HasSubstr("deflicker")));
}

TEST(FfmpegWords, give_other_encoders_a_bit_rate_by_the_quality) {
    EXPECT_THAT(line_of({}, "h264_mf"), HasSubstr("-c:v h264_mf -b:v 1382400 "));
    EXPECT_THAT(line_of({.quality = 27}, "h264_mf"), HasSubstr("-b:v 691200 "));
    EXPECT_THAT(line_of({.quality = 51}, "h264_mf"), HasSubstr("-b:v 100000 "));
}

TEST(ChooseEncoder, takes_the_best_that_is_there) {
    const auto choose = [](std::initializer_list<const char*> names) {
        std::string list = "Encoders:\n";
        for (const char* name : names) {
            list += fmt::format(" V....D {}              {} H.264\n", name, name);
        }
        const auto encoder = choose_encoder(list);
        return encoder ? encoder->name : "";
    };
    EXPECT_EQ(choose({"h264_v4l2m2m", "libopenh264", "libx264", "libx264rgb"}), "libx264");
    EXPECT_EQ(choose({"h264_mf", "libopenh264"}), "libopenh264");
    EXPECT_EQ(choose({"h264_nvenc", "h264_videotoolbox"}), "h264_videotoolbox");
    EXPECT_EQ(choose({"libx264rgb", "mpeg4", "h264_vaapi"}), "");
}

} // namespace
} // namespace film
