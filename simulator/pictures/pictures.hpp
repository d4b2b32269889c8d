// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/pictures/scene.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace simulator {

struct PictureSize {
    int width = 0; ///< 0: as the camera's kind has it.
    int height = 0;
};

/// The JPEG of one capture. The same camera and capture time give the same bytes; any other capture
/// gives other ones.
std::string draw_picture(const Subject& subject, std::int64_t capture_ms, PictureSize size);

/// The pictures of all cameras, drawn when first asked for; the newest few of each are kept.
/// For all threads at once.
class Pictures {
public:
    using Bytes = std::shared_ptr<const std::string>;

    explicit Pictures(PictureSize size) : m_size(size) {}

    Bytes get(const Subject& subject, std::int64_t capture_ms);

private:
    struct Drawn {
        std::int64_t capture_ms;
        Bytes bytes;
    };

    const PictureSize m_size;
    std::mutex m_mutex;
    std::map<std::int64_t, std::deque<Drawn>> m_drawn;
};

} // namespace simulator
