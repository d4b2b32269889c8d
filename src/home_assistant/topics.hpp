// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace home_assistant {

/// What is wrong with a text that is to be the first part of topics, to follow its name: "holds a
/// wildcard". Empty when nothing is.
std::string problem_of_prefix(std::string_view prefix);

/// The topics of a watch at a broker. Cameras are named by Ring's ids, so that no name of a camera
/// can change a topic.
class Topics {
public:
    /// @param prefix  the first part of all, without a slash at its end
    explicit Topics(std::string prefix) : m_prefix(std::move(prefix)) {}

    const std::string& prefix() const { return m_prefix; }

    /// "online" or "offline": the program.
    std::string status() const { return m_prefix + "/status"; }

    /// "online" or "offline": the camera.
    std::string availability(std::string_view id) const { return of(id, "availability"); }

    /// The newest picture, a JPEG.
    std::string image(std::string_view id) const { return of(id, "image"); }

    /// What is known of the camera and its picture, JSON.
    std::string state(std::string_view id) const { return of(id, "state"); }

    /// Commands.
    std::string take(std::string_view id) const { return of(id, "take"); }

    /// The id in a topic that ends in `kind`: "take". std::nullopt when it is another one.
    std::optional<std::string> camera_in(std::string_view topic, std::string_view kind) const;

private:
    std::string of(std::string_view id, std::string_view kind) const;

    std::string m_prefix;
};

/// Where Home Assistant looks for the description of the device of a camera.
/// @param prefix  of all descriptions: "homeassistant"
std::string discovery_topic(std::string_view prefix, std::string_view id);

/// Whether a topic is one of those, of any camera.
bool is_discovery_topic(std::string_view prefix, std::string_view topic);

} // namespace home_assistant
