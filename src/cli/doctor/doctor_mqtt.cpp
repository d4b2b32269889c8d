// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_mqtt.hpp"

#include "cli/watch/mqtt_options.hpp"
#include "mqtt/broker.hpp"

#include <string>

namespace cli::doctor {

void check_mqtt(Examination& examination, const Report& report) {
    if (!examination.settings || !examination.settings->mqtt) {
        return;
    }
    WatchOptions options;
    complete_mqtt_password(options, *examination.settings);
    const auto target = find_mqtt_target(examination.settings->with(options));
    const std::string address = mqtt::display_address(target->broker);
    try {
        examination.context.platform().try_broker(target->broker, new_mqtt_client_id());
        report(k_mqtt.good(
            say("{}the broker accepts the connection", FindingText::local(address + ": "))));
    } catch (const base::Error& error) {
        if (error.code() == base::ErrorCode::interrupted) {
            throw;
        }
        report(k_mqtt.bad(
            error.code(),
            FindingText::local(error.message(), "the broker does not accept the connection"),
            error.hint()));
    }
}

} // namespace cli::doctor
