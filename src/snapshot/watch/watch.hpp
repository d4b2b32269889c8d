// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "ring/api/service.hpp"
#include "snapshot/camera_job.hpp"
#include "snapshot/schedule.hpp"
#include "snapshot/watch/picture_requests.hpp"
#include "snapshot/watch/watch_events.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace snapshot {

/// How long a battery camera is left alone between two captures, unless its drain is allowed.
inline constexpr std::chrono::milliseconds k_battery_pause = std::chrono::minutes(10);

/// How a watch goes.
struct WatchPlan {
    /// What is wanted of each camera at each round; `fresh` asks the cameras, otherwise the
    /// pictures that Ring has are followed.
    PictureOptions picture_options;
    /// From one round to the next.
    std::chrono::milliseconds every = std::chrono::minutes(5);
    /// Rounds begin within this part of the day only.
    std::optional<DayWindow> between;
    /// Stop after this many rounds.
    std::optional<int> count;
    /// Stop after this time.
    std::optional<std::chrono::milliseconds> duration;
    /// Battery cameras may be woken at every round.
    bool allow_drain = false;
};

/// What a watch leaves to its owner. Called from the cameras' threads, for one camera one at a
/// time; cameras are named by their positions.
class WatchOwner {
public:
    virtual ~WatchOwner() = default;

    /// Saves a new picture. An Error thrown here means that it was not saved: the camera's failure,
    /// and the picture is offered again before the next one is taken, unless it is too old by then.
    /// @return how something else failed, perhaps its copy: the camera's failure too, and the
    ///         picture is offered again while there is no newer one; std::nullopt when all went
    ///         well
    virtual std::optional<base::Error> save(std::size_t camera, const CameraPicture& picture) = 0;

    /// A camera's failure with its reason added, as far as the owner knows it, for the sinks.
    virtual base::Error explain(std::size_t, const base::Error& error) { return error; }
};

/// Takes pictures of several cameras at regular intervals, each on a thread of its own. A camera
/// that fails is tried less and less often, every 15 minutes at the least.
class Watch {
public:
    /// All must outlive this object.
    Watch(ring::Service& service, base::Clock& clock, const WatchPlan& plan,
          std::vector<CameraFacts> cameras, WatchOwner& owner, const WatchEvents& events);
    ~Watch();

    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// Runs until `stop` is requested or the plan's end is reached. Any exception of one camera's
    /// round is that camera's failure alone. Throws the Error that makes further rounds pointless:
    /// not_logged_in, two_factor, or cannot_write of the settings.
    /// @return how each camera's last round failed; std::nullopt where it was good, or none was
    std::vector<std::optional<base::Error>> run(std::stop_token stop);

    /// Asks for a fresh picture of a camera between its rounds, whatever the plan says of fresh
    /// ones and of the time of day. What is accepted becomes a picture that is saved as any other,
    /// or RequestFailed. A round that would wake a spared camera again too soon is left out.
    /// Returns at once; may be called from any thread.
    RequestAnswer request_picture(std::size_t camera);

    /// From one round to the next of a camera: longer for spared battery cameras.
    std::chrono::milliseconds step_of(const CameraFacts& camera) const;

    /// Whether every camera's thread moves on: none has been at work for longer than its turn can
    /// take, or has overslept. May be called from any thread.
    bool is_alive() const;

    /// When the next round of any camera begins; std::nullopt while one is at work, and when there
    /// is none to come. May be called from any thread.
    std::optional<base::SteadyTime> next_round() const;

private:
    class CameraLoop;

    void fail(const base::Error& error);
    base::Error explain(std::size_t camera, const base::Error& error);
    bool is_spared(const CameraFacts& camera) const;
    void round_done(std::size_t camera, std::optional<base::Error> failure);
    void expect_by(std::size_t camera, base::SteadyTime time);
    void note_next_round(std::size_t camera, std::optional<base::SteadyTime> time);

    ring::Service& m_service;
    base::Clock& m_clock;
    WatchPlan m_plan;
    std::vector<CameraFacts> m_cameras;
    WatchOwner& m_owner;
    const WatchEvents& m_events;

    /// A round of a camera was good.
    std::atomic<bool> m_has_worked = false;
    mutable std::mutex m_mutex;
    std::stop_source m_stop;
    std::optional<base::Error> m_fatal;
    /// Cameras with the shortest step that have had their turn since the last good round.
    std::vector<bool> m_reported;
    /// How each camera's last round failed.
    std::vector<std::optional<base::Error>> m_failures;
    /// When each camera's thread is to have moved on.
    std::vector<base::SteadyTime> m_expected;
    /// When each camera's next round begins; std::nullopt while it is at work.
    std::vector<std::optional<base::SteadyTime>> m_next_rounds;
    std::vector<std::unique_ptr<CameraLoop>> m_loops;
};

} // namespace snapshot
