// SPDX-License-Identifier: Apache-2.0
#include "snapshot/picture_pixels.hpp"

#include "snapshot/jpeg_decoding.hpp"
#include "snapshot/picture_check.hpp"

namespace snapshot {
namespace {

/// Puts the rows of a picture together.
class PixelTaker final : public JpegDecoding::Taker {
public:
    explicit PixelTaker(int least_width) : m_least_width(least_width) {}

    void choose(jpeg_decompress_struct& jpeg) override {
        constexpr unsigned k_smallest_part = 8;
        jpeg.out_color_space = JCS_RGB;
        jpeg.scale_num = 1;
        jpeg.scale_denom = 1;
        while (m_least_width > 0 && jpeg.scale_denom < k_smallest_part &&
               jpeg.image_width / (jpeg.scale_denom * 2) >=
                   static_cast<JDIMENSION>(m_least_width)) {
            jpeg.scale_denom *= 2;
        }
    }

    void begin(const jpeg_decompress_struct& jpeg) override {
        pixels.width = static_cast<int>(jpeg.output_width);
        pixels.height = static_cast<int>(jpeg.output_height);
        pixels.rgb.reserve(std::size_t{jpeg.output_width} * jpeg.output_height * 3);
    }

    void take_row(const jpeg_decompress_struct& jpeg, const JSAMPLE* row) override {
        pixels.rgb.append(reinterpret_cast<const char*>(row), std::size_t{jpeg.output_width} * 3);
    }

    Pixels pixels;

private:
    int m_least_width;
};

} // namespace

std::optional<Pixels> decode_picture(std::string_view bytes, int least_width) {
    if (!bytes.starts_with("\xFF\xD8\xFF")) {
        return {};
    }
    PixelTaker taker(least_width);
    JpegDecoding decoding;
    if (!decoding.run(bytes, taker)) {
        return {};
    }
    return std::move(taker.pixels);
}

} // namespace snapshot
