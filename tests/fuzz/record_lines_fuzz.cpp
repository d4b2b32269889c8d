// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/record_lines.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::istringstream text(std::string(reinterpret_cast<const char*>(data), size));
    archive::read_record(text, [](const archive::RecordedPicture& picture) {
        const auto again = archive::read_record_line(archive::to_record_line(picture));
        if (picture.place.file.empty() || picture.camera_id.empty() ||
            picture.captured < base::SystemTime() || !again ||
            again->captured != picture.captured) {
            std::abort();
        }
    });
    return 0;
}
