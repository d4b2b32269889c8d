// SPDX-License-Identifier: Apache-2.0
#include "archive/picture_index.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::istringstream text(std::string(reinterpret_cast<const char*>(data), size));
    archive::read_index(text, [](const archive::IndexEntry& entry) {
        if (entry.path.empty() || entry.camera_id.empty() || entry.captured < base::SystemTime()) {
            std::abort();
        }
    });
    return 0;
}
