// SPDX-License-Identifier: Apache-2.0
// In place of libjpeg-turbo's decoders for samples of 12 and 16 bits, a tenth of a megabyte that
// the linker would take from its archive. No camera makes such pictures; they count as damaged.
// clang-format off
// libjpeg's headers do not include what they use.
#include <cstddef>
#include <cstdio>
#include <jpeglib.h>
#include <jerror.h>

// clang-format on

namespace {

[[noreturn]] void refuse(j_decompress_ptr jpeg) {
    jpeg->err->msg_code = JERR_BAD_PRECISION;
    jpeg->err->msg_parm.i[0] = jpeg->data_precision;
    jpeg->err->error_exit(reinterpret_cast<j_common_ptr>(jpeg));
    __builtin_unreachable();
}

} // namespace

extern "C" {

#define REFUSE(name)                                                                               \
    void name(j_decompress_ptr jpeg) {                                                             \
        refuse(jpeg);                                                                              \
    }
REFUSE(j12init_1pass_quantizer)
REFUSE(j12init_2pass_quantizer)
REFUSE(j12init_color_deconverter)
REFUSE(j12init_inverse_dct)
REFUSE(j12init_lossless_decompressor)
REFUSE(j12init_merged_upsampler)
REFUSE(j12init_upsampler)
REFUSE(j16init_color_deconverter)
REFUSE(j16init_lossless_decompressor)
REFUSE(j16init_upsampler)
#undef REFUSE

#define REFUSE(name)                                                                               \
    void name(j_decompress_ptr jpeg, boolean /*need_full_buffer*/) {                               \
        refuse(jpeg);                                                                              \
    }
REFUSE(j12init_d_coef_controller)
REFUSE(j12init_d_diff_controller)
REFUSE(j12init_d_main_controller)
REFUSE(j12init_d_post_controller)
REFUSE(j16init_d_diff_controller)
REFUSE(j16init_d_main_controller)
REFUSE(j16init_d_post_controller)
#undef REFUSE
}
