// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/watch/watch_options.hpp"
#include "cli/watch/watch_sinks.hpp"
#include "snapshot/watch/watch_events.hpp"

namespace cli {

/// Sends messages to the targets of --notify when a camera fails or recovers, and when the watch
/// ends by an error; never holds up who publishes the event. What is still to be sent when the sink
/// goes away is tried once more, for a few seconds. Throws Error{usage} for a token that cannot be
/// one. `context` and `cameras` must outlive it.
snapshot::WatchSink notify_sink(Context& context, const LateCameras& cameras,
                                const WatchExtras& extras);

/// --notify-test: sends one message to each target, and says so.
/// @return 0. Throws Error{usage} when there is no target, Error{service_unavailable} for the first
///         that does not take it, after all were tried.
int send_test_messages(Context& context, const WatchExtras& extras);

} // namespace cli
