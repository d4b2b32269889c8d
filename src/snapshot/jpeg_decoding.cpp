// SPDX-License-Identifier: Apache-2.0
#include "snapshot/jpeg_decoding.hpp"

#include <cstdint>
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

} // namespace

/// What libjpeg calls.
struct JpegCallbacks {
    template <typename Info>
    static JpegDecoding& decoding_of(Info* info) {
        return *static_cast<JpegDecoding*>(info->client_data);
    }

    static void fail(j_common_ptr info) {
        JpegDecoding& decoding = decoding_of(info);
        decoding.m_out_of_memory = info->err->msg_code == JERR_OUT_OF_MEMORY;
        decoding.give_up(PictureFault::damaged);
    }

    static void warn(j_common_ptr info) {
        const int code = info->err->msg_code;
        if (code == JWRN_JPEG_EOF) {
            decoding_of(info).give_up(PictureFault::cut_off);
        }
        // These two are about a header's version and colour marker; all of the data can still be
        // there.
        if (code != JWRN_JFIF_MAJOR && code != JWRN_ADOBE_XFORM) {
            decoding_of(info).give_up(PictureFault::damaged);
        }
    }

    static void look_at_scan(j_common_ptr info) {
        JpegDecoding& decoding = decoding_of(info);
        const jpeg_decompress_struct& jpeg = decoding.m_jpeg;
        if (jpeg.input_scan_number > k_most_scans) {
            decoding.give_up(PictureFault::damaged);
        }
        // A scan that starts at the first coefficient gives its components their brightness.
        for (int i = 0; jpeg.Ss == 0 && i < jpeg.comps_in_scan; ++i) {
            const int index = jpeg.cur_comp_info[i]->component_index;
            decoding.m_component_came.at(static_cast<std::size_t>(index)) = true;
        }
    }
};

extern "C" {
static void on_error(j_common_ptr info) {
    JpegCallbacks::fail(info);
}

static void on_message(j_common_ptr info, int level) {
    if (level < 0) {
        JpegCallbacks::warn(info);
    }
}

static void print_nothing(j_common_ptr) {}

static void on_progress(j_common_ptr info) {
    if (info->is_decompressor != FALSE) {
        JpegCallbacks::look_at_scan(info);
    }
}
}

JpegDecoding::JpegDecoding() {
    m_jpeg.err = jpeg_std_error(&m_errors);
    m_errors.error_exit = on_error;
    m_errors.emit_message = on_message;
    m_errors.output_message = print_nothing;
    m_jpeg.client_data = this;
    m_progress.progress_monitor = on_progress;
}

JpegDecoding::~JpegDecoding() {
    jpeg_destroy_decompress(&m_jpeg);
}

void JpegDecoding::give_up(PictureFault fault) {
    m_fault = fault;
    std::longjmp(m_escape, 1);
}

void JpegDecoding::read_everything(std::string_view bytes, Taker& taker) {
    jpeg_create_decompress(&m_jpeg);
    m_jpeg.mem->max_memory_to_use = k_most_memory;
    jpeg_mem_src(&m_jpeg, reinterpret_cast<const unsigned char*>(bytes.data()),
                 static_cast<unsigned long>(bytes.size()));
    m_jpeg.progress = &m_progress;
    jpeg_read_header(&m_jpeg, TRUE);
    if (std::int64_t{m_jpeg.image_width} * std::int64_t{m_jpeg.image_height} > k_most_pixels) {
        give_up(PictureFault::damaged);
    }
    taker.choose(m_jpeg);
    jpeg_start_decompress(&m_jpeg);
    taker.begin(m_jpeg);
    const JDIMENSION samples =
        m_jpeg.output_width * static_cast<JDIMENSION>(m_jpeg.output_components);
    JSAMPARRAY row =
        m_jpeg.mem->alloc_sarray(reinterpret_cast<j_common_ptr>(&m_jpeg), JPOOL_IMAGE, samples, 1);
    while (m_jpeg.output_scanline < m_jpeg.output_height) {
        jpeg_read_scanlines(&m_jpeg, row, 1);
        taker.take_row(m_jpeg, row[0]);
    }
    for (int i = 0; i < m_jpeg.num_components; ++i) {
        if (!m_component_came.at(static_cast<std::size_t>(i))) {
            give_up(PictureFault::damaged);
        }
    }
    // Goes on to the end marker.
    jpeg_finish_decompress(&m_jpeg);
}

bool JpegDecoding::decode(std::string_view bytes, Taker& taker) {
    if (setjmp(m_escape) != 0) {
        return false;
    }
    read_everything(bytes, taker);
    return true;
}

bool JpegDecoding::run(std::string_view bytes, Taker& taker) {
    const bool is_whole = decode(bytes, taker);
    if (!is_whole && m_out_of_memory) {
        throw std::bad_alloc();
    }
    return is_whole;
}

} // namespace snapshot
