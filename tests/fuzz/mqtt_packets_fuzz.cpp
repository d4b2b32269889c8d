// SPDX-License-Identifier: Apache-2.0
#include "mqtt/packet_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>
#include <vector>

namespace {

struct Summary {
    std::vector<std::size_t> kinds;
    std::size_t payload_bytes = 0;

    bool operator==(const Summary&) const = default;
};

/// Reads `input` in parts of `part` bytes.
Summary read(std::string_view input, std::size_t part) {
    mqtt::PacketReader reader;
    Summary summary;
    for (std::size_t at = 0; at < input.size(); at += part) {
        reader.add(input.substr(at, part));
        while (const auto packet = reader.next()) {
            summary.kinds.push_back(packet->index());
            if (const auto* publication = std::get_if<mqtt::Publication>(&*packet)) {
                summary.payload_bytes += publication->message.payload.size();
            }
            if (std::holds_alternative<mqtt::Malformed>(*packet)) {
                return summary;
            }
        }
    }
    return summary;
}

} // namespace

/// What an MQTT broker sends. The same packets come out, however the network cuts them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const Summary whole = read(input, std::max<std::size_t>(size, 1));
    if (whole.payload_bytes > size || read(input, 1) != whole || read(input, 7) != whole) {
        std::abort();
    }
    return 0;
}
