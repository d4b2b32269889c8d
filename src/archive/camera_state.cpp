// SPDX-License-Identifier: Apache-2.0
#include "archive/camera_state.hpp"

#include <algorithm>

namespace archive {

std::string_view name_of(CameraState state) {
    switch (state) {
    case CameraState::current:
        return "current";
    case CameraState::old:
        return "old";
    case CameraState::none:
        return "none";
    case CameraState::missing:
        return "missing";
    case CameraState::frozen:
        break;
    }
    return "frozen";
}

std::chrono::milliseconds
longest_current_age(std::optional<std::chrono::milliseconds> limit,
                    std::optional<std::chrono::milliseconds> usual_interval) {
    constexpr std::chrono::milliseconds k_least = std::chrono::minutes(15);
    return limit ? *limit : std::max(k_least, 3 * usual_interval.value_or(k_least / 3));
}

bool is_older_than(std::optional<std::chrono::milliseconds> age,
                   std::chrono::milliseconds longest) {
    return !age || *age > longest;
}

CameraState judge(const CameraFacts& facts) {
    return !facts.has_picture                            ? CameraState::none
           : !facts.is_in_place                          ? CameraState::missing
           : facts.is_frozen                             ? CameraState::frozen
           : is_older_than(facts.age, facts.longest_age) ? CameraState::old
                                                         : CameraState::current;
}

} // namespace archive
