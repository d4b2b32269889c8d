// SPDX-License-Identifier: Apache-2.0
#include "base/text/deflate.hpp"

#include "base/error.hpp"

#include <zlib.h>

namespace base {

std::string inflated(std::string_view deflated, std::size_t size) {
    std::string text(size, '\0');
    // zlib takes what it only reads by a pointer to what may be changed.
    std::string input(deflated);
    z_stream stream{};
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    // Negative: no header and no check sum.
    bool is_whole = inflateInit2(&stream, -MAX_WBITS) == Z_OK;
    if (is_whole) {
        is_whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0;
        inflateEnd(&stream);
    }
    if (!is_whole) {
        throw Error(ErrorCode::unexpected, "a text built into this program is damaged");
    }
    return text;
}

} // namespace base
