// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/account.hpp"
#include "simulator/browser_login.hpp"
#include "simulator/cameras.hpp"
#include "simulator/devices.hpp"
#include "simulator/films.hpp"
#include "simulator/options.hpp"
#include "simulator/pictures/pictures.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace simulator {

/// The state of the simulated service; each part has a lock of its own.
class World {
public:
    explicit World(Options options);

    /// The JPEG that this camera took at that time.
    Pictures::Bytes picture(std::int64_t camera, std::int64_t capture_ms);

    /// 200 with the picture, and its capture time in `x-time-millis`.
    Reply picture_reply(std::int64_t camera, std::int64_t capture_ms);

    /// `http://127.0.0.1:PORT`, for the addresses in answers; known once the server listens.
    std::string address() const;
    void set_address(std::string address);

    const Options options;
    Clock clock;
    Account account;
    BrowserLogin browser;
    Devices devices;
    Cameras cameras;
    Films films;

private:
    Pictures m_pictures;
    mutable std::mutex m_mutex;
    std::string m_address = "http://127.0.0.1";
};

/// The UUID under which the picture of a capture can be fetched; holds both numbers.
std::string snapshot_uuid(std::int64_t camera, std::int64_t capture_ms);

struct Capture {
    std::int64_t camera;
    std::int64_t capture_ms;
};

/// The capture that snapshot_uuid() was given; std::nullopt when `uuid` is not one of its.
std::optional<Capture> parse_snapshot_uuid(std::string_view uuid);

} // namespace simulator
