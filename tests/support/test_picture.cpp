// SPDX-License-Identifier: Apache-2.0
#include "support/test_picture.hpp"

// jpeglib.h uses size_t and FILE without including anything for them.
#include <jpeglib.h>

#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

namespace test {
namespace {

/// Small pseudo-random numbers that are the same everywhere.
class Noise {
public:
    explicit Noise(int seed) : m_state(static_cast<std::uint32_t>(seed) * 2654435761U + 1U) {}

    int next() {
        m_state = m_state * 1664525U + 1013904223U;
        return static_cast<int>(m_state >> 28U);
    }

private:
    std::uint32_t m_state;
};

int channels_of(JpegKind kind) {
    return kind == JpegKind::greyscale ? 1 : kind == JpegKind::cmyk ? 4 : 3;
}

J_COLOR_SPACE color_space_of(JpegKind kind) {
    return kind == JpegKind::greyscale ? JCS_GRAYSCALE
           : kind == JpegKind::cmyk    ? JCS_CMYK
                                       : JCS_RGB;
}

constexpr jpeg_scan_info k_separate_scans[] = {
    {1, {0, 0, 0, 0}, 0, 63, 0, 0}, {1, {1, 0, 0, 0}, 0, 63, 0, 0}, {1, {2, 0, 0, 0}, 0, 63, 0, 0}};

void choose_parameters(jpeg_compress_struct& jpeg, JpegKind kind) {
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 80, TRUE);
    switch (kind) {
    case JpegKind::restarts:
        jpeg.restart_in_rows = 1;
        break;
    case JpegKind::progressive:
        jpeg_simple_progression(&jpeg);
        break;
    case JpegKind::separate_scans:
        jpeg.scan_info = k_separate_scans;
        jpeg.num_scans = 3;
        break;
    case JpegKind::rgb:
        jpeg_set_colorspace(&jpeg, JCS_RGB);
        break;
    case JpegKind::arithmetic:
        jpeg.arith_code = TRUE;
        break;
    case JpegKind::baseline:
    case JpegKind::greyscale:
    case JpegKind::cmyk:
        break;
    }
}

/// libjpeg leaves its functions with longjmp(), so that nothing in here may have a destructor.
struct PlainDecoding {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    std::jmp_buf escape{};
};

bool run(PlainDecoding& decoding, std::string_view bytes) {
    if (setjmp(decoding.escape) != 0) {
        return false;
    }
    jpeg_decompress_struct& jpeg = decoding.jpeg;
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&jpeg, TRUE);
    jpeg_start_decompress(&jpeg);
    const auto samples = jpeg.output_width * static_cast<JDIMENSION>(jpeg.output_components);
    JSAMPARRAY row =
        jpeg.mem->alloc_sarray(reinterpret_cast<j_common_ptr>(&jpeg), JPOOL_IMAGE, samples, 1);
    while (jpeg.output_scanline < jpeg.output_height) {
        jpeg_read_scanlines(&jpeg, row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    return decoding.errors.num_warnings == 0;
}

} // namespace

std::string make_jpeg(int width, int height, int seed, JpegKind kind) {
    const int channels = channels_of(kind);
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &bytes, &size);
    jpeg.image_width = static_cast<JDIMENSION>(width);
    jpeg.image_height = static_cast<JDIMENSION>(height);
    jpeg.input_components = channels;
    jpeg.in_color_space = color_space_of(kind);
    choose_parameters(jpeg, kind);
    jpeg_start_compress(&jpeg, TRUE);

    Noise noise(seed);
    std::vector<JSAMPLE> row(static_cast<std::size_t>(width * channels));
    for (int y = 0; y < height; ++y) {
        for (int i = 0; i < width * channels; ++i) {
            const int stripes = ((i / channels + seed * 3) / 8 + y / 8) % 2 * 96;
            const int sample = 64 + stripes + (i % channels) * 20 + noise.next();
            row[static_cast<std::size_t>(i)] = static_cast<JSAMPLE>(sample);
        }
        JSAMPROW rows[] = {row.data()};
        jpeg_write_scanlines(&jpeg, rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    const std::unique_ptr<unsigned char, decltype(&std::free)> owner(bytes, &std::free);
    return std::string(reinterpret_cast<const char*>(bytes), size);
}

bool decodes_cleanly(std::string_view jpeg) {
    PlainDecoding decoding;
    decoding.jpeg.err = jpeg_std_error(&decoding.errors);
    decoding.jpeg.client_data = &decoding;
    decoding.errors.output_message = [](j_common_ptr) {};
    decoding.errors.error_exit = [](j_common_ptr info) {
        std::longjmp(static_cast<PlainDecoding*>(info->client_data)->escape, 1);
    };
    const bool is_clean = run(decoding, jpeg);
    jpeg_destroy_decompress(&decoding.jpeg);
    return is_clean;
}

} // namespace test
