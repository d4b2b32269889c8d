// SPDX-License-Identifier: Apache-2.0
#include "archive/exif/exif_reader.hpp"
#include "base/text/unicode.hpp"

#include <chrono>
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
    const auto facts = archive::read_exif(bytes);
    if (!facts) {
        return 0;
    }
    for (const std::string& text :
         {facts->make, facts->software, facts->description, facts->serial}) {
        require(base::printable(text) == text && text.size() <= 3 * 1024);
    }
    require(facts->taken_part >= std::chrono::milliseconds(0) &&
            facts->taken_part < std::chrono::seconds(1));
    require(!facts->offset || std::chrono::abs(*facts->offset) < std::chrono::hours(16));
    require(facts->segment_start + facts->segment_size <= size);
    require(archive::without_exif(bytes, *facts).size() == size - facts->segment_size);
    return 0;
}
