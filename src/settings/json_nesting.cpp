// SPDX-License-Identifier: Apache-2.0
#include "settings/json_nesting.hpp"

#include <cstddef>

namespace settings {

bool is_nested_too_deep(std::string_view text) {
    constexpr int k_deepest = 100;
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char character = text[i];
        if (character == '"') {
            in_string = !in_string;
        } else if (in_string) {
            // What an escape stands before ends no string.
            i += character == '\\' ? 1 : 0;
        } else if (character == '[' || character == '{') {
            if (++depth > k_deepest) {
                return true;
            }
        } else if (character == ']' || character == '}') {
            --depth;
        }
    }
    return false;
}

} // namespace settings
