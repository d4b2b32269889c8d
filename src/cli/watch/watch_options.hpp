// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/retention.hpp"
#include "cli/line/option_declarer.hpp"
#include "cli/line/options.hpp"
#include "cli/watch/mqtt_options.hpp"
#include "cli/watch/notify_target.hpp"
#include "settings/settings.hpp"
#include "snapshot/watch/watch.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cli {

/// What a `watch` does beyond getting pictures: its options completed and checked.
struct WatchExtras {
    snapshot::WatchPlan plan;
    /// The part of the day as it was given; empty for all of it.
    std::string between;
    archive::Retention retention;
    /// The words of --on-failure; empty for none.
    std::vector<std::string> on_failure;
    std::optional<std::string> heartbeat;
    /// Where to send messages.
    std::vector<NotifyTarget> notify;
    bool notify_picture = false;
    std::optional<MqttTarget> mqtt;
};

/// Declares --keep and what belongs to it, --notify and what belongs to it.
void declare_keep(OptionDeclarer& command, WatchOptions& options);
void declare_notify(OptionDeclarer& command, WatchOptions& options);

/// Reads the value of --between. Throws Error{usage}.
snapshot::DayWindow read_window(const std::string& text);

/// Throws Error{usage} for an interval that is too short, a bad part of the day, a bad URL, and
/// options that do not go together.
WatchExtras make_watch_extras(const WatchOptions& options, const settings::Settings& settings,
                              const snapshot::PictureOptions& picture_options);

} // namespace cli
