// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "snapshot/picture_check.hpp"

// jpeglib.h uses size_t and FILE without including anything for them.
#include <jpeglib.h>

#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <string_view>

namespace snapshot {

/// One decoding by libjpeg, with the limits of check_picture(). libjpeg's only way to give up is to
/// leave its functions with longjmp(); so the state lies in this object, made before setjmp(), and
/// nothing between the two has a destructor.
class JpegDecoding {
public:
    /// What is made of the picture. Its members are left by longjmp(), so that they hold nothing
    /// with a destructor; they may throw.
    class Taker {
    public:
        virtual ~Taker() = default;

        /// Chooses the output, when the header has been read.
        virtual void choose(jpeg_decompress_struct& jpeg) = 0;

        /// When decoding begins.
        virtual void begin(const jpeg_decompress_struct& /*jpeg*/) {}

        virtual void take_row(const jpeg_decompress_struct& jpeg, const JSAMPLE* row) = 0;
    };

    JpegDecoding();
    ~JpegDecoding();

    JpegDecoding(const JpegDecoding&) = delete;
    JpegDecoding& operator=(const JpegDecoding&) = delete;

    /// Once. Whether the picture was read to its end; else fault() says why not. Throws
    /// std::bad_alloc, and what `taker` throws.
    bool run(std::string_view bytes, Taker& taker);

    PictureFault fault() const { return m_fault; }

    const jpeg_decompress_struct& jpeg() const { return m_jpeg; }

private:
    friend struct JpegCallbacks;

    bool decode(std::string_view bytes, Taker& taker);
    void read_everything(std::string_view bytes, Taker& taker);
    [[noreturn]] void give_up(PictureFault fault);

    jpeg_decompress_struct m_jpeg{};
    jpeg_error_mgr m_errors{};
    jpeg_progress_mgr m_progress{};
    std::jmp_buf m_escape{};
    std::array<bool, MAX_COMPONENTS> m_component_came{};
    PictureFault m_fault = PictureFault::damaged;
    bool m_out_of_memory = false;
};

} // namespace snapshot
