// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/platform.hpp"
#include "cli/watch/mqtt_options.hpp"
#include "home_assistant/bridge.hpp"
#include "snapshot/watch/watch.hpp"
#include "snapshot/watch/watch_events.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <string>

namespace cli {

/// Publishes the pictures of a watch at a broker, and passes commands from there on to it. Whatever
/// becomes of the broker, the watch goes on: it is told once. May be used from many threads.
class MqttSink {
public:
    /// Connects, and publishes the newest saved picture of each camera.
    /// @param context, cameras  must outlive this object
    MqttSink(Context& context, ChosenCameras& cameras, const MqttTarget& target);

    /// Says goodbye to the broker, for a few seconds at most.
    ~MqttSink();

    MqttSink(const MqttSink&) = delete;
    MqttSink& operator=(const MqttSink&) = delete;

    void take(const snapshot::WatchEvent& event) { m_bridge.take(event); }

    /// Commands go to `watch` for as long as the returned object lives.
    [[nodiscard]] std::shared_ptr<void> command(snapshot::Watch& watch);

private:
    mqtt::ClientEvents events();
    void recall(const ChosenCameras& cameras);
    void tell_failure(const base::Error& error);

    Context& m_context;
    const std::string m_address;
    home_assistant::Bridge m_bridge;
    std::atomic<bool> m_is_failing = false;
    std::unique_ptr<BrokerLink> m_link;
};

/// The sink of --mqtt; nullptr where none is wanted.
std::unique_ptr<MqttSink> make_mqtt_sink(Context& context, ChosenCameras& cameras,
                                         const std::optional<MqttTarget>& target);

} // namespace cli
