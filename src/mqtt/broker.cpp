// SPDX-License-Identifier: Apache-2.0
#include "mqtt/broker.hpp"

#include <fmt/core.h>

namespace mqtt {

std::string display_address(const Broker& broker) {
    const bool needs_brackets =
        broker.host.find(':') != std::string::npos && !broker.host.starts_with('[');
    return needs_brackets ? fmt::format("[{}]:{}", broker.host, broker.port)
                          : fmt::format("{}:{}", broker.host, broker.port);
}

} // namespace mqtt
