// SPDX-License-Identifier: Apache-2.0
#include "film/film_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto film =
        film::read_film_index(std::string_view(reinterpret_cast<const char*>(data), size));
    if (film && film->fingerprint.size() > size) {
        std::abort();
    }
    return 0;
}
