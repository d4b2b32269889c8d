// SPDX-License-Identifier: Apache-2.0
#include "home_assistant/leftovers.hpp"

#include "home_assistant/discovery.hpp"

namespace home_assistant {

void Leftovers::forget() {
    m_cameras.clear();
    m_descriptions.clear();
}

bool Leftovers::note_description(const mqtt::Message& message) {
    // One that is not retained was published just now, by a watch that has the camera.
    if (!message.retain || !is_description_below(m_topics, message.payload)) {
        m_descriptions.erase(message.topic);
        return false;
    }
    m_descriptions.insert(message.topic);
    return true;
}

std::vector<mqtt::Message> Leftovers::take_removals() {
    std::vector<mqtt::Message> removals;
    for (const std::string& topic : m_descriptions) {
        removals.push_back({topic, "", true});
    }
    for (const std::string& id : m_cameras) {
        removals.push_back({m_topics.availability(id), "", true});
        removals.push_back({m_topics.image(id), "", true});
        removals.push_back({m_topics.state(id), "", true});
    }
    forget();
    return removals;
}

} // namespace home_assistant
