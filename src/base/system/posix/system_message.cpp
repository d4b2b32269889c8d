// SPDX-License-Identifier: Apache-2.0
#include "base/system/system_message.hpp"

#include <system_error>

namespace base {

std::string system_message(int number) {
    return std::generic_category().message(number);
}

} // namespace base
