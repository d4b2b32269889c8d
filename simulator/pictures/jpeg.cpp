// SPDX-License-Identifier: Apache-2.0
#include "simulator/pictures/jpeg.hpp"

#include <jpeglib.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace simulator {

namespace {

using namespace std::string_literals;

[[noreturn]] void fail(j_common_ptr info) {
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    throw std::runtime_error{text};
}

/// Frees what libjpeg holds, whatever happens.
struct Compressor {
    Compressor() {
        info.err = jpeg_std_error(&errors);
        errors.error_exit = fail;
        jpeg_create_compress(&info);
        jpeg_mem_dest(&info, &buffer, &size);
    }

    ~Compressor() {
        jpeg_destroy_compress(&info);
        std::free(buffer);
    }

    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    unsigned char* buffer = nullptr;
    unsigned long size = 0;
};

} // namespace

std::string encode_jpeg(const Canvas& canvas, int quality, const std::string& comment) {
    Compressor compressor;
    auto& info = compressor.info;
    info.image_width = static_cast<JDIMENSION>(canvas.width());
    info.image_height = static_cast<JDIMENSION>(canvas.height());
    info.input_components = 3;
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    info.dct_method = JDCT_IFAST;
    jpeg_start_compress(&info, TRUE);
    jpeg_write_marker(&info, JPEG_COM, reinterpret_cast<const JOCTET*>(comment.data()),
                      static_cast<unsigned>(comment.size()));
    for (int y = 0; y < canvas.height(); ++y) {
        // libjpeg does not write to the rows that it compresses.
        auto* row = const_cast<JSAMPLE*>(canvas.row(y));
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    return {reinterpret_cast<const char*>(compressor.buffer), compressor.size};
}

std::string damage_jpeg(std::string jpeg) {
    const auto scan = jpeg.find("\xff\xda");
    if (scan == std::string::npos || jpeg.size() < scan + 64) {
        return jpeg;
    }
    const auto data = scan + 14;
    const auto length = jpeg.size() - data - 2;
    auto from = data + length / 2;
    auto to = data + length * 3 / 4;
    // Neither end may tear an escaped FF 00 apart, or a marker would appear.
    while (jpeg[from - 1] == '\xff') {
        --from;
    }
    while (jpeg[to - 1] == '\xff') {
        ++to;
    }
    return jpeg.erase(from, to - from);
}

std::string twelve_bit_jpeg() {
    // One Huffman code, a single bit, which stands for "no difference" and for the end of a block.
    const auto table = [](char kind) {
        return "\xff\xc4\0\x14"s + kind + "\1"s + std::string(16, '\0');
    };
    return "\xff\xd8\xff\xdb\0\x43\0"s + std::string(64, '\1') +
           "\xff\xc1\0\x0b\x0c\0\x10\0\x10\1\1\x11\0"s + table('\0') + table('\x10') +
           "\xff\xda\0\x08\1\1\0\0\x3f\0\0\xff\xd9"s;
}

} // namespace simulator
