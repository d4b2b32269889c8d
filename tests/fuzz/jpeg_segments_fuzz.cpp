// SPDX-License-Identifier: Apache-2.0
#include "archive/exif/exif_reader.hpp"
#include "archive/exif/exif_writer.hpp"
#include "archive/exif/jpeg_segments.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    archive::JpegSegments segments(bytes);
    std::size_t end = 2;
    bool has_exif = false;
    while (const auto segment = segments.next()) {
        require(segment->start >= end && segment->size >= 4 && segment->end() <= size);
        require(segment->content.size() + 4 == segment->size);
        require(static_cast<unsigned char>(bytes[segment->start + 1]) == segment->kind);
        end = segment->end();
        has_exif = has_exif || segment->is_exif();
    }
    const std::string written = archive::with_exif(bytes, {"7", "Door", "", {}, 0, 0});
    if (has_exif || !bytes.starts_with("\xFF\xD8")) {
        require(written == bytes);
    } else {
        require(archive::as_received(written) == bytes);
    }
    return 0;
}
