// SPDX-License-Identifier: Apache-2.0
#include "simulator/router.h"

namespace simulator {
void add_history_routes(Router&) {}
} // namespace simulator
