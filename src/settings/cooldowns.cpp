// SPDX-License-Identifier: Apache-2.0
#include "settings/cooldowns.hpp"

#include "base/error.hpp"
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "settings/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <memory>
#include <stop_token>
#include <string>
#include <system_error>

namespace settings {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds k_longest = std::chrono::hours(24);
/// What a clock that is kept right may be set back by.
constexpr milliseconds k_clock_correction = std::chrono::minutes(1);
/// For how long a silence is told of.
constexpr milliseconds k_silence = std::chrono::minutes(1);
constexpr std::size_t k_cooldowns_limit = std::size_t{64} << 10;

milliseconds since_epoch(base::SystemTime time) {
    return std::chrono::duration_cast<milliseconds>(time.time_since_epoch());
}

std::filesystem::path cooldowns_file(const Store& store) {
    return store.beside(".cooldowns");
}

/// The file's object; an empty one for anything else.
Json read(const Store& store) {
    try {
        const auto text = base::read_file(cooldowns_file(store), k_cooldowns_limit);
        return object_or_empty(text.value_or(""));
    } catch (const base::Error&) {
        return Json::object();
    }
}

/// Held while the file is changed. Not the lock of the settings, which a run keeps while it waits
/// for Ring. Null after a while: losing one pause is better than losing two.
std::unique_ptr<base::FileLock> lock_cooldowns(const Store& store, base::Clock& clock) {
    constexpr milliseconds k_patience = std::chrono::seconds(2);
    try {
        return std::make_unique<base::FileLock>(store.beside(".cooldowns.lock"), clock,
                                                std::stop_token(), k_patience);
    } catch (const base::Error&) {
        // A file system without locks, or somebody who was stopped while he held it.
        return nullptr;
    }
}

/// Changes the file's object. Where that is not possible, nothing happens.
template <typename Change>
void update(const Store& store, base::Clock& clock, Change change) noexcept {
    try {
        const auto lock = lock_cooldowns(store, clock);
        Json object = read(store);
        change(object);
        const std::filesystem::path file = cooldowns_file(store);
        std::error_code ignored;
        if (std::filesystem::is_symlink(file, ignored)) {
            // Not ours, and what it leads to is not ours to write.
            std::filesystem::remove(file, ignored);
        }
        base::write_file_atomically(file, object.dump() + "\n", {.owner_only = true});
    } catch (const std::exception&) {
        // The run ends with the same message, remembered or not.
    }
}

/// Where the file says how long the pause of `scope` was to be.
std::string pause_name(RateLimitScope scope) {
    return std::string(name_of(scope)) + "_pause";
}

std::optional<std::int64_t> number_in(const Json& object, const std::string& name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_number_integer()
               ? std::optional(found->get<std::int64_t>())
               : std::nullopt;
}

/// Where the file says when the access could not be renewed, and how that is told.
constexpr auto k_silence_time = "tokens_silent";
constexpr auto k_silence_message = "tokens_silent_message";
constexpr auto k_silence_hint = "tokens_silent_hint";

std::string text_in(const Json& object, const std::string& name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The most that can be left of the pause. More means that the clock was set back meanwhile, so
/// that nobody knows how much is left. Older versions did not write down how long the pause was.
std::int64_t most_left(const Json& object, RateLimitScope scope) {
    const auto pause = number_in(object, pause_name(scope));
    return pause && *pause >= 0 && *pause < k_longest.count()
               ? std::min(*pause + k_clock_correction.count(), k_longest.count())
               : k_longest.count();
}

} // namespace

std::string_view name_of(RateLimitScope scope) {
    constexpr std::array<std::string_view, k_rate_limit_scopes.size()> k_names = {"codes", "tokens",
                                                                                  "api", "waking"};
    return k_names.at(static_cast<std::size_t>(scope));
}

std::optional<milliseconds> Cooldowns::remaining(RateLimitScope scope) const {
    const Json object = read(m_store);
    const auto end = number_in(object, std::string(name_of(scope)));
    const std::int64_t now = since_epoch(m_clock.now()).count();
    // Compared before it is subtracted: any number may stand in the file.
    if (!end || *end <= now || *end > now + most_left(object, scope)) {
        return {};
    }
    return milliseconds(*end - now);
}

namespace {

/// `time` as somebody at a clock needs it; with its date when that is another day.
std::string local_time_of_day(base::SystemTime now, base::SystemTime time) {
    constexpr auto k_day = "%Y-%m-%d";
    const bool is_today =
        base::format_local_time(now, k_day) == base::format_local_time(time, k_day);
    return base::format_local_time(time, is_today ? "%H:%M" : "%Y-%m-%d %H:%M");
}

} // namespace

void Cooldowns::throw_if_limited(RateLimitScope scope) const {
    if (const auto rest = remaining(scope)) {
        throw base::Error(
            base::ErrorCode::slow_down,
            fmt::format("Ring asked us to wait until {}; nothing was sent",
                        local_time_of_day(m_clock.now(), m_clock.now() + *rest)),
            fmt::format("wait {} before the next try", base::describe_duration(*rest)), rest);
    }
}

void Cooldowns::remember(RateLimitScope scope, milliseconds pause) noexcept {
    update(m_store, m_clock, [&](Json& object) {
        pause = std::min(pause, k_longest);
        object[std::string(name_of(scope))] = (since_epoch(m_clock.now()) + pause).count();
        object[pause_name(scope)] = pause.count();
    });
}

void Cooldowns::remember_silence(const base::Error& failure) noexcept {
    update(m_store, m_clock, [&](Json& object) {
        object[k_silence_time] = since_epoch(m_clock.now()).count();
        object[k_silence_message] = failure.message();
        object[k_silence_hint] = failure.hint();
    });
}

std::optional<base::Error> Cooldowns::silence_since(base::SystemTime begin) const {
    const Json object = read(m_store);
    const auto time = number_in(object, k_silence_time);
    const std::int64_t now = since_epoch(m_clock.now()).count();
    const std::string message = text_in(object, k_silence_message);
    if (!time || message.empty() || *time > now || *time <= since_epoch(begin).count() ||
        *time <= now - k_silence.count()) {
        return {};
    }
    return base::Error(base::ErrorCode::service_unavailable, message,
                       text_in(object, k_silence_hint));
}

} // namespace settings
