// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "home_assistant/topics.hpp"
#include "mqtt/publisher.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace home_assistant {

/// What the broker retains of cameras that a watch at the same prefix had earlier and this one has
/// not. To be used from one thread at a time.
///
/// The topic of a description holds no prefix, since a device stays the same one when another watch
/// takes its camera over. So a description is taken back only once it is known to be of this
/// prefix.
class Leftovers {
public:
    explicit Leftovers(Topics topics) : m_topics(std::move(topics)) {}

    /// For a new connection, after which the broker tells everything anew.
    void forget();

    /// The broker retains topics of this camera.
    void note_camera(const std::string& id) { m_cameras.insert(id); }

    const std::set<std::string>& cameras() const { return m_cameras; }

    /// A message to the topic of the description of such a camera. Returns whether it is one to
    /// take back.
    bool note_description(const mqtt::Message& message);

    /// What takes back all that was noted since the last call.
    std::vector<mqtt::Message> take_removals();

private:
    Topics m_topics;
    std::set<std::string> m_cameras;
    /// Topics.
    std::set<std::string> m_descriptions;
};

} // namespace home_assistant
