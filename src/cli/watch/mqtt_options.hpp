// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"
#include "cli/line/option_declarer.hpp"
#include "cli/line/options.hpp"
#include "mqtt/broker.hpp"
#include "settings/settings.hpp"

#include <optional>
#include <string>

namespace cli {

/// Where a watch publishes its pictures, and how.
struct MqttTarget {
    mqtt::Broker broker;
    /// The first part of its topics.
    std::string prefix;
    /// The first part of Home Assistant's; std::nullopt: no devices are described.
    std::optional<std::string> discovery;
};

/// Reads an address like "mqtts://USER@HOST:PORT/PREFIX". Throws Error{usage}, which does not tell
/// a password in it.
/// @param insecure  the connection may be in the clear anywhere, not only in the home network
MqttTarget read_mqtt_url(const std::string& url, bool insecure);

/// The target of --mqtt and what belongs to it; std::nullopt where none is wanted. Throws
/// Error{usage} for options that cannot be used or do not go together.
std::optional<MqttTarget> find_mqtt_target(const settings::SavedOptions& wanted);

/// Puts the broker's password where the other options are: that of --mqtt-password-file, else of
/// RING_SNAPSHOT_MQTT_PASSWORD, if there is one. Throws Error{usage}.
/// @param remembered  may hold the address that the password is for
void complete_mqtt_password(WatchOptions& options, const settings::SavedOptions& remembered);

/// An address as it may be shown: where a password stands in it by mistake, without what may be
/// secret.
std::string mqtt_url_without_password(const std::string& url, const Symbols& symbols);

/// A name for one connection to a broker that no other connection has.
std::string new_mqtt_client_id();

/// Declares --mqtt and what belongs to it.
void declare_mqtt(OptionDeclarer& command, WatchOptions& options);

} // namespace cli
