// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/mqtt_sink.hpp"

#include "archive/folder_store.hpp"
#include "archive/picture_name.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/sha256.hpp"
#include "snapshot/camera_picture.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace cli {

namespace {

using base::Error;
using std::chrono::milliseconds;

/// For how long the end of a watch waits for the broker.
constexpr milliseconds k_farewell = std::chrono::seconds(5);

home_assistant::Bridge::Options bridge_options(const MqttTarget& target) {
    return {target.prefix, target.discovery};
}

std::vector<home_assistant::Camera> cameras_for_bridge(ChosenCameras& cameras) {
    std::vector<home_assistant::Camera> all;
    const auto facts = cameras.facts(std::nullopt);
    for (std::size_t i = 0; i < facts.size(); ++i) {
        all.push_back({std::to_string(facts[i].id), cameras.identity(i).title, facts[i].device});
    }
    return all;
}

/// What is saved at `path` by now; std::nullopt when it is gone, cannot be read or is too large.
std::optional<std::string> small_picture(const std::string& path) {
    try {
        return base::read_file(base::path_from_utf8(path), home_assistant::Bridge::k_largest_image);
    } catch (const Error&) {
        return std::nullopt;
    }
}

home_assistant::Bridge::Seams bridge_seams(Context& context, ChosenCameras& cameras) {
    return {
        .devices =
            [&cameras](std::stop_token stop) { return cameras.recent_devices(std::move(stop)); },
        .read_picture = [](const std::string& path) { return small_picture(path); },
        .warn = [&context](const std::string& text) { context.output().warning(text); },
        .note = [&context](const std::string& text) { context.output().notice(text); }};
}

/// The bytes that were saved; std::nullopt when the file is gone or was changed.
std::optional<std::string> saved_bytes(Context& context, const archive::RecordedPicture& picture) {
    const auto folder = context.archive().folders()(picture.place.folder);
    auto bytes = folder->read(archive::PictureName(picture.place.file));
    if (!bytes || base::sha256_hex(*bytes) != picture.facts.sha256) {
        return {};
    }
    return bytes;
}

} // namespace

MqttSink::MqttSink(Context& context, ChosenCameras& cameras, const MqttTarget& target)
    : m_context(context),
      m_address(mqtt::display_address(target.broker)),
      m_bridge(context.clock(), bridge_options(target), cameras_for_bridge(cameras),
               bridge_seams(context, cameras)) {
    recall(cameras);
    mqtt::ClientOptions options;
    options.client_id = new_mqtt_client_id();
    options.will = m_bridge.will();
    options.subscriptions = m_bridge.subscriptions();
    m_link = context.platform().connect_to_broker(target.broker, std::move(options), events());
    m_bridge.attach(*m_link);
}

MqttSink::~MqttSink() {
    m_link->close({m_bridge.offline()}, k_farewell);
    m_bridge.detach();
}

std::shared_ptr<void> MqttSink::command(snapshot::Watch& watch) {
    m_bridge.request_pictures_by(
        [&watch](std::size_t camera) { return watch.request_picture(camera); });
    return {&watch, [this](void*) { m_bridge.request_pictures_by({}); }};
}

mqtt::ClientEvents MqttSink::events() {
    mqtt::ClientEvents events;
    events.connected = [this] {
        m_bridge.connected();
        if (m_is_failing.exchange(false)) {
            m_context.output().notice(fmt::format("MQTT broker {}: works again", m_address));
        }
    };
    events.received = [this](const mqtt::Message& message) { m_bridge.received(message); };
    events.failed = [this](const Error& error) { tell_failure(error); };
    events.refused = [this](const Error& error) {
        m_context.output().warning(error.message(), error.hint());
    };
    events.close_failed = [this](const Error& error) {
        // What keeps a broker away at the end has mostly done so for long, and was told.
        if (!m_is_failing) {
            m_context.output().warning(
                fmt::format("{}; not everything was published", error.message()), error.hint());
        }
    };
    return events;
}

void MqttSink::tell_failure(const Error& error) {
    m_is_failing = true;
    m_context.output().warning(
        fmt::format("{}; the newest pictures are published when it works again", error.message()),
        error.hint());
}

/// What an earlier run saved: a broker that has lost what it retained gets it back.
void MqttSink::recall(const ChosenCameras& cameras) {
    try {
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            const auto newest = m_context.archive().catalogue().newest(
                std::to_string(cameras.identity(i).id), m_context.clock().now());
            if (!newest) {
                continue;
            }
            auto bytes = saved_bytes(m_context, *newest);
            if (!bytes) {
                continue;
            }
            home_assistant::PictureState picture;
            if (newest->is_timed) {
                picture.captured = newest->captured;
                picture.age = snapshot::age_of(newest->captured, {}, m_context.clock());
            }
            picture.seen = m_context.clock().steady_now();
            picture.width = newest->facts.width;
            picture.height = newest->facts.height;
            picture.path = archive::location_of(newest->place);
            m_bridge.recall(i, std::move(picture), std::move(*bytes));
        }
    } catch (const Error& error) {
        // The next picture is published all the same.
        m_context.output().detail("cannot publish saved pictures: " + error.message());
    }
}

std::unique_ptr<MqttSink> make_mqtt_sink(Context& context, ChosenCameras& cameras,
                                         const std::optional<MqttTarget>& target) {
    return target ? std::make_unique<MqttSink>(context, cameras, *target) : nullptr;
}

} // namespace cli
