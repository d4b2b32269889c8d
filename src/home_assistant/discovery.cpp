// SPDX-License-Identifier: Apache-2.0
#include "home_assistant/discovery.hpp"

#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace home_assistant {
namespace {

using Json = nlohmann::ordered_json;

/// As in the README.
constexpr auto k_homepage = "https://github.com/OWNER/ring-snapshot";

/// The part of entity ids that tells the camera, made of its title. Empty where that has letters
/// beyond ASCII: Home Assistant knows better what to make of those.
std::string slug_of(const Camera& camera) {
    std::string slug;
    for (const char c : camera.title) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            return "";
        }
        if (base::is_letter_or_digit(c)) {
            slug += base::to_lower(c);
        } else if (!slug.empty() && slug.back() != '_') {
            slug += '_';
        }
    }
    while (slug.ends_with('_')) {
        slug.pop_back();
    }
    return slug;
}

/// The entities of one camera.
class Components {
public:
    Components(const Topics& topics, const Camera& camera)
        : m_topics(topics), m_camera(camera), m_slug(slug_of(camera)) {}

    Json all() {
        const std::string image = m_topics.image(m_camera.id);
        Json& main = add("image", "image", nullptr, "");
        main["image_topic"] = image;
        main["content_type"] = "image/jpeg";
        main["json_attributes_topic"] = m_topics.state(m_camera.id);
        add("camera", "camera", "Camera", "")["topic"] = image;
        Json& taken =
            add_reading("last_picture", "sensor", "Last picture", "{{ value_json.captured_at }}");
        taken["device_class"] = "timestamp";
        add_battery();
        Json& problem = add_reading("problem", "binary_sensor", "Problem",
                                    "{{ 'ON' if value_json.error else 'OFF' }}");
        problem["device_class"] = "problem";
        tell_always(problem);
        Json& connectivity = add_reading("connectivity", "binary_sensor", "Connectivity",
                                         "{{ 'None' if value_json.online is none else "
                                         "'ON' if value_json.online else 'OFF' }}");
        connectivity["device_class"] = "connectivity";
        tell_always(connectivity);
        Json& button = add("take", "button", "Take a picture", "_take_a_picture");
        button["command_topic"] = m_topics.take(m_camera.id);
        button["payload_press"] = k_press;
        return std::move(m_components);
    }

private:
    Json& add(const char* key, const char* platform, Json name, const std::string& ending) {
        Json& component = m_components[key];
        component["platform"] = platform;
        component["unique_id"] = fmt::format("ring-snapshot_{}_{}", m_camera.id, key);
        component["name"] = std::move(name);
        if (!m_slug.empty()) {
            component["default_entity_id"] = fmt::format("{}.{}{}", platform, m_slug, ending);
        }
        return component;
    }

    Json& add_reading(const char* key, const char* platform, const char* name,
                      const char* value_template) {
        Json& component = add(key, platform, name, fmt::format("_{}", key));
        component["state_topic"] = m_topics.state(m_camera.id);
        component["value_template"] = value_template;
        return component;
    }

    void add_battery() {
        const auto& device = m_camera.device;
        if (!device || (device->power != ring::PowerSource::battery && !device->battery_percent)) {
            return;
        }
        Json& battery = add_reading("battery", "sensor", "Battery", "{{ value_json.battery }}");
        battery["device_class"] = "battery";
        battery["unit_of_measurement"] = "%";
        battery["state_class"] = "measurement";
        battery["entity_category"] = "diagnostic";
    }

    /// What says that a camera fails has to be there while it does.
    void tell_always(Json& component) const {
        component["entity_category"] = "diagnostic";
        component["availability"] = Json::array({{{"topic", m_topics.status()}}});
    }

    const Topics& m_topics;
    const Camera& m_camera;
    const std::string m_slug;
    Json m_components;
};

} // namespace

mqtt::Message discovery_message(const std::string& prefix, const Topics& topics,
                                const Camera& camera) {
    Json device;
    device["identifiers"] = Json::array({"ring-snapshot_" + camera.id});
    device["name"] = base::printable(camera.title);
    device["manufacturer"] = "Ring";
    if (camera.device && !camera.device->model.empty()) {
        device["model"] = base::printable(camera.device->model);
    }
    Json json;
    json["device"] = std::move(device);
    json["origin"] = {
        {"name", "ring-snapshot"}, {"sw", RING_SNAPSHOT_VERSION}, {"url", k_homepage}};
    json["availability"] =
        Json::array({{{"topic", topics.status()}}, {{"topic", topics.availability(camera.id)}}});
    json["availability_mode"] = "all";
    json["components"] = Components(topics, camera).all();
    return {discovery_topic(prefix, camera.id), json.dump(), true};
}

bool is_description_below(const Topics& topics, std::string_view description) {
    const Json json = Json::parse(description, nullptr, false);
    if (!json.is_object() || !json.contains("availability")) {
        return false;
    }
    const Json& places = json["availability"];
    return std::any_of(places.begin(), places.end(), [&](const Json& place) {
        return place.is_object() && place.contains("topic") && place["topic"] == topics.status();
    });
}

} // namespace home_assistant
