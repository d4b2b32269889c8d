// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/watch/watch_options.hpp"
#include "snapshot/watch/watch_events.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cli {

// The sinks of a watch, but for retention. What they are made with must outlive them; `cameras` is
// set before one of them fails.

using LateCameras = std::unique_ptr<ChosenCameras>;

/// Tells the user of failures, recoveries and frozen cameras.
snapshot::WatchSink output_sink(Context& context, const LateCameras& cameras);

/// Runs `command`, the words of --on-failure, when a camera fails or recovers, and when the watch
/// ends by an error. No words: does nothing.
snapshot::WatchSink failure_command_sink(Context& context, const LateCameras& cameras,
                                         const std::vector<std::string>& command);

/// Asks for the address of --heartbeat after each good round.
snapshot::WatchSink heartbeat_sink(Context& context, const std::string& url);

/// Publishes snapshot::Frozen for cameras whose pictures no longer change, also across restarts.
/// The catalogue is read at once; when that fails, it warns.
snapshot::WatchSink frozen_camera_sink(Context& context, const ChosenCameras& cameras,
                                       const snapshot::WatchEvents& events);

/// Makes one more sink of a watch that is about to begin.
using MakeWatchSink =
    std::function<snapshot::WatchSink(const WatchExtras& extras, const LateCameras& cameras)>;

/// run_watch() with one more sink; none when `make_sink` is empty.
int run_watch_with(Context& context, const WatchOptions& options, const MakeWatchSink& make_sink);

} // namespace cli
