// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "web/content/camera_book.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace web {

/// Counts answers by their status. May be used from many threads.
class AnswerCounter {
public:
    void count(int status);
    std::map<int, std::uint64_t> counts() const;

private:
    mutable std::mutex m_mutex;
    std::map<int, std::uint64_t> m_counts;
};

/// What Prometheus reads (text format 0.0.4).
std::string metrics_text(const std::vector<CameraView>& cameras,
                         const std::map<int, std::uint64_t>& answers);

} // namespace web
