// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "settings/store.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace settings {

/// A part of the service that asks for pauses of its own.
enum class Door {
    /// Password logins and two-factor codes.
    codes,
    /// Renewing the access by the refresh token.
    tokens,
    /// Devices and pictures.
    api,
    /// Asking cameras for new pictures; those that Ring has can be had all the same.
    waking,
};

inline constexpr std::array k_doors = {Door::codes, Door::tokens, Door::api, Door::waking};

/// The name of `door` in the file and in JSON output: "codes", "tokens", "api",
/// "waking".
std::string_view name_of(Door door);

/// Until when the service wants to be left alone, kept beside the settings so that later runs know:
/// a scheduler must not hammer on a closed door. May be called from any thread; what is remembered
/// at the same time, by whatever object, thread or process, is kept together.
class Cooldowns {
public:
    /// Both must outlive this object.
    Cooldowns(const Store& store, base::Clock& clock) : m_store(store), m_clock(clock) {}

    /// How long `door` stays closed; nothing when it is open. A time more than 24 h ahead (a wrong
    /// clock), and a file that cannot be read, count as open.
    std::optional<std::chrono::milliseconds> remaining(Door door) const;

    /// Throws Error{slow_down} while `door` is closed.
    void require_open(Door door) const;

    /// Keeps `door` closed for `pause`, 24 h at most. Never throws: where it cannot be written, the
    /// next run finds out by itself.
    void remember(Door door, std::chrono::milliseconds pause) noexcept;

private:
    const Store& m_store;
    base::Clock& m_clock;
};

} // namespace settings
