// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/picture_history.hpp"
#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "snapshot/watch_events.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cli {

// The sinks of a watch, but for retention. All that their constructors take must outlive them; all
// may be used from many threads.

/// Tells the user of failures, recoveries and frozen cameras.
class WatchOutput final : public snapshot::WatchSink {
public:
    /// @param cameras  chosen before one of them fails
    WatchOutput(Context& context, const std::unique_ptr<ChosenCameras>& cameras)
        : m_context(context), m_cameras(cameras) {}

    void take(const snapshot::WatchEvent& event) override;

private:
    Context& m_context;
    const std::unique_ptr<ChosenCameras>& m_cameras;
};

/// Runs --on-failure when a camera fails or recovers, and when the watch ends by an error.
class WatchHooks final : public snapshot::WatchSink {
public:
    /// @param cameras     chosen before one of them fails
    /// @param on_failure  the words of the command; empty for none
    WatchHooks(Context& context, const std::unique_ptr<ChosenCameras>& cameras,
               const std::vector<std::string>& on_failure)
        : m_context(context), m_cameras(cameras), m_on_failure(on_failure) {}

    void take(const snapshot::WatchEvent& event) override;

private:
    void run(const char* event, const CameraIdentity* camera, const base::Error* error);

    Context& m_context;
    const std::unique_ptr<ChosenCameras>& m_cameras;
    const std::vector<std::string>& m_on_failure;
};

/// Asks for the address of --heartbeat after each good round.
class WatchHeartbeat final : public snapshot::WatchSink {
public:
    WatchHeartbeat(Context& context, const std::optional<std::string>& url)
        : m_context(context), m_url(url) {}

    void take(const snapshot::WatchEvent& event) override;

private:
    Context& m_context;
    const std::optional<std::string>& m_url;
};

/// Notices cameras whose pictures no longer change, also across restarts, and publishes
/// snapshot::Frozen.
class FrozenCameras final : public snapshot::WatchSink {
public:
    /// Reads what was captured before this watch. A record that cannot be read becomes a warning.
    FrozenCameras(Context& context, const ChosenCameras& cameras,
                  const snapshot::WatchEvents& events);

    void take(const snapshot::WatchEvent& event) override;

private:
    const snapshot::WatchEvents& m_events;
    /// Each is used by its camera's thread alone.
    std::vector<archive::RecentCaptures> m_recent;
};

} // namespace cli
