// SPDX-License-Identifier: Apache-2.0
#include "snapshot/picture_check.hpp"

#include "http/message.hpp"

// jpeglib.h uses size_t and FILE without including anything for them.
#include <jpeglib.h>

#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <jerror.h>
#include <new>

namespace snapshot {
namespace {

constexpr std::int64_t k_most_pixels = 100'000'000;
/// Encoders write about ten. Each one goes over the whole picture, so that a small file with very
/// many would keep a processor busy for minutes.
constexpr int k_most_scans = 100;
/// What a picture of several scans may take, whose coefficients are all kept: enough for 80
/// megapixels, and no more than a small computer can give.
constexpr long k_most_memory = 256L << 20;

/// One decoding. libjpeg's only way to give up is to leave its functions with longjmp(); so the
/// state lies in this struct, made before setjmp(), and nothing between the two has a destructor.
struct Decoding {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg_progress_mgr progress{};
    std::jmp_buf escape{};
    std::array<bool, MAX_COMPONENTS> component_came{};
    PictureFault fault = PictureFault::damaged;
    bool out_of_memory = false;
    /// The sum of the brightness of all samples, in thousandths.
    std::uint64_t brightness_sum = 0;

    Decoding() = default;

    ~Decoding() { jpeg_destroy_decompress(&jpeg); }

    Decoding(const Decoding&) = delete;
    Decoding& operator=(const Decoding&) = delete;
};

template <typename Info>
[[noreturn]] void give_up(Info* info, PictureFault fault) {
    auto& decoding = *static_cast<Decoding*>(info->client_data);
    decoding.fault = fault;
    std::longjmp(decoding.escape, 1);
}

extern "C" {
static void on_error(j_common_ptr info) {
    auto& decoding = *static_cast<Decoding*>(info->client_data);
    decoding.out_of_memory = info->err->msg_code == JERR_OUT_OF_MEMORY;
    give_up(info, PictureFault::damaged);
}

static void on_message(j_common_ptr info, int level) {
    if (level >= 0) {
        return;
    }
    const int code = info->err->msg_code;
    if (code == JWRN_JPEG_EOF) {
        give_up(info, PictureFault::cut_off);
    }
    // These two are about a header's version and colour marker; all of the data can still be there.
    if (code != JWRN_JFIF_MAJOR && code != JWRN_ADOBE_XFORM) {
        give_up(info, PictureFault::damaged);
    }
}

static void print_nothing(j_common_ptr) {}

static void on_progress(j_common_ptr info) {
    if (info->is_decompressor == FALSE) {
        return;
    }
    auto& decoding = *static_cast<Decoding*>(info->client_data);
    const jpeg_decompress_struct& jpeg = decoding.jpeg;
    if (jpeg.input_scan_number > k_most_scans) {
        give_up(info, PictureFault::damaged);
    }
    // A scan that starts at the first coefficient gives its components their brightness.
    for (int i = 0; jpeg.Ss == 0 && i < jpeg.comps_in_scan; ++i) {
        const int index = jpeg.cur_comp_info[i]->component_index;
        decoding.component_came.at(static_cast<std::size_t>(index)) = true;
    }
}
}

void prepare(Decoding& decoding) {
    decoding.jpeg.err = jpeg_std_error(&decoding.errors);
    decoding.errors.error_exit = on_error;
    decoding.errors.emit_message = on_message;
    decoding.errors.output_message = print_nothing;
    decoding.jpeg.client_data = &decoding;
    decoding.progress.progress_monitor = on_progress;
}

/// Every coefficient is decoded, where all of libjpeg's warnings come from; of what follows as
/// little as possible: an eighth of the size, and brightness alone where it is apart.
void choose_quick_output(jpeg_decompress_struct& jpeg) {
    jpeg.scale_num = 1;
    jpeg.scale_denom = 8;
    jpeg.do_fancy_upsampling = FALSE;
    jpeg.do_block_smoothing = FALSE;
    const bool has_brightness = jpeg.jpeg_color_space == JCS_YCbCr;
    jpeg.out_color_space = has_brightness ? JCS_GRAYSCALE : jpeg.jpeg_color_space;
}

/// Adds the brightness of a row, by the weights of JFIF for colours.
void add_brightness(Decoding& decoding, const JSAMPLE* row) {
    const jpeg_decompress_struct& jpeg = decoding.jpeg;
    for (JDIMENSION x = 0; x < jpeg.output_width; ++x) {
        if (jpeg.out_color_space == JCS_GRAYSCALE) {
            decoding.brightness_sum += std::uint64_t{row[x]} * 1000;
        } else if (jpeg.out_color_space == JCS_RGB) {
            const JSAMPLE* pixel = row + std::size_t{x} * 3;
            decoding.brightness_sum += std::uint64_t{pixel[0]} * 299 +
                                       std::uint64_t{pixel[1]} * 587 +
                                       std::uint64_t{pixel[2]} * 114;
        }
    }
}

std::optional<double> mean_brightness(const Decoding& decoding) {
    const jpeg_decompress_struct& jpeg = decoding.jpeg;
    const std::uint64_t count = std::uint64_t{jpeg.output_width} * jpeg.output_height;
    if (count == 0 || (jpeg.out_color_space != JCS_GRAYSCALE && jpeg.out_color_space != JCS_RGB)) {
        return std::nullopt;
    }
    return static_cast<double>(decoding.brightness_sum) / 1000.0 / static_cast<double>(count);
}

void read_everything(Decoding& decoding, std::string_view bytes) {
    jpeg_decompress_struct& jpeg = decoding.jpeg;
    jpeg_create_decompress(&jpeg);
    jpeg.mem->max_memory_to_use = k_most_memory;
    jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()),
                 static_cast<unsigned long>(bytes.size()));
    jpeg.progress = &decoding.progress;
    jpeg_read_header(&jpeg, TRUE);
    if (std::int64_t{jpeg.image_width} * std::int64_t{jpeg.image_height} > k_most_pixels) {
        give_up(&jpeg, PictureFault::damaged);
    }
    choose_quick_output(jpeg);
    jpeg_start_decompress(&jpeg);
    const JDIMENSION samples = jpeg.output_width * static_cast<JDIMENSION>(jpeg.output_components);
    JSAMPARRAY row =
        jpeg.mem->alloc_sarray(reinterpret_cast<j_common_ptr>(&jpeg), JPOOL_IMAGE, samples, 1);
    while (jpeg.output_scanline < jpeg.output_height) {
        jpeg_read_scanlines(&jpeg, row, 1);
        add_brightness(decoding, row[0]);
    }
    for (int i = 0; i < jpeg.num_components; ++i) {
        if (!decoding.component_came.at(static_cast<std::size_t>(i))) {
            give_up(&jpeg, PictureFault::damaged);
        }
    }
    // Goes on to the end marker.
    jpeg_finish_decompress(&jpeg);
}

/// Whether the picture was read to its end; else decoding.fault says why not.
bool decode(Decoding& decoding, std::string_view bytes) {
    if (setjmp(decoding.escape) != 0) {
        return false;
    }
    read_everything(decoding, bytes);
    return true;
}

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
    Decoding decoding;
    prepare(decoding);
    if (decode(decoding, bytes)) {
        check.width = static_cast<int>(decoding.jpeg.image_width);
        check.height = static_cast<int>(decoding.jpeg.image_height);
        check.brightness = mean_brightness(decoding);
    } else if (decoding.out_of_memory) {
        throw std::bad_alloc();
    } else {
        check.fault = decoding.fault;
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
