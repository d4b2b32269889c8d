// SPDX-License-Identifier: Apache-2.0
#include "snapshot/picture_check.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const snapshot::PictureCheck check = snapshot::check_picture(bytes);
    const bool has_size = check.width > 0 && check.height > 0;
    if (check.good() != has_size || (check.fault && describe(*check.fault).empty())) {
        std::abort();
    }
    // A good picture is whole: without its last bytes it cannot be good as well, unless they were
    // padding.
    if (check.good() && bytes.ends_with("\xFF\xD9") && bytes.find("\xFF\xD9") == bytes.size() - 2 &&
        snapshot::check_picture(bytes.substr(0, size - 1)).good()) {
        std::abort();
    }
    return 0;
}
