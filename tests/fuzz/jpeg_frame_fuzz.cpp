// SPDX-License-Identifier: Apache-2.0
#include "film/jpeg_frame.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    film::jpeg_size(bytes);
    const auto frame = film::jpeg_frame(bytes);
    // What is a frame stays as it is, and is one whole picture.
    if (frame && (frame->size() > size || !frame->starts_with("\xFF\xD8") ||
                  !frame->ends_with("\xFF\xD9") || film::jpeg_frame(*frame) != frame)) {
        std::abort();
    }
    return 0;
}
