// SPDX-License-Identifier: Apache-2.0
#include "simulator/router.h"

namespace simulator {
void add_other_routes(Router&) {}
} // namespace simulator
