// SPDX-License-Identifier: Apache-2.0
#include "snapshot/picture_check.hpp"

#include "http/message.hpp"
#include "snapshot/jpeg_decoding.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace snapshot {
namespace {

/// Adds up how bright a picture is.
class BrightnessTaker final : public JpegDecoding::Taker {
public:
    /// Every coefficient is decoded, where all of libjpeg's warnings come from; of what follows as
    /// little as possible: an eighth of the size, and brightness alone where it is apart.
    void choose(jpeg_decompress_struct& jpeg) override {
        jpeg.scale_num = 1;
        jpeg.scale_denom = 8;
        jpeg.do_fancy_upsampling = FALSE;
        jpeg.do_block_smoothing = FALSE;
        const bool has_brightness = jpeg.jpeg_color_space == JCS_YCbCr;
        jpeg.out_color_space = has_brightness ? JCS_GRAYSCALE : jpeg.jpeg_color_space;
    }

    /// By the weights of JFIF for colours.
    void take_row(const jpeg_decompress_struct& jpeg, const JSAMPLE* row) override {
        for (JDIMENSION x = 0; x < jpeg.output_width; ++x) {
            if (jpeg.out_color_space == JCS_GRAYSCALE) {
                m_sum += std::uint64_t{row[x]} * 1000;
            } else if (jpeg.out_color_space == JCS_RGB) {
                const JSAMPLE* pixel = row + std::size_t{x} * 3;
                m_sum += std::uint64_t{pixel[0]} * 299 + std::uint64_t{pixel[1]} * 587 +
                         std::uint64_t{pixel[2]} * 114;
            }
        }
    }

    std::optional<double> mean(const jpeg_decompress_struct& jpeg) const {
        const std::uint64_t count = std::uint64_t{jpeg.output_width} * jpeg.output_height;
        if (count == 0 ||
            (jpeg.out_color_space != JCS_GRAYSCALE && jpeg.out_color_space != JCS_RGB)) {
            return std::nullopt;
        }
        return static_cast<double>(m_sum) / 1000.0 / static_cast<double>(count);
    }

private:
    /// Of all samples, in thousandths.
    std::uint64_t m_sum = 0;
};

/// The fault that the first bytes show.
std::optional<PictureFault> fault_of_start(std::string_view bytes) {
    using namespace std::string_view_literals;
    constexpr auto k_jpeg_start = "\xFF\xD8\xFF"sv;
    if (bytes.empty()) {
        return PictureFault::empty;
    }
    if (bytes.starts_with(k_jpeg_start)) {
        return std::nullopt;
    }
    if (k_jpeg_start.starts_with(bytes)) {
        return PictureFault::cut_off;
    }
    if (bytes.starts_with("\0\0\0\1"sv) || bytes.starts_with("\0\0\1"sv)) {
        return PictureFault::video_frame;
    }
    return http::looks_like_html(bytes) ? PictureFault::html : PictureFault::not_jpeg;
}

} // namespace

PictureCheck check_picture(std::string_view bytes) {
    PictureCheck check;
    check.fault = fault_of_start(bytes);
    if (check.fault) {
        return check;
    }
    BrightnessTaker taker;
    JpegDecoding decoding;
    if (decoding.run(bytes, taker)) {
        check.width = static_cast<int>(decoding.jpeg().image_width);
        check.height = static_cast<int>(decoding.jpeg().image_height);
        check.brightness = taker.mean(decoding.jpeg());
    } else {
        check.fault = decoding.fault();
    }
    return check;
}

std::string_view describe(PictureFault fault) {
    constexpr std::array<std::string_view, 6> k_words = {"an empty answer",   "an HTML page",
                                                         "a raw video frame", "not a JPEG picture",
                                                         "a cut-off picture", "a damaged picture"};
    return k_words.at(static_cast<std::size_t>(fault));
}

} // namespace snapshot
