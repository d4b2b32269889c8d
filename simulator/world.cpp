// SPDX-License-Identifier: Apache-2.0
#include "simulator/world.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace simulator {

namespace {

std::optional<std::uint64_t> parse_hex(std::string_view text) {
    std::uint64_t value{};
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value, 16);
    return result.ec == std::errc{} && result.ptr == end ? std::optional{value} : std::nullopt;
}

} // namespace

World::World(Options given)
    : options(std::move(given)),
      clock(options.clock_offset_ms),
      account(options.account, clock),
      browser(clock),
      devices(options.devices, options.cameras),
      cameras(clock),
      films(options.films),
      m_pictures(options.picture_size) {
    for (const auto& token : options.refresh_tokens) {
        account.add_refresh_token(token);
    }
    const auto now = clock.now();
    for (auto& [facts, age_ms] : devices.cameras()) {
        auto set_up = facts;
        set_up.capture_delay_ms =
            facts.battery ? options.capture_delay_battery_ms : options.capture_delay_wired_ms;
        set_up.periodic_ms = options.periodic_ms;
        cameras.add(Camera{std::move(set_up), now.service_ms - age_ms, now});
    }
}

Pictures::Bytes World::picture(std::int64_t camera, std::int64_t capture_ms) {
    const auto found = cameras.look_at(camera);
    const auto facts = found ? found->facts() : CameraFacts{};
    return m_pictures.get({camera, facts.name, facts.kind}, capture_ms);
}

Reply World::picture_reply(std::int64_t camera, std::int64_t capture_ms) {
    Reply reply{.content_type = "image/jpeg", .body = *picture(camera, capture_ms)};
    reply.with("x-time-millis", fmt::format("{}", capture_ms));
    return reply;
}

std::string World::address() const {
    const std::lock_guard lock{m_mutex};
    return m_address;
}

void World::set_address(std::string address) {
    const std::lock_guard lock{m_mutex};
    m_address = std::move(address);
}

std::string snapshot_uuid(std::int64_t camera, std::int64_t capture_ms) {
    const auto id = fmt::format("{:018x}", static_cast<std::uint64_t>(camera));
    return fmt::format("{}-{}-4{}-8{}-{:012x}", id.substr(0, 8), id.substr(8, 4), id.substr(12, 3),
                       id.substr(15, 3), static_cast<std::uint64_t>(capture_ms));
}

std::optional<Capture> parse_snapshot_uuid(std::string_view uuid) {
    if (uuid.size() != 36 || uuid[8] != '-' || uuid[13] != '-' || uuid.substr(18, 1) != "-" ||
        uuid[14] != '4' || uuid[19] != '8' || uuid[23] != '-') {
        return std::nullopt;
    }
    const auto id = fmt::format("{}{}{}{}", uuid.substr(0, 8), uuid.substr(9, 4),
                                uuid.substr(15, 3), uuid.substr(20, 3));
    const auto camera = id.starts_with("00") ? parse_hex(id.substr(2)) : std::nullopt;
    const auto time = parse_hex(uuid.substr(24));
    if (!camera || !time) {
        return std::nullopt;
    }
    return Capture{static_cast<std::int64_t>(*camera), static_cast<std::int64_t>(*time)};
}

} // namespace simulator
