// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "settings/store.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace settings {

/// What a rate limit of the service covers.
enum class RateLimitScope {
    /// Password logins and two-factor codes.
    codes,
    /// Renewing the access by the refresh token.
    tokens,
    /// Devices and pictures.
    api,
    /// Asking cameras for new pictures; those that Ring has are not affected.
    waking,
};

inline constexpr std::array k_rate_limit_scopes = {RateLimitScope::codes, RateLimitScope::tokens,
                                                   RateLimitScope::api, RateLimitScope::waking};

/// The name of `scope` in the file and in JSON output: "codes", "tokens", "api", "waking".
std::string_view name_of(RateLimitScope scope);

/// The pauses that the service asked for, and its last silence. They are kept beside the settings,
/// so that later runs respect them too. May be called from any thread; what several objects,
/// threads or processes remember at the same time is all kept.
class Cooldowns {
public:
    /// Both must outlive this object.
    Cooldowns(const Store& store, base::Clock& clock) : m_store(store), m_clock(clock) {}

    /// How long the rate limit of `scope` still lasts; std::nullopt when none is in force. One that
    /// would last longer than the service asked for (the clock was wrong then, or is now), and a
    /// file that cannot be read, count as none.
    std::optional<std::chrono::milliseconds> remaining(RateLimitScope scope) const;

    /// Throws Error{slow_down} while the rate limit of `scope` is in force.
    void throw_if_limited(RateLimitScope scope) const;

    /// Puts a rate limit of `pause`, 24 h at most, in force. Never throws: where it cannot be
    /// written, the next run finds out by itself.
    void remember(RateLimitScope scope, std::chrono::milliseconds pause) noexcept;

    /// Remembers that the access could not be renewed just now, since Ring could not be reached or
    /// is out of order: for runs that waited meanwhile to renew it. Never throws.
    void remember_silence(const base::Error& failure) noexcept;

    /// What remember_silence() was told after `begin`, by this run or another one, and no longer
    /// than a minute ago. Nothing that is said to lie ahead counts: the clock was set back.
    std::optional<base::Error> silence_since(base::SystemTime begin) const;

private:
    const Store& m_store;
    base::Clock& m_clock;
};

} // namespace settings
